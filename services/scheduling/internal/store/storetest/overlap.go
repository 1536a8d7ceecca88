package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func oneRacerWins(t *testing.T, f *fixture) {
	for round := range int64(5) {
		start := noon + round*60*minute
		require.Equal(t, 1, f.race(t, 32, func(int) *domain.Appointment { return row("ana", start) }))
	}
	require.Len(t, f.touching(t, noon-minute, noon+10*60*minute), 5)
}

func holdAgainstBooking(t *testing.T, f *fixture) {
	require.Equal(t, 1, f.race(t, 32, func(i int) *domain.Appointment {
		// Different starts whose buffers touch.
		a := row("ana", noon+int64(i%3)*5*minute)
		if i%2 == 0 {
			held(a, "secret", noon+minute)
		}
		return a
	}))
}

func roomsAreNotShared(t *testing.T, f *fixture) {
	require.Equal(t, 1, f.race(t, 32, func(i int) *domain.Appointment {
		a := row([]string{"ana", "ben"}[i%2], noon)
		a.RoomID, a.Mode = "blue", domain.InPerson
		return a
	}))
}

func backToBack(t *testing.T, f *fixture) {
	f.mustInsert(t, row("ana", noon))
	f.mustInsert(t, row("ana", noon+20*minute))
	f.mustInsert(t, row("ana", noon-20*minute))
	for _, start := range []int64{noon + 20*minute - 1, noon - 20*minute + 1} {
		ok, err := f.insert(t, row("ana", start), domain.Record{})
		require.NoError(t, err)
		require.False(t, ok)
	}
}

// moveTo tries to move the row and says whether it could.
func (f *fixture) moveTo(t *testing.T, a domain.Appointment, start int64) (ok bool) {
	t.Helper()
	next := row(a.ProviderID, start)
	next.ID, next.Version = a.ID, a.Version+1
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) (err error) {
		if _, err = tx.Lock(t.Context(), a.ID); err != nil {
			return err
		}
		ok, err = tx.Move(t.Context(), next, domain.Record{})
		return err
	}))
	return ok
}

func updatesCannotOverlap(t *testing.T, f *fixture) {
	a, b := row("ana", noon), row("ana", noon+60*minute)
	f.mustInsert(t, a)
	f.mustInsert(t, b)
	require.False(t, f.moveTo(t, *b, noon+10*minute))
	require.True(t, f.moveTo(t, *b, noon+50*minute), "into its own old time")
	got, err := f.Appointment(t.Context(), b.ID)
	require.NoError(t, err)
	require.Equal(t, noon+50*minute, got.Start)
	require.EqualValues(t, 2, got.Version)
}

// A refused move does not spoil its transaction: the next candidate can be tried.
func refusedMovesLeaveTheRest(t *testing.T, f *fixture) {
	a := row("ana", noon)
	f.mustInsert(t, a)
	f.mustInsert(t, row("ana", noon+60*minute))
	next := *row("ana", noon+60*minute)
	next.ID, next.Version = a.ID, 2
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.Lock(t.Context(), a.ID); err != nil {
			return err
		}
		ok, err := tx.Move(t.Context(), &next, domain.Record{})
		require.NoError(t, err)
		require.False(t, ok)
		next.ProviderID = "ben"
		ok, err = tx.Move(t.Context(), &next, domain.Record{})
		require.True(t, ok)
		return err
	}))
	got, err := f.Appointment(t.Context(), a.ID)
	require.NoError(t, err)
	require.Equal(t, "ben", got.ProviderID)
}

func cancelledRowsFreeTheTime(t *testing.T, f *fixture) {
	a := row("ana", noon)
	f.mustInsert(t, a)
	for _, state := range []domain.State{domain.Completed, domain.NoShow} {
		a.State = state
		a.Version++
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), a, domain.Record{}) }))
		ok, err := f.insert(t, row("ana", noon), domain.Record{})
		require.NoError(t, err)
		require.False(t, ok, state)
	}
	a.State = domain.Cancelled
	a.Version++
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), a, domain.Record{}) }))
	f.mustInsert(t, row("ana", noon))
	err := f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), a, domain.Record{}) })
	require.ErrorIs(t, err, domain.ErrRaced, "a row of another version is not written")
}

func lapsedHolds(t *testing.T, f *fixture) {
	a := held(row("ana", noon), "secret", noon+minute)
	f.mustInsert(t, a)
	release := func(now int64) {
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.Release(t.Context(), []string{a.ID}, now) }))
	}
	release(noon)
	ok, err := f.insert(t, row("ana", noon), domain.Record{})
	require.NoError(t, err)
	require.False(t, ok, "not lapsed yet")
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		view, err := tx.Look(t.Context(), domain.Look{HoldHash: "secret"})
		require.Len(t, view.Hold, 1)
		require.Equal(t, a.ID, view.Hold[0].ID)
		return err
	}))
	// Many find it lapsed at once: one gets its time.
	won := 0
	results := make(chan bool, 32)
	for range 32 {
		go func() {
			var ok bool
			err := f.Write(t.Context(), func(tx domain.Tx) (err error) {
				if _, err = tx.Look(t.Context(), domain.Look{}); err != nil {
					return err
				}
				if err = tx.Release(t.Context(), []string{a.ID}, noon+minute); err != nil {
					return err
				}
				ok, err = tx.Insert(t.Context(), row("ana", noon), domain.Record{})
				return err
			})
			results <- ok && err == nil
		}()
	}
	for range 32 {
		if <-results {
			won++
		}
	}
	require.Equal(t, 1, won)
}
