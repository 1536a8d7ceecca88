package intake

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// requireOffered checks that each client of the plan has one offer, which is the one that was told, and never had another.
func (b *bundle) requireOffered(plan string, offers []*intakev1.CommitPlanResponse_Offer, names []string) {
	b.t.Helper()
	require.Len(b.t, offers, len(names))
	made := map[string]string{}
	for _, o := range offers {
		require.Empty(b.t, o.GetProblem())
		made[o.GetInquiry()] = o.GetProposal()
	}
	read, err := b.matches.GetPlan(b.desk(), &matchingv1.GetPlanRequest{Name: plan})
	require.NoError(b.t, err)
	require.Len(b.t, read.GetPlan().GetAssignments(), len(names))
	for i, a := range read.GetPlan().GetAssignments() {
		require.Equal(b.t, offers[i].GetInquiry(), a.GetInquiry(), "in the order of the plan")
		require.Equal(b.t, made[a.GetInquiry()], a.GetProposal())
		require.Equal(b.t, matchingv1.Proposal_OPEN, a.GetProposalState())
	}
	for _, name := range names {
		inquiry, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: name})
		require.NoError(b.t, err)
		require.Equal(b.t, made[name], inquiry.GetInquiry().GetProposal())
		proposed := 0
		for _, kind := range b.kinds(name) {
			require.NotEqual(b.t, "PROPOSAL_CLOSED", kind)
			if kind == "PROPOSED" {
				proposed++
			}
		}
		require.Equal(b.t, 1, proposed)
	}
}

// A plan of more offers than one call has time for is made in several, each of which says how many remain.
func TestCommitPlanInSeveralCalls(t *testing.T) {
	t.Parallel()
	const many, atOnce = 20, 16
	each(t, func(t *testing.T, b *bundle) {
		names := b.crowd(many)
		plan := b.plan().GetName()
		request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
		b.faults.between("RankTherapists", true, func() { b.clock.Advance(10 * time.Second) })
		first, err := b.staff.CommitPlan(b.admin(), request)
		require.NoError(t, err)
		require.Len(t, first.GetOffers(), atOnce)
		require.EqualValues(t, many-atOnce, first.GetRemaining())

		next := proto.CloneOf(request)
		next.After = first.GetOffers()[atOnce-1].GetInquiry()
		second, err := b.staff.CommitPlan(b.admin(), next)
		require.NoError(t, err)
		require.Zero(t, second.GetRemaining())
		all := append(first.GetOffers(), second.GetOffers()...) //nolint:gocritic // a list of its own
		b.requireOffered(plan, all, names)

		again, err := b.staff.CommitPlan(b.admin(), next)
		require.NoError(t, err)
		require.True(t, proto.Equal(second, again))
		again, err = b.staff.CommitPlan(b.admin(), request)
		require.NoError(t, err)
		require.Zero(t, again.GetRemaining())
		b.requireOffered(plan, again.GetOffers(), names)

		next.After = "inquiries/aaaaaaaaaaaaaaaaaaaaaaaaaa"
		_, err = b.staff.CommitPlan(b.admin(), next)
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
		next.After, next.Inquiries = "", names[:1]
		_, err = b.staff.CommitPlan(b.admin(), next)
		require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))
	})
}

// Everyone a plan gives somebody can be chosen but one, however many they are.
func TestCommitPlanForManyChosen(t *testing.T) {
	t.Parallel()
	const many = 250
	b := setup(t, sqldb.SQLite)
	b.crowd(many)
	plan := b.plan()
	request := &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()}
	for _, a := range plan.GetAssignments() {
		request.Inquiries = append(request.Inquiries, a.GetInquiry())
	}
	require.Len(t, request.GetInquiries(), many)
	left := request.GetInquiries()[0]
	request.Inquiries = request.GetInquiries()[1:]
	made, err := b.staff.CommitPlan(b.admin(), request)
	for tries := 0; errs.ReasonOf(err) == errs.ReasonDeadlineExceeded && tries < 20; tries++ { // on a busy machine: it goes on where it was
		made, err = b.staff.CommitPlan(b.admin(), request)
	}
	require.NoError(t, err)
	require.Zero(t, made.GetRemaining())
	require.Len(t, made.GetOffers(), many-1)
	for i, o := range made.GetOffers() {
		require.Equal(t, request.GetInquiries()[i], o.GetInquiry())
		require.Empty(t, o.GetProblem())
		require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(o.GetInquiry()))
	}
	require.Equal(t, intakev1.Inquiry_WAITLISTED, b.state(left))
}

