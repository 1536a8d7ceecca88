package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// testBrought lets clients leave whom a therapist brought along, beside pairings that begin and end.
func testBrought(t *testing.T, w *world) {
	th := w.therapist(t, "full", 0)
	count := func(brought, active int32, why string) {
		t.Helper()
		all, err := w.store.ListTherapists(t.Context(), w.now, "", "", 0, false)
		require.NoError(t, err)
		require.Equal(t, [2]int32{brought, active}, [2]int32{all[0].BroughtClients, all[0].ActiveClients}, why)
	}
	bring := func(clients int32) {
		t.Helper()
		require.NoError(t, w.store.UpdateTherapist(t.Context(), th, domain.Request{}, w.now, func(t *domain.Therapist) error {
			t.BroughtClients = clients
			return nil
		}))
	}
	_, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.ErrorIs(t, err, domain.ErrNoCapacity, "three of three")

	bring(2)
	count(2, 2, "one has left")
	p, err := w.reserve(t, w.pairing(t, id.New(), th))
	require.NoError(t, err, "the schema knows of the place as well")
	_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
	require.NoError(t, err)
	count(2, 3, "and somebody else has come")

	bring(4)
	count(4, 5, "a correction beyond the target: the clients are there")
	_, err = w.store.EndPairing(t.Context(), p.ID, w.now)
	require.NoError(t, err)
	count(4, 4, "a pairing that ends takes nobody along")
}
