package matching_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching"
)

// An insurer is the same one to needs, profiles and sheets however it is spelled, the practice's own too. Each is kept as it was told, and the
// ranking is computed again from that.
func TestAnInsurerInAnySpelling(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		insured := func(insurer, network string) *typev1.Need {
			need := couple()
			need.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: insurer}, Network: network}
			return need
		}
		ranked := func(insurer, network string) *matchingv1.RankTherapistsResponse {
			return b.rank(newInquiry(), insured(insurer, network))
		}
		therapists := func(r *matchingv1.RankTherapistsResponse) (names []string) {
			for _, c := range r.GetCandidates() {
				names = append(names, c.GetTherapist())
			}
			return names
		}
		with := func(insurers ...string) *matchingv1.Therapist {
			th := newcomer()
			th.Insurers = insurers
			return b.create(th)
		}
		known := with("HEALTH_FIRST", "HEALTHFIRST", "BLUECROSS:PPO")
		require.Equal(t, []string{"HEALTH_FIRST", "HEALTHFIRST", "BLUECROSS:PPO"}, known.GetInsurers())
		own := with("OWN_FUND:GOLD_PLAN")
		other := with("OWNFUND:GOLDPLAN", "HEALTHFIRST")
		both := []string{own.GetName(), other.GetName()}

		same := therapists(ranked("HEALTHFIRST", ""))
		require.Subset(t, same, []string{known.GetName(), other.GetName()})
		for _, name := range []string{"Health First", "HEALTH_FIRST", "health-first", "Healthfirst"} {
			require.ElementsMatch(t, same, therapists(ranked(name, "")), name)
		}
		require.Equal(t, []string{known.GetName()}, therapists(ranked("Blue Cross", "P.P.O.")))
		require.Empty(t, ranked("Blue Cross", "HMO").GetCandidates())
		for _, name := range []string{"OWN_FUND", "Own Fund", "Ownfund", "OwNFund."} {
			require.ElementsMatch(t, both, therapists(ranked(name, "")), name)
			r := ranked(name, "Goldplan")
			require.ElementsMatch(t, both, therapists(r), name)
			d, err := b.staff.GetDecision(b.admin(), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
			require.NoError(t, err)
			require.Equal(t, name, d.GetDecision().GetNeed().GetPayment().GetInsurer())
			require.Equal(t, "Goldplan", d.GetDecision().GetNeed().GetPayment().GetNetwork())
		}
		require.Empty(t, ranked("Old Fund", "").GetCandidates())

		// Whoever is paired is judged by the same words.
		inquiry := newInquiry()
		pair := fromDecision(inquiry, b.rank(inquiry, insured("Own fund", "gold plan")), 0)
		pair.Need = insured("Ownfund", "Goldplan")
		_, err := b.intake.ReservePairing(b.desk(), pair)
		require.NoError(t, err)
		b.waits(newInquiry(), matchingv1.WaitlistEntry_WAITING, 1, insured("OwnFund", ""))
		waiting, err := b.staff.ListWaitlist(b.desk(), &matchingv1.ListWaitlistRequest{})
		require.NoError(t, err)
		require.Equal(t, "OwnFund", waiting.GetEntries()[0].GetNeed().GetPayment().GetInsurer())
		require.Len(t, b.plan().GetAssignments(), 1, "a plan knows the insurer too")

		id := strings.TrimPrefix(own.GetName(), "therapists/")
		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: "id,insurers\n" + id + ",HEALTH_FIRST\n", RequestId: newRequest()})
		require.True(t, r.GetApplied())
		read, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: own.GetName()})
		require.NoError(t, err)
		require.Equal(t, []string{"HEALTH_FIRST"}, read.GetTherapist().GetInsurers())
		require.Contains(t, therapists(ranked("Healthfirst", "")), own.GetName())
		require.Equal(t, []string{other.GetName()}, therapists(ranked("Own Fund", "")), "the one left")
		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Greater(t, replayed.Same, 10)
		require.Empty(t, replayed.Left)
	})
}