// What fails after some offers were made is told with them, not instead of them.
func TestCommitPlanFailsFurtherOn(t *testing.T) {
	t.Parallel()
	const many, atOnce, writes = 20, 16, 3
	each(t, func(t *testing.T, b *bundle) {
		names := b.crowd(many)
		plan := b.plan().GetName()
		request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
		revive := b.dieAfter(writes*atOnce + 1)
		made, err := b.staff.CommitPlan(b.admin(), request)
		require.NoError(t, err)
		require.Len(t, made.GetOffers(), atOnce)
		require.EqualValues(t, many-atOnce, made.GetRemaining())
		next := proto.CloneOf(request)
		next.After = made.GetOffers()[atOnce-1].GetInquiry()
		_, err = b.staff.CommitPlan(b.admin(), next)
		require.Error(t, err)
		revive()
		rest, err := b.staff.CommitPlan(b.admin(), next)
		require.NoError(t, err)
		b.requireOffered(plan, append(made.GetOffers(), rest.GetOffers()...), names)
	})
}

// TestCommitPlanAfterACrash lets the process die at every write of a commit in turn. Whoever asks again, at once or after the sweep has
// been there, gets the offers that are missing and is told those that were made.
func TestCommitPlanAfterACrash(t *testing.T) {
	t.Parallel()
	const clients, writes = 2, 7 // what was asked for, and three of each offer
	for name, after := range map[string]func(*bundle){
		"asked again at once": func(b *bundle) { b.clock.Advance(31 * time.Second) }, // when nobody can be at it any more
		"asked after a sweep": (*bundle).sweep,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				for n := range writes {
					names := b.crowd(clients)
					plan := b.plan().GetName()
					request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
					revive := b.dieAfter(n)
					_, err := b.staff.CommitPlan(b.admin(), request)
					require.Error(t, err, "at write %d", n)
					revive()
					after(b)
					made, err := b.staff.CommitPlan(b.admin(), request)
					require.NoError(t, err)
					b.requireOffered(plan, made.GetOffers(), names)
				}
				names := b.crowd(clients)
				plan := b.plan().GetName()
				defer b.dieAfter(writes)()
				made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()})
				require.NoError(t, err, "these are all writes there are")
				b.requireOffered(plan, made.GetOffers(), names)
			})
		})
	}
}

// Whoever goes away in the middle finds everything made, or makes it, by asking again.
func TestCommitPlanCutOff(t *testing.T) {
	t.Parallel()
	const clients = 2
	each(t, func(t *testing.T, b *bundle) {
		for _, method := range []string{"GetPlan", "RankTherapists", "CreateProposal"} {
			for _, answered := range []bool{false, true} {
				names := b.crowd(clients)
				plan := b.plan().GetName()
				request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
				ctx, cancel := context.WithCancel(b.admin())
				b.faults.between(method, answered, cancel)
				_, err := b.staff.CommitPlan(ctx, request)
				require.Error(t, err)
				var made *intakev1.CommitPlanResponse
				for tries := 0; err != nil && tries < 100; tries++ { // what was cut off may still be at it
					b.sweep()
					made, err = b.staff.CommitPlan(b.admin(), request)
				}
				require.NoError(t, err)
				b.requireOffered(plan, made.GetOffers(), names)
				for tries := 0; b.anyoneWaits() && tries < 100; tries++ { // matching may not have heard of it yet
					b.sweep()
				}
			}
		}
	})
}

