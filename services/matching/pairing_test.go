package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// fromDecision reserves the n-th candidate's first opening.
func fromDecision(inquiry string, r *matchingv1.RankTherapistsResponse, n int) *matchingv1.ReservePairingRequest {
	c := r.GetCandidates()[n]
	return &matchingv1.ReservePairingRequest{
		Inquiry: inquiry, Therapist: c.GetTherapist(), Slot: c.GetOpenings()[0].GetSlot(),
		From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), Need: couple(),
	}
}

// slot is the first opening of a therapist, whomever a ranking listed.
func (b *bundle) slot(therapist string) string {
	b.t.Helper()
	r, err := schedulingv1.NewBookingServiceClient(b.offline).FindOpenings(b.desk(), &schedulingv1.FindOpeningsRequest{
		Providers: []string{"providers/" + therapist[len("therapists/"):]}, AppointmentType: "first-session",
	})
	require.NoError(b.t, err)
	return r.GetProviders()[0].GetOpenings()[0].GetSlot()
}

func (b *bundle) book(when *schedulingv1.BookAppointmentRequest) *schedulingv1.Appointment {
	b.t.Helper()
	when.AppointmentType, when.RequestId = "first-session", newRequest()
	r, err := b.booking.BookAppointment(b.desk(), when)
	require.NoError(b.t, err)
	return r.GetAppointment()
}

// TestPairFromADecision walks the saga that intake drives: reserve, book, confirm.
func TestPairFromADecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		// The second of the ranking needs no reason.
		req := fromDecision(inquiry, b.rank(inquiry, couple()), 1)
		before, _ := b.reserved(req.GetTherapist())
		reserved, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		require.Empty(t, reserved.GetHold(), "the slot itself is booked")
		p := reserved.GetPairing()
		require.Equal(t, matchingv1.Pairing_RESERVED, p.GetState())
		require.Equal(t, start().Add(15*time.Minute), p.GetExpireTime().AsTime())

		again, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		require.True(t, proto.Equal(reserved, again))

		a := b.book(&schedulingv1.BookAppointmentRequest{When: &schedulingv1.BookAppointmentRequest_Slot{Slot: req.GetSlot()}, Inquiry: inquiry})
		require.Equal(t, "providers/"+p.GetTherapist()[len("therapists/"):], a.GetProvider())
		for range 2 {
			confirmed, err := b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{Name: p.GetName(), FirstSessionTime: a.GetStartTime()})
			require.NoError(t, err)
			require.Equal(t, matchingv1.Pairing_CONFIRMED, confirmed.GetPairing().GetState())
		}
		active, under := b.reserved(req.GetTherapist())
		require.Equal(t, before+1, active)
		require.Zero(t, under)

		_, err = b.intake.ReservePairing(b.desk(), fromDecision(inquiry, b.rank(inquiry, couple()), 0))
		requireReason(t, "PAIRING_UNDER_WAY", err)
		_, err = b.intake.CancelPairing(b.desk(), &matchingv1.CancelPairingRequest{RequestId: req.GetRequestId(), Inquiry: inquiry})
		require.Equal(t, errs.FailedPrecondition, requireReason(t, "PAIRING_UNDER_WAY", err).Code)
	})
}

func TestAcceptAProposal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		offered, proposal := b.propose(inquiry)
		chosen := offered.GetOptions()[1]
		req := &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: chosen.GetTherapist(), Slot: chosen.GetSlots()[1],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}, RequestId: newRequest(), Need: couple(),
		}
		wrong := proto.CloneOf(req)
		wrong.Slot = offered.GetOptions()[0].GetSlots()[0]
		client := b.act(identity.ClientActor(inquiry))
		_, err := b.intake.ReservePairing(client, wrong)
		require.Equal(t, "slot", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		reserved, err := b.intake.ReservePairing(client, req)
		require.NoError(t, err)
		require.NotEmpty(t, reserved.GetHold())
		_, under := b.reserved(chosen.GetTherapist())
		require.EqualValues(t, 1, under, "the proposal's place becomes the pairing's")

		a := b.book(&schedulingv1.BookAppointmentRequest{
			When:       &schedulingv1.BookAppointmentRequest_Hold{Hold: reserved.GetHold()},
			SlotOfHold: req.GetSlot(), Inquiry: inquiry,
		})
		_, err = b.intake.ConfirmPairing(client, &matchingv1.ConfirmPairingRequest{Name: reserved.GetPairing().GetName(), FirstSessionTime: a.GetStartTime()})
		require.NoError(t, err)
		_, under = b.reserved(offered.GetOptions()[0].GetTherapist())
		require.Zero(t, under, "the other therapist's place is free")
		closed, err := b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: proposal.GetName()})
		require.NoError(t, err)
		require.Equal(t, matchingv1.Proposal_ACCEPTED, closed.GetProposal().GetState())

		again, err := b.intake.ReservePairing(client, req)
		require.NoError(t, err, "a repeat after the end finds the pairing")
		require.Equal(t, matchingv1.Pairing_CONFIRMED, again.GetPairing().GetState())
	})
}

func TestAClientAcceptsOnlyTheirOwnProposal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		offered, proposal := b.propose(inquiry)
		req := &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: offered.GetOptions()[0].GetTherapist(), Slot: offered.GetOptions()[0].GetSlots()[0],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}, RequestId: newRequest(), Need: couple(),
		}
		_, err := b.intake.ReservePairing(b.act(identity.ClientActor(newInquiry())), req)
		requireReason(t, errs.ReasonNotFound, err)
		req.From = &matchingv1.ReservePairingRequest_Decision{Decision: proposal.GetDecision()}
		_, err = b.intake.ReservePairing(b.act(identity.ClientActor(inquiry)), req)
		requireReason(t, errs.ReasonNotFound, err)
		req.Inquiry = newInquiry()
		req.From = &matchingv1.ReservePairingRequest_Proposal{Proposal: proposal.GetName()}
		_, err = b.intake.ReservePairing(b.desk(), req)
		requireReason(t, errs.ReasonNotFound, err)
	})
}

func TestCancelAndLapse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		req := fromDecision(inquiry, b.rank(inquiry, couple()), 0)
		cancel := &matchingv1.CancelPairingRequest{RequestId: req.GetRequestId(), Inquiry: inquiry}
		_, err := b.intake.CancelPairing(b.desk(), cancel)
		require.NoError(t, err, "never reserved is fine")

		_, err = b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		for range 2 {
			_, err = b.intake.CancelPairing(b.desk(), cancel)
			require.NoError(t, err)
		}
		_, under := b.reserved(req.GetTherapist())
		require.Zero(t, under)

		req.RequestId = newRequest()
		r, err := b.intake.ReservePairing(b.desk(), req)
		require.NoError(t, err)
		b.clock.Advance(15 * time.Minute)
		_, under = b.reserved(req.GetTherapist())
		require.Zero(t, under, "a lapsed reservation takes no place")
		confirmed, err := b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{
			Name: r.GetPairing().GetName(), FirstSessionTime: timestamppb.New(start()),
		})
		require.NoError(t, err, "and is confirmed all the same once the session is booked")
		require.Equal(t, matchingv1.Pairing_CONFIRMED, confirmed.GetPairing().GetState())
	})
}
