package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Where nobody said in which state the client is during sessions, a ranking may be read, and nobody is offered or booked by any way, in
// person or not; once it is recorded, the licence there counts.
func TestNobodyIsOfferedWithoutALocation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		at := func(state string) {
			need := couple()
			need.LocationState = state
			require.NoError(t, b.record(inquiry, need))
		}
		refused := func(err error) {
			t.Helper()
			refusal, ok := errs.As(err)
			require.True(t, ok, "%v", err)
			require.Equal(t, errs.Reason("LOCATION_UNKNOWN"), refusal.Reason)
			require.Equal(t, errs.FailedPrecondition, refusal.Code)
			require.Equal(t, "need.locationState", refusal.Metadata["field"])
			require.Equal(t, inquiry, refusal.Metadata["inquiry"])
		}
		propose := func(pair *intakev1.PairInquiryRequest) (string, error) {
			r, err := b.staff.ProposeTherapists(b.desk(), &intakev1.ProposeTherapistsRequest{
				Name: inquiry, Decision: pair.GetDecision(), RequestId: newRequest(),
				Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{{Therapist: pair.GetTherapist(), Slots: []string{pair.GetSlot()}}},
			})
			return r.GetProposal(), err
		}
		at("")
		require.Equal(t, "LOCATION_UNKNOWN", b.match(inquiry).GetNotes()[0].GetCode())
		pair := b.pairing(inquiry)
		pair.OverrideReason = "they are on holiday"
		_, err := b.staff.PairInquiry(b.desk(), pair)
		refused(err)
		_, err = propose(pair)
		refused(err)

		at("NY")
		pair = b.pairing(inquiry)
		proposal, err := propose(pair)
		require.NoError(t, err)
		at("")
		pair.From, pair.RequestId = &intakev1.PairInquiryRequest_Proposal{Proposal: proposal}, newRequest()
		_, err = b.staff.PairInquiry(b.desk(), pair)
		refused(err)
		require.Zero(t, b.booked("first-session"))

		at("NY")
		pair.RequestId = newRequest()
		_, err = b.staff.PairInquiry(b.desk(), pair)
		require.NoError(t, err)
	})
}

// A plan gives somebody to a client of whom it is not known where they are, and offers nobody before it is.
func TestAPlanOffersNobodyWithoutALocation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.LocationState = ""
		name := b.waitingFor(1, need)[0]
		b.follow()
		plan := b.plan()
		commit := func() *intakev1.CommitPlanResponse_Offer {
			r, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
			require.NoError(t, err)
			require.Len(t, r.GetOffers(), 1)
			return r.GetOffers()[0]
		}
		offer := commit()
		require.Equal(t, "LOCATION_UNKNOWN", offer.GetProblem())
		require.Equal(t, name, offer.GetInquiry())
	})
}