// anyoneWaits reports whether matching knows of somebody on the waitlist without an offer.
func (b *bundle) anyoneWaits() bool {
	return slices.ContainsFunc(b.waitlist(), func(e *matchingv1.WaitlistEntry) bool { return e.GetState() == matchingv1.WaitlistEntry_WAITING })
}

// What an earlier call of the same request began only after this one had looked is its offer as well, and no pairing that is in its way.
func TestCommitPlanAskedAgainMeanwhile(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		names := b.crowd(1)
		plan := b.plan().GetName()
		request := &intakev1.CommitPlanRequest{Name: plan, RequestId: newRequest()}
		b.faults.between("RankTherapists", true, func() {
			b.faults.block("CreateProposal", 1)
			_, err := b.staff.CommitPlan(b.admin(), request)
			require.Equal(t, errs.ReasonUnavailable, errs.ReasonOf(err), "the offer is begun")
		})
		made, err := b.staff.CommitPlan(b.admin(), request)
		require.NoError(t, err)
		b.requireOffered(plan, made.GetOffers(), names)
	})
}

// An opening that is gone before the offers are made is said, and made up for by another one of the therapist's.
func TestCommitPlanOfAnOpeningThatIsGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.crowd(2)
		plan := b.plan()
		first, other := plan.GetAssignments()[0], plan.GetAssignments()[1].GetInquiry()
		match, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: other})
		require.NoError(t, err)
		var taken []string
		for _, c := range match.GetCandidates() {
			for _, o := range c.GetOpenings() {
				if c.GetTherapist() == first.GetTherapist() && o.GetStartTime().AsTime().Equal(first.GetOpening().GetStartTime().AsTime()) {
					taken = append(taken, o.GetSlot())
				}
			}
		}
		require.Len(t, taken, 1)
		_, err = b.staff.ProposeTherapists(b.desk(), &intakev1.ProposeTherapistsRequest{
			Name: other, Decision: match.GetDecision(), RequestId: newRequest(),
			Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{{Therapist: first.GetTherapist(), Slots: taken}},
		})
		require.NoError(t, err)
		read, err := b.matches.GetPlan(b.desk(), &matchingv1.GetPlanRequest{Name: plan.GetName()})
		require.NoError(t, err)
		require.Equal(t, matchingv1.Plan_SLOT_TAKEN, read.GetPlan().GetAssignments()[0].GetObstacle())
		made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{
			Name: plan.GetName(), Inquiries: []string{first.GetInquiry()}, RequestId: newRequest(),
		})
		require.NoError(t, err)
		require.Empty(t, made.GetOffers()[0].GetProblem())
		require.NotEmpty(t, made.GetOffers()[0].GetProposal())
	})
}

// An opening that goes while the offer is made is made up for by another one of the therapist's.
func TestCommitPlanFindsAnotherOpening(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.crowd(2)
		plan := b.plan()
		first, other := plan.GetAssignments()[0], plan.GetAssignments()[1].GetInquiry()
		b.faults.between("CreateProposal", false, func() {
			match, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: other})
			require.NoError(t, err)
			option := &intakev1.ProposeTherapistsRequest_ProposedOption{Therapist: first.GetTherapist()}
			for _, c := range match.GetCandidates() {
				if c.GetTherapist() == first.GetTherapist() {
					for _, o := range c.GetOpenings() {
						option.Slots = append(option.Slots, o.GetSlot())
					}
				}
			}
			require.NotEmpty(t, option.GetSlots())
			_, err = b.staff.ProposeTherapists(b.desk(), &intakev1.ProposeTherapistsRequest{
				Name: other, Decision: match.GetDecision(), Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{option}, RequestId: newRequest(),
			})
			require.NoError(t, err)
		})
		made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{
			Name: plan.GetName(), Inquiries: []string{first.GetInquiry()}, RequestId: newRequest(),
		})
		require.NoError(t, err)
		require.Empty(t, made.GetOffers()[0].GetProblem())
		require.NotEmpty(t, made.GetOffers()[0].GetProposal())
	})
}
