package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// offer is a proposal of the first two candidates with two openings each.
func offer(inquiry string, r *matchingv1.RankTherapistsResponse) *matchingv1.CreateProposalRequest {
	out := &matchingv1.CreateProposalRequest{Decision: r.GetDecision(), Inquiry: inquiry, RequestId: newRequest(), Need: couple()}
	for _, c := range r.GetCandidates()[:2] {
		option := &matchingv1.CreateProposalRequest_ProposedTherapist{Therapist: c.GetTherapist()}
		for _, o := range c.GetOpenings()[:2] {
			option.Slots = append(option.Slots, o.GetSlot())
		}
		out.Options = append(out.Options, option)
	}
	return out
}

func (b *bundle) propose(inquiry string) (*matchingv1.CreateProposalRequest, *matchingv1.Proposal) {
	b.t.Helper()
	req := offer(inquiry, b.rank(inquiry, couple()))
	r, err := b.intake.CreateProposal(b.desk(), req)
	require.NoError(b.t, err)
	return req, r.GetProposal()
}

func (b *bundle) reserved(therapist string) (active, reserved int32) {
	b.t.Helper()
	r, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: therapist})
	require.NoError(b.t, err)
	return r.GetTherapist().GetCapacity().GetActiveClients(), r.GetTherapist().GetCapacity().GetReserved()
}

func TestProposalHoldsEveryOpening(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		req, p := b.propose(inquiry)
		require.Equal(t, matchingv1.Proposal_OPEN, p.GetState())
		require.Equal(t, start().Add(48*time.Hour), p.GetExpireTime().AsTime())
		require.Len(t, p.GetOptions(), 2)
		_, reserved := b.reserved(req.GetOptions()[1].GetTherapist())
		require.EqualValues(t, 1, reserved)

		again, err := b.intake.CreateProposal(b.desk(), req)
		require.NoError(t, err)
		require.True(t, proto.Equal(p, again.GetProposal()))

		other, held := newInquiry(), map[string]bool{}
		for _, o := range req.GetOptions() {
			for _, s := range o.GetSlots() {
				held[s] = true
			}
		}
		for _, c := range b.rank(other, couple()).GetCandidates() {
			for _, o := range c.GetOpenings() {
				require.False(t, held[o.GetSlot()], "a held opening is offered to nobody else")
			}
		}

		reused := proto.CloneOf(req)
		reused.Options = reused.GetOptions()[:1]
		_, err = b.intake.CreateProposal(b.desk(), reused)
		requireReason(t, errs.ReasonRequestIDReused, err)
	})
}

func TestProposalRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		r := b.rank(inquiry, couple())
		tests := map[string]struct {
			change func(*matchingv1.CreateProposalRequest)
			reason errs.Reason
			field  string
		}{
			"decision unknown":          {func(r *matchingv1.CreateProposalRequest) { r.Decision = "decisions/" + id.New() }, "DECISION_NOT_FOUND", ""},
			"decision of somebody else": {func(r *matchingv1.CreateProposalRequest) { r.Inquiry = newInquiry() }, "DECISION_NOT_FOUND", ""},
			"therapist excluded": {func(q *matchingv1.CreateProposalRequest) {
				q.Options[1].Therapist = r.GetExcluded()[0].GetTherapist()
			}, "THERAPIST_EXCLUDED", ""},
			"therapist twice":     {func(r *matchingv1.CreateProposalRequest) { r.Options[1] = r.Options[0] }, errs.ReasonInvalidFields, "options[1].therapist"},
			"therapist unknown":   {func(r *matchingv1.CreateProposalRequest) { r.Options[1].Therapist = "therapists/" + id.New() }, errs.ReasonInvalidFields, "options[1].therapist"},
			"therapist malformed": {func(r *matchingv1.CreateProposalRequest) { r.Options[0].Therapist = "Okafor" }, errs.ReasonInvalidFields, "options[0].therapist"},
			"slot of another":     {func(r *matchingv1.CreateProposalRequest) { r.Options[1].Slots[0] = r.Options[0].Slots[0] }, errs.ReasonInvalidFields, "options[1].slots[0]"},
			"slot twice":          {func(r *matchingv1.CreateProposalRequest) { r.Options[0].Slots[1] = r.Options[0].Slots[0] }, errs.ReasonInvalidFields, "options[0].slots[1]"},
			"too long":            {func(r *matchingv1.CreateProposalRequest) { r.Duration = durationpb.New(15 * 24 * time.Hour) }, errs.ReasonInvalidFields, "duration"},
		}
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				req := offer(inquiry, r)
				tt.change(req)
				_, err := b.intake.CreateProposal(b.desk(), req)
				refusal := requireReason(t, tt.reason, err)
				if tt.field != "" {
					require.Equal(t, tt.field, refusal.Violations[0].Field)
				}
			})
		}
	})
}

func TestTakenOpeningLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		first, second := newInquiry(), newInquiry()
		early, late := offer(first, b.rank(first, couple())), offer(second, b.rank(second, couple()))
		_, err := b.intake.CreateProposal(b.desk(), early)
		require.NoError(t, err)
		_, err = b.intake.CreateProposal(b.desk(), late)
		requireReason(t, "SLOT_TAKEN", err)
		_, reserved := b.reserved(late.GetOptions()[0].GetTherapist())
		require.EqualValues(t, 1, reserved, "the first proposal's place only")
		_, err = b.intake.CreateProposal(b.desk(), late)
		requireReason(t, "SLOT_TAKEN", err)
	})
}

func TestWithdrawLetsTheOpeningsGo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		req, p := b.propose(inquiry)
		for range 2 {
			r, err := b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: p.GetName()})
			require.NoError(t, err)
			require.Equal(t, matchingv1.Proposal_WITHDRAWN, r.GetProposal().GetState())
		}
		req.RequestId = newRequest()
		_, err := b.intake.CreateProposal(b.desk(), req)
		require.NoError(t, err, "everything is open again")
		_, err = b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: "proposals/" + id.New()})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

func TestWithdrawWithoutSchedulingIsFinishedLater(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		other := newInquiry()
		req := offer(other, b.rank(other, couple()))
		_, p := b.propose(newInquiry())
		b.offline.cut("ReleaseSlots", "")
		_, err := b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: p.GetName()})
		require.NoError(t, err)
		_, err = b.intake.CreateProposal(b.desk(), req)
		requireReason(t, "SLOT_TAKEN", err)

		b.offline.cut("", "")
		b.sweepUntil(func() bool {
			_, err := b.intake.CreateProposal(b.desk(), req)
			return err == nil
		})
	})
}

// unfinished is a proposal whose maker never learnt of the hold it made.
func (b *bundle) unfinished() *matchingv1.CreateProposalRequest {
	b.t.Helper()
	inquiry := newInquiry()
	req := offer(inquiry, b.rank(inquiry, couple()))
	b.offline.cut("", "HoldSlots")
	_, err := b.intake.CreateProposal(b.desk(), req)
	requireReason(b.t, errs.ReasonUnavailable, err)
	b.offline.cut("", "")
	return req
}

// undone waits until nothing is set aside with the therapist any more, a minute later.
func (b *bundle) undone(therapist string) {
	b.t.Helper()
	b.clock.Advance(time.Minute)
	b.sweepUntil(func() bool {
		_, reserved := b.reserved(therapist)
		return reserved == 0
	})
}

func TestProposalWhoseHoldGotLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		req := b.unfinished()
		repeated, err := b.intake.CreateProposal(b.desk(), req)
		require.NoError(t, err, "a repeat finds the hold that was made")
		require.Equal(t, matchingv1.Proposal_OPEN, repeated.GetProposal().GetState())
	})
}

// Whoever was not told of a proposal yet is told by the rules of now.
func TestProposalThatLayIsJudgedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		req := b.unfinished()
		therapist := req.GetOptions()[1].GetTherapist()
		b.change(&matchingv1.Therapist{Name: therapist}, "licenses")
		_, err := b.intake.CreateProposal(b.desk(), req)
		refusal := requireReason(t, "THERAPIST_EXCLUDED", err)
		require.Equal(t, therapist, refusal.Metadata["therapist"])
		require.Equal(t, "RULE_LICENSE", refusal.Metadata["rule"])
		b.undone(therapist)
	})
}

func TestProposalWhoseMakerDiedIsUndone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		req := b.unfinished()
		therapist := req.GetOptions()[0].GetTherapist()
		b.undone(therapist)
		req.RequestId = newRequest()
		_, err := b.intake.CreateProposal(b.desk(), req)
		require.NoError(t, err, "its openings are free")
	})
}

func TestExpiredProposalGivesItsPlacesBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		req, p := b.propose(inquiry)
		b.clock.Set(p.GetExpireTime().AsTime())
		_, reserved := b.reserved(req.GetOptions()[0].GetTherapist())
		require.Zero(t, reserved)
		_, err := b.intake.ReservePairing(b.desk(), &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: req.GetOptions()[0].GetTherapist(), Slot: req.GetOptions()[0].GetSlots()[0],
			From: &matchingv1.ReservePairingRequest_Proposal{Proposal: p.GetName()}, RequestId: newRequest(), Need: couple(),
		})
		require.Equal(t, "EXPIRED", requireReason(t, "PROPOSAL_CLOSED", err).Metadata["state"])
		withdrawn, err := b.intake.WithdrawProposal(b.desk(), &matchingv1.WithdrawProposalRequest{Name: p.GetName()})
		require.NoError(t, err)
		require.NotEqual(t, matchingv1.Proposal_OPEN, withdrawn.GetProposal().GetState())
	})
}

// TestSeedSurvives keeps what staff changed when the process starts anew.
func TestSeedSurvives(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := "therapists/" + demo.ID("therapist-okafor")
		_, err := b.staff.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{
			Therapist: &matchingv1.Therapist{Name: name, DisplayName: "Dr. A. Okafor"},
		})
		require.NoError(t, err)
		b.restart()
		got, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: name})
		require.NoError(t, err)
		require.Equal(t, "Dr. A. Okafor", got.GetTherapist().GetDisplayName())
	})
}
