package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// bookFor books a call for the contact at a time of its own, as the domain does: it looks, and is refused when there is
// one ahead.
func (f *fixture) bookFor(ctx context.Context, contact string, n, now int64) (placed bool, err error) {
	err = f.Place(ctx, func(tx domain.Placing) error {
		placed = false
		for range 3 {
			view, err := tx.Look(ctx, domain.Look{Contact: contact, From: noon, To: noon + minute})
			if err != nil || view.OpenUntil > now {
				return err
			}
			a := row("ana", noon+n*20*minute)
			a.Contact, a.Updated = contact, now
			if placed, err = tx.Insert(ctx, a, domain.Record{}); placed || err != nil {
				return err
			}
		}
		return nil
	})
	return placed, err
}

// Of all who book for one contact at once, one does. Others are in nobody's way, and neither is a call whose time has
// passed.
func oneOpenCall(t *testing.T, f *fixture) {
	book := func(contact string, n, now int64) bool {
		placed, err := f.bookFor(t.Context(), contact, n, now)
		require.NoError(t, err)
		return placed
	}
	require.Equal(t, 1, atOnce(func(i int) bool { return book("anna", int64(i), noon) }))
	require.True(t, book("bert", 40, noon))
	require.False(t, book("bert", 41, noon+40*20*minute+9*minute))
	later := noon + 40*20*minute + 10*minute
	require.True(t, book("bert", 42, later), "nobody said what became of it, but it is over")
	require.False(t, book("bert", 43, later))
}

// A hold that becomes a call is one too, and a cancelled call is none.
func openCallsOfHolds(t *testing.T, f *fixture) {
	placed, err := f.bookFor(t.Context(), "anna", 0, noon)
	require.NoError(t, err)
	require.True(t, placed)
	a := held(row("ben", noon), "secret", noon+minute)
	f.mustInsert(t, a)
	a.State, a.HoldHash, a.HoldExpire, a.Contact, a.Version = domain.Booked, "", 0, "anna", 2
	book := func() error {
		return f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), a, domain.Record{}) })
	}
	require.Error(t, book(), "the schema refuses a second one")
	view, err := f.View(t.Context())
	require.NoError(t, err)
	for _, o := range view.Rows.Touching(noon, noon+minute) {
		if o.Provider != "ana" {
			continue
		}
		first, err := f.Appointment(t.Context(), o.ID)
		require.NoError(t, err)
		first.State = domain.Cancelled
		first.Version++
		require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error { return tx.Update(t.Context(), &first, domain.Record{}) }))
	}
	require.NoError(t, book())
}
