package intake

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

func (b *bundle) lead() context.Context {
	return b.act(identity.Actor{ID: "staff/lead", Roles: []identity.Role{identity.ClinicalLead}})
}

// answer records a questionnaire in which the client says something on death or self-harm.
func (b *bundle) answer(inquiry string) *matchingv1.Measure {
	b.t.Helper()
	r, err := b.staff.RecordMeasure(b.desk(), &intakev1.RecordMeasureRequest{
		Inquiry: inquiry, Instrument: matchingv1.Measure_PHQ_9, Answers: []int32{0, 0, 0, 0, 0, 0, 0, 0, 1}, RequestId: newRequest(),
	})
	require.NoError(b.t, err)
	return r.GetMeasure()
}

// look has a licensed person look at it.
func (b *bundle) look(m *matchingv1.Measure) {
	b.t.Helper()
	_, err := b.answers.AcknowledgeMeasure(b.lead(), &matchingv1.AcknowledgeMeasureRequest{Name: m.GetName()})
	require.NoError(b.t, err)
}

func requireHold(t *testing.T, err error) {
	t.Helper()
	require.Equal(t, errs.Reason("RISK_HOLD"), errs.ReasonOf(err), "%v", err)
}

// An answer that nobody licensed has looked at holds every door at which somebody is offered or booked; once one has, all are open.
func TestAnAnswerHoldsEveryDoor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		ranked := b.match(inquiry)
		first := ranked.GetCandidates()[0]
		slot := first.GetOpenings()[0].GetSlot()
		decision := &intakev1.PairInquiryRequest_Decision{Decision: ranked.GetDecision()}
		propose := &intakev1.ProposeTherapistsRequest{
			Name: inquiry, Decision: ranked.GetDecision(),
			Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{{Therapist: first.GetTherapist(), Slots: []string{slot}}},
		}
		pair := func(from *intakev1.PairInquiryRequest, therapist, why string) func() error {
			return func() error {
				from.Name, from.Therapist, from.Slot, from.OverrideReason, from.RequestId = inquiry, therapist, slot, why, newRequest()
				_, err := b.staff.PairInquiry(b.desk(), from)
				return err
			}
		}
		doors := map[string]func() error{
			"propose": func() error {
				propose.RequestId = newRequest()
				_, err := b.staff.ProposeTherapists(b.desk(), propose)
				return err
			},
			"pair from the ranking": pair(&intakev1.PairInquiryRequest{From: decision}, first.GetTherapist(), ""),
			"pair with a reason":    pair(&intakev1.PairInquiryRequest{From: decision}, first.GetTherapist(), "in a hurry"),
		}
		first1, second := b.answer(inquiry), b.answer(inquiry)
		for name, door := range doors {
			requireHold(t, door())
			b.look(first1)
			requireHold(t, door())
			require.Equal(t, intakev1.Inquiry_CONSULTED, b.state(inquiry), name)
		}
		b.look(second)
		require.NoError(t, doors["propose"]())

		third := b.answer(inquiry)
		proposal := b.only().GetProposal()
		require.NotEmpty(t, proposal)
		accept := pair(&intakev1.PairInquiryRequest{From: &intakev1.PairInquiryRequest_Proposal{Proposal: proposal}}, first.GetTherapist(), "")
		requireHold(t, accept())
		requireHold(t, doors["pair from the ranking"]())
		require.Equal(t, proposal, b.only().GetProposal(), "what is held stays held")
		require.Zero(t, b.booked("first-session"))
		b.look(third)
		require.NoError(t, accept())
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, b.state(inquiry))
	})
}

// A reason does not go over the hold either: not with somebody whom a preference rules out.
func TestAnAnswerHoldsAnOverride(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		pair := b.pairing(inquiry)
		need := couple()
		need.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 100}}
		require.NoError(t, b.record(inquiry, need))
		m := b.answer(inquiry)
		for _, why := range []string{"", "The practice waives the fee."} {
			pair.OverrideReason, pair.RequestId = why, newRequest()
			_, err := b.staff.PairInquiry(b.desk(), pair)
			requireHold(t, err)
		}
		b.look(m)
		pair.RequestId = newRequest()
		_, err := b.staff.PairInquiry(b.desk(), pair)
		require.NoError(t, err)
	})
}

// Of a plan, who is to be spoken with first is left and told as such, whenever the answer comes; the others get their offers.
func TestAnAnswerHoldsAPlansOffer(t *testing.T) {
	t.Parallel()
	type moment struct {
		method   string
		answered bool
	}
	for name, at := range map[string]moment{
		"before the plan is read":     {"GetPlan", false},
		"before the ranking":          {"RankTherapists", false},
		"after the ranking":           {"RankTherapists", true},
		"before the proposal":         {"CreateProposal", false},
		"while openings are held":     {"HoldSlots", false},
		"before it is heard they are": {"HoldSlots", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				names := b.waiting(2)
				plan := b.plan()
				held := plan.GetAssignments()[0].GetInquiry()
				var m *matchingv1.Measure
				b.faults.between(at.method, at.answered, func() { m = b.answer(held) })
				commit := func() map[string]string {
					made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
					require.NoError(t, err)
					problems := map[string]string{}
					for _, o := range made.GetOffers() {
						require.Equal(t, o.GetProposal() == "", o.GetProblem() != "")
						problems[o.GetInquiry()] = o.GetProblem()
					}
					return problems
				}
				problems := commit()
				require.NotNil(t, m)
				require.Equal(t, "RISK_HOLD", problems[held])
				for _, name := range names {
					if name != held {
						require.Empty(t, problems[name])
						require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(name))
					}
				}
				require.Equal(t, intakev1.Inquiry_WAITLISTED, b.state(held))
				read, err := b.matches.GetPlan(b.admin(), &matchingv1.GetPlanRequest{Name: plan.GetName()})
				require.NoError(t, err)
				require.Equal(t, matchingv1.Plan_RISK_HOLD, read.GetPlan().GetAssignments()[0].GetObstacle())
				b.look(m)
				require.Empty(t, commit()[held], "its openings were let go")
				require.Equal(t, intakev1.Inquiry_PROPOSED, b.state(held))
			})
		})
	}
}
