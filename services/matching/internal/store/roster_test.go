package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

// alwaysOpen is a calendar that answers at once, so that what is measured is matching alone.
type alwaysOpen struct{ domain.Calendar }

func (alwaysOpen) FindOpenings(_ context.Context, q domain.OpeningQuery) (map[string][]domain.Opening, error) {
	out := make(map[string][]domain.Opening, len(q.Therapists))
	for i, t := range q.Therapists {
		start := rosterNow.Add(time.Duration(24+i%90) * time.Hour)
		out[t] = []domain.Opening{{Slot: "slot-" + t, Start: start, End: start.Add(50 * time.Minute)}}
	}
	return out, nil
}

func (alwaysOpen) FindWeekly(context.Context, domain.WeeklyQuery) (map[string][]domain.WeeklyHour, error) {
	return nil, nil
}

func (alwaysOpen) EnsureProvider(context.Context, *domain.Therapist) error { return nil }

var rosterNow = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

// TestRosterSeesLateCommits lets a write begin before a look and end after it, while a later write is over already.
func TestRosterSeesLateCommits(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
	s, now := store.New(db, nil), time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	early := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "early"}, Version: 1}
	late := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "late"}, Version: 1}
	require.NoError(t, s.SeedTherapist(t.Context(), &early))
	require.NoError(t, s.SeedTherapist(t.Context(), &late))
	mark, all, err := s.Roster(t.Context(), domain.RosterMark{}, now)
	require.NoError(t, err)
	require.Len(t, all, 2)
	rename := func(th *domain.Therapist) error { th.DisplayName += " again"; return nil }
	look := func() (names []string) {
		next, changed, err := s.Roster(t.Context(), mark, now)
		require.NoError(t, err)
		mark = next
		for i := range changed {
			names = append(names, changed[i].DisplayName)
		}
		return names
	}

	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- s.UpdateTherapist(t.Context(), late.ID, domain.Request{}, now, func(th *domain.Therapist) error {
			close(begun)
			<-end
			return rename(th)
		})
	}()
	<-begun
	require.NoError(t, s.UpdateTherapist(t.Context(), early.ID, domain.Request{}, now, rename))
	require.Contains(t, look(), "early again")
	close(end)
	require.NoError(t, <-ended)
	require.Contains(t, look(), "late again")
}

// TestReplicasDecideOnTheProfileAsItIs lets one replica change what another has ranked by: each change is seen by the very
// next ranking of the other.
func TestReplicasDecideOnTheProfileAsItIs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		s := store.New(db, nil)
		const many = 400
		_, err := s.ImportTherapists(t.Context(), domain.Request{}, rosterNow, func([]domain.Therapist) ([]domain.Therapist, string, error) {
			all := storetest.Network(many, rosterNow)
			for i := range all {
				all[i].Accepting, all[i].TargetCaseload, all[i].BroughtClients = true, 20, 19 // one place each
			}
			return all, "", nil
		})
		require.NoError(t, err)
		c := clock.NewFake(rosterNow)
		replica := func() *domain.Matching {
			return domain.New(s, alwaysOpen{}, c, domain.Rules{Zone: "America/New_York"})
		}
		here, there := replica(), replica()
		first := func(m *domain.Matching) string {
			r, err := m.Rank(t.Context(), id.Derive("one inquiry"), domain.Need{Modes: []domain.Mode{domain.Video}}, "", 0)
			require.NoError(t, err)
			require.NotNil(t, r.Decision.Input.Pool, "from the index")
			return r.Candidates[0].Therapist
		}
		require.Equal(t, first(here), first(there))
		best := first(there)
		gone := func(what string) {
			require.NotEqual(t, best, first(there), what)
			best = first(there)
		}

		_, err = here.UpdateTherapist(t.Context(), best, "", "", "", func(th *domain.Therapist) error {
			th.Accepting = false
			return nil
		})
		require.NoError(t, err)
		gone("takes nobody new")
		_, err = here.DeleteTherapist(t.Context(), best, "")
		require.NoError(t, err)
		gone("deleted")
		d := domain.Decision{ID: id.New(), Inquiry: id.New(), Engine: domain.EngineVersion, CreateTime: rosterNow}
		require.NoError(t, s.SaveDecision(t.Context(), &d))
		full := best
		_, err = s.ReservePairing(t.Context(), &domain.Pairing{
			ID: id.New(), Therapist: best, Inquiry: d.Inquiry, State: domain.PairingReserved, Decision: d.ID, Slot: "slot",
			CreateTime: rosterNow, ExpireTime: rosterNow.Add(time.Minute),
		}, domain.Request{Method: "ReservePairing", ID: id.New()})
		require.NoError(t, err)
		gone("the last place is taken")
		c.Advance(time.Minute)
		require.Equal(t, full, first(there), "the place is free again, and nobody has written it down")
	})
}
