package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching"
)

// Erasing a client's key makes the reason of a decision unreadable and nothing else of it: it is read, used and replayed as before.
func TestADecisionOutlivesItsClientsKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		r := b.rank(inquiry, couple())
		read := func() *matchingv1.Decision {
			t.Helper()
			got, err := b.staff.GetDecision(b.as(identity.ClinicalLead), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
			require.NoError(t, err)
			return got.GetDecision()
		}
		reserve := fromDecision(inquiry, r, 1)
		reserve.OverrideReason = "knows the family"
		reserved, err := b.intake.ReservePairing(b.desk(), reserve)
		require.NoError(t, err)
		_, err = b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{
			Name: reserved.GetPairing().GetName(), FirstSessionTime: r.GetCandidates()[1].GetOpenings()[0].GetStartTime(),
		})
		require.NoError(t, err)
		before := read()
		require.Equal(t, "knows the family", before.GetOverrideReason())
		require.False(t, before.GetOverrideReasonErased())

		require.NoError(t, b.db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(t.Context(), `DELETE FROM client_keys`)
			return err
		}))
		before.OverrideReason, before.OverrideReasonErased = "", true
		require.True(t, proto.Equal(before, read()))
		_, err = b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{
			Decision: r.GetDecision(), Therapist: r.GetCandidates()[1].GetTherapist(),
		})
		require.NoError(t, err)
		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Equal(t, 1, replayed.Same)
	})
}
