package storetest

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func feeds(t *testing.T, f *fixture) {
	save := func(feed domain.Feed, secret string) {
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.SaveFeed(t.Context(), feed, secret, domain.Record{}) }))
	}
	ana := domain.Feed{ID: "f1", ProviderID: "ana", Label: "phone", Created: noon}
	desk := domain.Feed{ID: "f2", Created: noon + 1}
	save(ana, "s1")
	save(desk, "s2")
	got, err := f.FeedBySecret(t.Context(), "s1")
	require.NoError(t, err)
	require.Equal(t, ana, got)
	list, err := f.Feeds(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, []domain.Feed{desk}, list)
	save(ana, "s3")
	_, err = f.FeedBySecret(t.Context(), "s1")
	require.ErrorIs(t, err, domain.ErrNotFound)
	for range 2 {
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.RevokeFeed(t.Context(), "f1", noon+2) }))
	}
	save(ana, "s4")
	_, err = f.FeedBySecret(t.Context(), "s4")
	require.ErrorIs(t, err, domain.ErrNotFound, "what is revoked gets no new secret")
	got, err = f.Feed(t.Context(), "f1")
	require.NoError(t, err)
	require.Equal(t, noon+2, got.Revoked)
	_, err = f.Feed(t.Context(), "none")
	require.ErrorIs(t, err, domain.ErrNotFound)

	for i := range int64(3) {
		a := row("ana", noon+i*60*minute)
		f.mustInsert(t, a)
		if i > 0 {
			a.State, a.Version, a.Updated = domain.Cancelled, 2, noon+i
			require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), a, domain.Record{}) }))
		}
	}
	f.mustInsert(t, held(row("ana", noon+300*minute), "secret", noon+minute))
	filter := domain.Filter{From: noon, To: noon + 600*minute, ProviderID: "ana", TypeID: "consultation"}
	rows, err := f.FeedRows(t.Context(), filter, noon+2, 10)
	require.NoError(t, err)
	require.Len(t, rows, 2, "a booking, and what was cancelled lately")
	require.Equal(t, domain.Cancelled, rows[1].State)
	filter.ProviderID = "ben"
	rows, err = f.FeedRows(t.Context(), filter, noon, 10)
	require.NoError(t, err)
	require.Empty(t, rows)
}

// addBusy adds a calendar elsewhere that is due at noon.
func (f *fixture) addBusy(t *testing.T, name, provider string) domain.BusyCalendar {
	t.Helper()
	b := domain.BusyCalendar{ID: name, ProviderID: provider, Host: "example.org", SealedURL: []byte{1, 2}, Created: noon, Next: noon}
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.AddBusy(t.Context(), b, domain.Record{}) }))
	return b
}

// locked runs fn with the catalog locked.
func (f *fixture) locked(t *testing.T, fn func(tx domain.Tx) error) error {
	t.Helper()
	return f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
			return err
		}
		return fn(tx)
	})
}

func busyCalendars(t *testing.T, f *fixture) {
	added := f.addBusy(t, "b1", "ana")
	got, err := f.BusyCalendar(t.Context(), "b1")
	require.NoError(t, err)
	require.Equal(t, added, got)
	b, ok, err := f.ClaimBusy(t.Context(), "", "lease", noon, noon+minute)
	require.NoError(t, err)
	require.True(t, ok)
	b.Attempt, b.Success, b.Problem, b.Failures, b.Unreadable, b.Next = noon+1, noon+2, domain.NotShared, 3, 4, noon+5
	b.Reading = domain.WholeReading{
		Validators: domain.Validators{ETag: "e", Modified: "m"}, Zone: "UTC", At: noon + 6, Covered: noon + 7, Digest: "d",
	}
	before, err := f.Catalog(t.Context())
	require.NoError(t, err)
	spans := []domain.Span{{Start: noon, End: noon + minute}, {Start: noon + 3*minute, End: noon + 4*minute}}
	require.NoError(t, f.locked(t, func(tx domain.Tx) error {
		ok, err := tx.FinishBusy(t.Context(), b)
		require.True(t, ok)
		if err != nil {
			return err
		}
		return tx.SetBusy(t.Context(), "b1", spans)
	}))
	after, err := f.Catalog(t.Context())
	require.NoError(t, err)
	require.Greater(t, after.Version, before.Version, "busy time is part of the catalog")
	got, err = f.BusyCalendar(t.Context(), "b1")
	require.NoError(t, err)
	b.Lease, b.Spans = "", 2
	require.Equal(t, b, got)
	list, err := f.BusyCalendars(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, []domain.BusyCalendar{b}, list)
	list, err = f.BusyCalendars(t.Context(), "ben")
	require.NoError(t, err)
	require.Empty(t, list)
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		ok, err := tx.FinishBusy(t.Context(), domain.BusyCalendar{ID: "b1", Lease: "lease"})
		require.False(t, ok, "the lease was given back")
		return err
	}))
	require.NoError(t, f.locked(t, func(tx domain.Tx) error { return tx.DeleteBusy(t.Context(), "b1") }))
	require.ErrorIs(t, f.locked(t, func(tx domain.Tx) error { return tx.DeleteBusy(t.Context(), "b1") }), domain.ErrNotFound)
	_, err = f.BusyCalendar(t.Context(), "b1")
	require.ErrorIs(t, err, domain.ErrNotFound)
}

// However many replicas ask, each calendar is given to one of them.
func busyLeases(t *testing.T, f *fixture) {
	const calendars, replicas = 3, 8
	for range calendars {
		f.addBusy(t, id.New(), "ana")
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	given := make(map[string]int)
	for range replicas {
		group.Go(func() {
			for range calendars {
				b, ok, err := f.ClaimBusy(t.Context(), "", id.New(), noon, noon+minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					mu.Lock()
					given[b.ID]++
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	for name, n := range given {
		require.Equal(t, 1, n, name)
	}
	for {
		// Whoever found a row locked went away without one.
		b, ok, err := f.ClaimBusy(t.Context(), "", id.New(), noon, noon+minute)
		require.NoError(t, err)
		if !ok {
			break
		}
		given[b.ID]++
	}
	require.Len(t, given, calendars)
	var one string
	for one = range given {
		break
	}
	_, ok, err := f.ClaimBusy(t.Context(), one, "second", noon, noon+minute)
	require.NoError(t, err)
	require.False(t, ok, "not while the lease lasts")
	_, ok, err = f.ClaimBusy(t.Context(), one, "second", noon+minute, noon+2*minute)
	require.NoError(t, err)
	require.True(t, ok, "a replica that died gives nothing back")
}
