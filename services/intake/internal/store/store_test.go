package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/store"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// A new migration comes behind those there are, and is written down here: a database that has had a later one does not take an earlier.
func TestMigrationsComeInOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int{1, 100, 102}, dbtest.Numbers(t, migrations.FS))
}

func now() time.Time { return time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC) }

// shelf is a store and what tests do with it.
type shelf struct {
	*store.Store
	t  *testing.T
	db *sqldb.DB
}

func each(t *testing.T, body func(t *testing.T, s *shelf)) {
	t.Helper()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		keyring, err := sealed.CreateKeyring(filepath.Join(t.TempDir(), "key.json"))
		require.NoError(t, err)
		body(t, &shelf{store.New(db, keyring), t, db})
		if db.Engine() == sqldb.Postgres {
			require.Empty(t, dbtest.Scans(t, db, growing...))
		}
	})
}

// growing are the tables that grow for as long as the practice lives. Messages do not: they are kept for thirty days.
var growing = []string{"persons", "inquiries", "contact_index", "requests", "links", "history", "risk_alerts", "chores", "visit_changes"}

// inquiry stores one that is pending under an act.
func (s *shelf) inquiry() (*domain.File, *domain.Act) {
	act := s.act(domain.ActSubmit)
	f := &domain.File{
		By: domain.By{Actor: "visitor", Time: now()},
		Inquiry: domain.Inquiry{
			ID: act.Inquiry, State: domain.Pending, CreateTime: now(), UpdateTime: now(),
			Person: domain.Person{Code: id.Code(), Contact: domain.Contact{E164: "+12125550142", Email: "a@example.com"}},
		},
	}
	f.Changes.Begin = act
	require.NoError(s.t, s.File(s.t.Context(), f))
	return f, act
}

func (s *shelf) act(kind domain.ActKind) *domain.Act {
	return &domain.Act{
		ID: id.New(), RequestID: id.New(), Kind: kind, BodyHash: "hash", Inquiry: id.New(), Step: domain.Started,
		Claim: 1, Lease: now().Add(time.Minute), CreateTime: now(), Args: domain.ActArgs{CallID: "call"},
	}
}

// finish makes a pending inquiry real.
func (s *shelf) finish(f *domain.File, act *domain.Act) error {
	f.Changes = domain.Changes{}
	f.Inquiry.State = domain.ConsultationBooked
	f.Record(domain.EventReceived, nil)
	act.Answer = &domain.Answer{Confirmation: &domain.Confirmation{Code: f.Inquiry.Person.Code}}
	f.Changes.Finish = act
	return s.Save(s.t.Context(), f)
}

func TestPendingIsInvisible(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		_, err := s.Inquiry(t.Context(), f.Inquiry.ID)
		require.ErrorIs(t, err, domain.ErrInquiryNotFound)
		_, err = s.ByCode(t.Context(), f.Inquiry.Person.Code, "+12125550142")
		require.ErrorIs(t, err, domain.ErrLinkNotFound)
		list, err := s.Inquiries(t.Context(), domain.Query{Limit: 10})
		require.NoError(t, err)
		require.Empty(t, list)

		require.NoError(t, s.finish(f, act))
		got, err := s.Inquiry(t.Context(), f.Inquiry.ID)
		require.NoError(t, err)
		require.Equal(t, f.Inquiry.Person, got.Person)
		require.EqualValues(t, 2, got.Version)
		found, err := s.Request(t.Context(), act.RequestID)
		require.NoError(t, err)
		require.Equal(t, domain.Done, found.Step)
		require.Equal(t, act.Answer, found.Answer)
	})
}

func TestOnlyOneFinishes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		results := make([]error, 8)
		var wg sync.WaitGroup
		for i := range results {
			file, a := *f, *act
			wg.Go(func() { results[i] = s.finish(&file, &a) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			require.ErrorIs(t, err, domain.ErrOutdated)
		}
		require.Equal(t, 1, won)
		history, err := s.History(t.Context(), f.Inquiry.ID)
		require.NoError(t, err)
		require.Len(t, history, 1)
	})
}

func TestARequestIDIsStoredOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		first := s.act(domain.ActSubmit)
		results := make([]error, 8)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				act := *first
				act.ID, act.Inquiry = id.New(), id.New()
				f := &domain.File{Inquiry: domain.Inquiry{ID: act.Inquiry, State: domain.Pending, CreateTime: now()}}
				f.Changes.Begin = &act
				results[i] = s.File(t.Context(), f)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			require.ErrorIs(t, err, domain.ErrRequestKnown)
		}
		require.Equal(t, 1, won)
		require.Equal(t, 1, s.rows("persons"), "nothing of the others is left")
	})
}

func TestWhatWasGivenUpCannotBeFinished(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		undone, err := s.Undo(t.Context(), act)
		require.NoError(t, err)
		require.True(t, undone)
		require.ErrorIs(t, s.finish(f, act), domain.ErrOutdated)
	})
}

func (s *shelf) rows(table string) (n int) {
	require.NoError(s.t, s.db.Read().QueryRowContext(s.t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

func TestOneActHoldsAnInquiry(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		require.NoError(t, s.finish(f, act))
		begin := func() error {
			return s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
				next := s.act(domain.ActPair)
				next.Inquiry = f.Inquiry.ID
				f.Changes.Begin = next
				return nil
			})
		}
		require.NoError(t, begin())
		require.ErrorIs(t, begin(), domain.ErrActUnderWay)
		require.NoError(t, s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
			require.Equal(t, domain.ActPair, f.UnderWay.Kind)
			require.Equal(t, "call", f.UnderWay.Args.CallID)
			return nil
		}))
	})
}

func TestUndoNeedsTheLatestClaim(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		_, act := s.inquiry()
		stale := *act
		none, err := s.Abandoned(t.Context(), now(), 10)
		require.NoError(t, err)
		require.Empty(t, none, "its worker is left alone until the lease ends")
		found, err := s.Abandoned(t.Context(), now().Add(time.Hour), 10)
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, act.Args, found[0].Args)

		taken, err := s.Claim(t.Context(), act, now().Add(time.Hour))
		require.NoError(t, err)
		require.True(t, taken)
		again := stale
		taken, err = s.Claim(t.Context(), &again, now().Add(time.Hour))
		require.NoError(t, err)
		require.False(t, taken, "somebody else was faster")
		undone, err := s.Undo(t.Context(), &stale)
		require.NoError(t, err)
		require.False(t, undone)
		undone, err = s.Undo(t.Context(), act)
		require.NoError(t, err)
		require.True(t, undone)
		for _, table := range []string{"persons", "inquiries", "requests", "contact_index"} {
			require.Zero(t, s.rows(table), table)
		}
	})
}

func TestLinksEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		f.Inquiry.State = domain.ConsultationBooked
		require.NoError(t, s.finish(f, act))
		link := domain.Link{Hash: id.SecretHash("t"), Inquiry: f.Inquiry.ID, Expire: now().Add(time.Hour)}
		change := func(fn func(c *domain.Changes)) {
			require.NoError(t, s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
				fn(&f.Changes)
				return nil
			}))
		}
		change(func(c *domain.Changes) { c.Links = []domain.Link{link} })
		_, err := s.Link(t.Context(), link.Hash, now().Add(time.Hour-time.Microsecond))
		require.NoError(t, err)
		_, err = s.Link(t.Context(), link.Hash, now().Add(time.Hour))
		require.ErrorIs(t, err, domain.ErrLinkNotFound)
		change(func(c *domain.Changes) { c.LinksUntil = now().Add(2 * time.Hour) })
		_, err = s.Link(t.Context(), link.Hash, now().Add(time.Hour))
		require.NoError(t, err)
		change(func(c *domain.Changes) { c.KillLinks = true })
		_, err = s.Link(t.Context(), link.Hash, now())
		require.ErrorIs(t, err, domain.ErrLinkNotFound)
	})
}

func TestAFailedChangeLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		require.NoError(t, s.finish(f, act))
		no := errors.New("no")
		err := s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
			f.Alert("NOTE")
			return no
		})
		require.ErrorIs(t, err, no)
		require.Zero(t, s.rows("risk_alerts"))
		require.Equal(t, 1, s.rows("history"))
	})
}
