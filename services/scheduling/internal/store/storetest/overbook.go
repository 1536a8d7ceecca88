package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func over(a *domain.Appointment, rule domain.Reason) *domain.Appointment {
	a.Overbook, a.OverbookReason = rule, "asked to"
	return a
}

// Only what was put over another's time on purpose may overlap; what went over another rule may not, and two that are
// not flagged never do, whoever writes at once.
func overbooked(t *testing.T, f *fixture) {
	f.mustInsert(t, row("ana", noon))
	for _, rule := range []domain.Reason{domain.OutsideHours, domain.OnTimeOff, domain.DayFull, domain.TooSoon, domain.LeavesGap} {
		ok, err := f.insert(t, over(row("ana", noon+10*minute), rule), domain.Record{})
		require.NoError(t, err)
		require.False(t, ok, rule)
	}
	for i, rule := range []domain.Reason{domain.Busy, domain.Buffer, domain.HeldByOther} {
		a := over(row("ana", noon+int64(i)*minute), rule)
		f.mustInsert(t, a)
		got, err := f.Appointment(t.Context(), a.ID)
		require.NoError(t, err)
		require.Equal(t, rule, got.Overbook)
		require.Equal(t, "asked to", got.OverbookReason)
	}
	require.Zero(t, f.race(t, 16, func(int) *domain.Appointment { return row("ana", noon+5*minute) }))
	require.Equal(t, 1, f.race(t, 16, func(i int) *domain.Appointment {
		if i%4 == 0 {
			return over(row("ana", noon+80*minute), domain.OutsideHours)
		}
		return row("ana", noon+80*minute+int64(i%2)*minute)
	}))
	view, err := f.View(t.Context())
	require.NoError(t, err)
	require.Len(t, view.Rows.Touching(noon, noon+minute), 4)
}

// A room is never shared, flagged or not.
func overbookedRooms(t *testing.T, f *fixture) {
	in := func(provider string) *domain.Appointment {
		a := row(provider, noon)
		a.RoomID, a.Mode = "blue", domain.InPerson
		return a
	}
	f.mustInsert(t, in("ana"))
	ok, err := f.insert(t, over(in("ana"), domain.Busy), domain.Record{})
	require.NoError(t, err)
	require.False(t, ok)
}

// A flagged row that moves to a time of its own loses its flag, and then keeps out others like every row.
func overbookedMoves(t *testing.T, f *fixture) {
	f.mustInsert(t, row("ana", noon))
	a := over(row("ana", noon), domain.Busy)
	f.mustInsert(t, a)
	move := func(start int64) (ok bool) {
		next := row("ana", start)
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
	require.False(t, move(noon), "without its flag it cannot stay")
	require.True(t, move(noon+60*minute))
	ok, err := f.insert(t, row("ana", noon+60*minute), domain.Record{})
	require.NoError(t, err)
	require.False(t, ok)
}
