package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// guarded is a row at its own time, under a limit of what may lie in the hour from noon on.
func guarded(provider string, n int64, most int, types ...string) *domain.Appointment {
	a := row(provider, noon+n*20*minute)
	a.Guards = []domain.Guard{{From: noon, To: noon + 60*20*minute, Most: most, Types: types}}
	return a
}

// However many write at once, each at a time that is free, no more go in than the limit allows.
func limitsHold(t *testing.T, f *fixture) {
	require.Equal(t, 3, f.race(t, 32, func(i int) *domain.Appointment { return guarded("ana", int64(i), 3) }))
	require.Equal(t, 2, f.race(t, 32, func(i int) *domain.Appointment {
		return held(guarded("ben", int64(i), 2, "consultation", "session"), "secret", noon+int64(i+1)*minute)
	}))
	a := row("ben", noon+40*20*minute)
	f.mustInsert(t, a)
	ok, err := f.insert(t, guarded("ben", 50, 3, "session"), domain.Record{})
	require.NoError(t, err)
	require.True(t, ok, "other types do not count")
}

// Finding a place keeps the limits too, whatever was seen before.
func limitsHoldForPlaces(t *testing.T, f *fixture) {
	require.Equal(t, 4, atOnce(func(i int) (placed bool) {
		require.NoError(t, f.Place(t.Context(), func(tx domain.Placing) (err error) {
			if _, err = tx.Look(t.Context(), domain.Look{From: noon, To: noon + minute}); err != nil {
				return err
			}
			placed, err = tx.Insert(t.Context(), guarded("ana", int64(i), 4), domain.Record{})
			return err
		}))
		return placed
	}))
}

// A move does not count itself, and a lapsed hold counts for nobody.
func limitsOfMoves(t *testing.T, f *fixture) {
	a := guarded("ana", 0, 2)
	f.mustInsert(t, a)
	f.mustInsert(t, held(guarded("ana", 1, 2), "secret", noon+minute))
	move := func(most int, now int64) (ok bool) {
		next := *guarded("ana", 5, most)
		next.ID, next.Version, next.Updated = a.ID, a.Version+1, now
		err := f.Write(t.Context(), func(tx domain.Tx) (err error) {
			if _, err = tx.Lock(t.Context(), a.ID); err != nil {
				return err
			}
			ok, err = tx.Move(t.Context(), &next, domain.Record{})
			return err
		})
		if err != nil {
			require.ErrorIs(t, err, domain.ErrRaced)
			return false
		}
		a = &next
		return ok
	}
	require.False(t, move(1, noon), "the hold counts")
	require.True(t, move(1, noon+minute), "it has lapsed")
	require.True(t, move(1, noon+minute))
}

// keepsLimits reads back what a schedule allows.
func keepsLimits(t *testing.T, f *fixture) {
	want := domain.Limits{NewClients: 3, Caps: []domain.Cap{{Types: []string{"session"}, PerDay: 5}, {PerWeek: 20}}}
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
			return err
		}
		return tx.SaveProvider(t.Context(), domain.Provider{
			ID: "ana", DisplayName: "ana", Types: []string{"consultation"},
			Schedule: domain.Schedule{TimeZone: "UTC", Version: 2, Limits: want},
		}, domain.Record{})
	}))
	c, err := f.Catalog(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, c.Provider("ana").Schedule.Limits)
	require.Equal(t, domain.Limits{}, c.Provider("ben").Schedule.Limits)
}
