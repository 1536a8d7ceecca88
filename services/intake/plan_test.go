package intake

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

func (b *bundle) admin() context.Context {
	return b.act(identity.Actor{ID: "staff/admin", Roles: []identity.Role{identity.Admin}})
}

// waiting books, records and puts n clients on the waitlist.
func (b *bundle) waiting(n int) []string { return b.waitingFor(n, couple()) }

// waitingFor does so with a need.
func (b *bundle) waitingFor(n int, need *typev1.Need) []string {
	b.t.Helper()
	var names []string
	for range n {
		form := b.form(len(names))
		_, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(b.t, err)
		list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: "state = CONSULTATION_BOOKED"})
		require.NoError(b.t, err)
		name := list.GetInquiries()[0].GetName()
		_, err = b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
			Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: newRequest(),
		})
		require.NoError(b.t, err)
		b.waits(name)
		names = append(names, name)
	}
	return names
}

func (b *bundle) state(name string) intakev1.Inquiry_State {
	b.t.Helper()
	r, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: name})
	require.NoError(b.t, err)
	return r.GetInquiry().GetState()
}

func (b *bundle) plan() *matchingv1.Plan {
	b.t.Helper()
	r, err := b.matches.CreatePlan(b.desk(), &matchingv1.CreatePlanRequest{RequestId: newRequest()})
	require.NoError(b.t, err)
	return r.GetPlan()
}

func TestCommitPlan(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		names := b.waiting(3)
		plan := b.plan()
		require.Len(t, plan.GetAssignments(), 3)

		part := &intakev1.CommitPlanRequest{Name: plan.GetName(), Inquiries: names[:1], RequestId: newRequest()}
		made, err := b.staff.CommitPlan(b.admin(), part)
		require.NoError(t, err)
		require.Len(t, made.GetOffers(), 1)
		require.Equal(t, names[0], made.GetOffers()[0].GetInquiry())
		require.Regexp(t, "^proposals/", made.GetOffers()[0].GetProposal())
		require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(names[0]))
		require.Equal(t, intakev1.Inquiry_WAITLISTED, b.state(names[1]), "only who was chosen")
		again, err := b.staff.CommitPlan(b.admin(), part)
		require.NoError(t, err)
		require.True(t, proto.Equal(made, again))
		part.Inquiries = nil
		_, err = b.staff.CommitPlan(b.admin(), part)
		require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))

		_, err = b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
			Name: names[1], Reason: intakev1.Inquiry_DECLINED, RequestId: newRequest(),
		})
		require.NoError(t, err)
		rest, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
		require.NoError(t, err)
		problems := map[string]string{}
		for _, o := range rest.GetOffers() {
			problems[o.GetInquiry()] = o.GetProblem()
		}
		require.Equal(t, map[string]string{names[0]: "OFFERED", names[1]: "LEFT", names[2]: ""}, problems)

		read, err := b.matches.GetPlan(b.desk(), &matchingv1.GetPlanRequest{Name: plan.GetName()})
		require.NoError(t, err)
		open := 0
		for _, a := range read.GetPlan().GetAssignments() {
			if a.GetProposalState() == matchingv1.Proposal_OPEN {
				open++
			}
		}
		require.Equal(t, 2, open)
		require.Empty(t, b.plan().GetAssignments(), "nobody waits without an offer")
	})
}

// Every opening of a plan becomes an offer, though a ranking of the moment lists a few of each therapist only.
func TestCommitPlanOfManyWithOneTherapist(t *testing.T) {
	t.Parallel()
	const places = 6
	each(t, func(t *testing.T, b *bundle) {
		b.welsh(places)
		need := couple()
		need.Languages = []string{"cy"}
		names := b.waitingFor(places, need)
		plan := b.plan()
		require.Len(t, plan.GetAssignments(), places)
		made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
		require.NoError(t, err)
		require.Len(t, made.GetOffers(), places)
		for _, o := range made.GetOffers() {
			require.Empty(t, o.GetProblem())
			require.NotEmpty(t, o.GetProposal())
		}
		for _, name := range names {
			require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(name))
		}
	})
}

