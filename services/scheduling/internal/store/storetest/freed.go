package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// What was held for somebody and is let go, has lapsed or is swept away is announced once; a visitor's hold is not, nor
// what is over.
func freed(t *testing.T, f *fixture) {
	hold := func(n int64, inquiry string) *domain.Appointment {
		a := held(row("ana", noon+n*20*minute), "secret", noon+minute)
		a.InquiryID = inquiry
		f.mustInsert(t, a)
		return a
	}
	let, lapsed, swept, visitor := hold(0, "i0"), hold(1, "i1"), hold(2, "i2"), hold(3, "")
	over := hold(-200, "i4")
	require.NoError(t, f.Write(t.Context(), func(tx domain.Tx) error {
		a := *let
		a.State, a.HoldExpire, a.Version = domain.Released, 0, 2
		if err := tx.Update(t.Context(), &a, domain.Record{}); err != nil {
			return err
		}
		return tx.Release(t.Context(), []string{lapsed.ID, visitor.ID, over.ID}, noon+minute)
	}))
	require.NoError(t, f.Sweep(t.Context(), noon+minute))
	require.NoError(t, f.Sweep(t.Context(), noon+minute))
	changes := f.allChanges(t, 3)
	for i, want := range []*domain.Appointment{let, lapsed, swept} {
		got := changes[i]
		require.Equal(t, domain.KindFreed, got.Kind)
		require.Equal(t, domain.Released, got.State)
		require.Equal(t, []any{want.ID, want.InquiryID, want.TypeID, want.ProviderID, want.Start, want.End},
			[]any{got.AppointmentID, got.InquiryID, got.TypeID, got.ProviderID, got.Start, got.End})
	}
}