// Two who commit one plan at once make one offer of each assignment: the client may be choosing already.
func TestCommitPlanTwiceAtOnce(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"RankTherapists", "CreateProposal"} {
		for _, answered := range []bool{false, true} {
			t.Run(method, func(t *testing.T) {
				t.Parallel()
				each(t, func(t *testing.T, b *bundle) {
					names := b.waiting(2)
					plan := b.plan()
					ask := func() *intakev1.CommitPlanRequest {
						return &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()}
					}
					first, second := ask(), ask()
					var inside *intakev1.CommitPlanResponse
					b.faults.between(method, answered, func() {
						var err error
						inside, err = b.staff.CommitPlan(b.admin(), second)
						require.NoError(t, err)
					})
					outside, err := b.staff.CommitPlan(b.admin(), first)
					require.NoError(t, err)
					made := map[string]string{}
					for _, o := range append(inside.GetOffers(), outside.GetOffers()...) {
						if o.GetProblem() != "" {
							// A spare opening of one offer may be one of another's, made meanwhile.
							require.Contains(t, []string{"OFFERED", "PAIRING_UNDER_WAY", "SLOT_TAKEN"}, o.GetProblem())
							continue
						}
						require.Empty(t, made[o.GetInquiry()], "an offer each")
						made[o.GetInquiry()] = o.GetProposal()
					}
					for _, name := range names {
						read, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: name})
						require.NoError(t, err)
						require.Equal(t, made[name], read.GetInquiry().GetProposal())
						require.NotContains(t, b.kinds(name), "PROPOSAL_CLOSED", "no offer was taken back")
					}
					again, err := b.staff.CommitPlan(b.admin(), first)
					require.NoError(t, err)
					require.Len(t, again.GetOffers(), len(outside.GetOffers()))
				})
			})
		}
	}
}

func TestCommitPlanRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		names := b.waiting(1)
		plan := b.plan()
		_, err := b.staff.CommitPlan(b.desk(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
		require.Equal(t, errs.PermissionDenied, errs.CodeOf(err))
		_, err = b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{
			Name: plan.GetName(), Inquiries: []string{"inquiries/aaaaaaaaaaaaaaaaaaaaaaaaaa"}, RequestId: newRequest(),
		})
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
		_, err = b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{
			Name: "plans/aaaaaaaaaaaaaaaaaaaaaaaaaa", RequestId: newRequest(),
		})
		require.Equal(t, errs.ReasonNotFound, errs.ReasonOf(err))
		require.Equal(t, intakev1.Inquiry_WAITLISTED, b.state(names[0]))
	})
}

// A request id stands for one order: with other clients, or another plan, it is refused before anybody is offered anything, whatever came of
// the first.
func TestCommitPlanOnceForARequest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		names := b.waiting(3)
		plan := b.plan()
		first := &intakev1.CommitPlanRequest{Name: plan.GetName(), Inquiries: names[:1], RequestId: newRequest()}
		_, err := b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{Name: names[0], Reason: intakev1.Inquiry_DECLINED, RequestId: newRequest()})
		require.NoError(t, err)
		for range 2 {
			made, err := b.staff.CommitPlan(b.admin(), first)
			require.NoError(t, err)
			require.Equal(t, "LEFT", made.GetOffers()[0].GetProblem())
		}
		for _, other := range []*intakev1.CommitPlanRequest{
			{Name: plan.GetName(), Inquiries: names[1:2]}, {Name: plan.GetName()}, {Name: b.plan().GetName(), Inquiries: names[1:]},
		} {
			other.RequestId = first.GetRequestId()
			_, err := b.staff.CommitPlan(b.admin(), other)
			require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))
		}
		for _, name := range names[1:] {
			require.Equal(t, intakev1.Inquiry_WAITLISTED, b.state(name))
		}
	})
}

// TestCommitPlanAfterAFault: whatever was lost on the way, a repeat makes one offer of each assignment.
func TestCommitPlanAfterAFault(t *testing.T) {
	t.Parallel()
	for name, method := range map[string]string{"ranking": "RankTherapists", "proposal": "CreateProposal"} {
		for _, arrives := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				each(t, func(t *testing.T, b *bundle) {
					names := b.waiting(2)
					plan := b.plan()
					request := &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()}
					if arrives {
						b.faults.lose(method, 1)
					} else {
						b.faults.block(method, 1)
					}
					_, err := b.staff.CommitPlan(b.admin(), request)
					require.Error(t, err)
					b.sweep()
					made, err := b.staff.CommitPlan(b.admin(), request)
					require.NoError(t, err)
					require.Len(t, made.GetOffers(), 2)
					for _, o := range made.GetOffers() {
						require.Empty(t, o.GetProblem())
						require.NotEmpty(t, o.GetProposal())
					}
					for _, n := range names {
						require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(n))
					}
				})
			})
		}
	}
}
