package intake

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// walk is one inquiry that is taken through verbs, with what the last ranking and the last proposal of it said.
type walk struct {
	b                 *bundle
	name              string
	decision          string
	therapist, slot   string
	proposal, offered string
}

func (w *walk) match() error {
	r, err := w.b.staff.MatchInquiry(w.b.desk(), &intakev1.MatchInquiryRequest{Name: w.name})
	if err == nil {
		c := r.GetCandidates()[0]
		w.decision, w.therapist, w.slot = r.GetDecision(), c.GetTherapist(), c.GetOpenings()[0].GetSlot()
	}
	return err
}

func (w *walk) propose() error {
	r, err := w.b.staff.ProposeTherapists(w.b.desk(), &intakev1.ProposeTherapistsRequest{
		Name: w.name, Decision: w.decision, RequestId: newRequest(),
		Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{{Therapist: w.therapist, Slots: []string{w.slot}}},
	})
	if err == nil {
		w.proposal, w.offered = r.GetProposal(), w.slot
	}
	return err
}

func (w *walk) pair() error {
	_, err := w.b.staff.PairInquiry(w.b.desk(), &intakev1.PairInquiryRequest{
		Name: w.name, From: &intakev1.PairInquiryRequest_Decision{Decision: w.decision}, Therapist: w.therapist, Slot: w.slot,
		OverrideReason: "in a hurry", RequestId: newRequest(),
	})
	return err
}

// accept pairs from the proposal, as the front desk does when the client has chosen, and then as the client does by link.
func (w *walk) accept() error {
	if w.proposal == "" {
		return w.pair() // nothing was proposed
	}
	_, err := w.b.public.AcceptProposal(w.b.visitor(), &intakev1.AcceptProposalRequest{})
	require.Error(w.b.t, err)
	_, err = w.b.staff.PairInquiry(w.b.desk(), &intakev1.PairInquiryRequest{
		Name: w.name, From: &intakev1.PairInquiryRequest_Proposal{Proposal: w.proposal}, Therapist: w.therapist, Slot: w.offered,
		OverrideReason: "in a hurry", RequestId: newRequest(),
	})
	return err
}

func (w *walk) state() intakev1.Inquiry_State { return w.b.state(w.name) }

// orders are all orders of the steps.
func orders(steps []string) [][]string {
	if len(steps) == 0 {
		return [][]string{nil}
	}
	var out [][]string
	for i, s := range steps {
		rest := append(append([]string{}, steps[:i]...), steps[i+1:]...)
		for _, o := range orders(rest) {
			out = append(out, append([]string{s}, o...))
		}
	}
	return out
}

// newWalk begins with an inquiry that was reached and ranked: an old decision there is in any case.
func newWalk(b *bundle) *walk {
	b.t.Helper()
	form := b.form(0)
	form.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING}}}
	_, err := b.public.SubmitInquiry(b.visitor(), form)
	require.NoError(b.t, err)
	list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: "state = NEW"})
	require.NoError(b.t, err)
	w := &walk{b: b, name: list.GetInquiries()[0].GetName()}
	require.NoError(b.t, b.record(w.name, couple()))
	require.NoError(b.t, w.match())
	return w
}

func (w *walk) end() {
	w.b.t.Helper()
	_, err := w.b.staff.CloseInquiry(w.b.desk(), &intakev1.CloseInquiryRequest{
		Name: w.name, Reason: intakev1.Inquiry_DECLINED, RequestId: newRequest(),
	})
	require.NoError(w.b.t, err)
}

// Once an acute risk is recorded, nothing leads on to a therapist, in whatever order the verbs come; a session that was
// booked before stays.
func TestNoOrderOfCallsGoesAroundARisk(t *testing.T) {
	t.Parallel()
	b := setup(t, sqldb.SQLite) // the rule reads nothing that an engine might store otherwise
	for _, order := range orders([]string{"acute", "match", "propose", "pair", "accept"}) {
		said := strings.Join(order, ", ")
		w := newWalk(b)
		steps := map[string]func() error{"match": w.match, "propose": w.propose, "pair": w.pair, "accept": w.accept}
		acute := false
		for _, step := range order {
			before := w.state()
			if step == "acute" {
				need := couple()
				need.Risk = typev1.Risk_ACUTE
				err := b.record(w.name, need)
				acute = err == nil
				require.Equal(t, before == intakev1.Inquiry_FIRST_SESSION_BOOKED, !acute, said)
				continue
			}
			err := steps[step]()
			if !acute {
				continue
			}
			require.Equal(t, errs.Reason("RISK_HOLD"), errs.ReasonOf(err), "%s of %s", step, said)
			require.Equal(t, before, w.state(), said)
		}
		w.end()
	}
	require.Zero(t, b.booked("first-session"))
}

// From an answer that asks for a licensed person until one has looked, nothing leads on to a therapist either; a ranking may be read.
func TestNoOrderOfCallsGoesAroundAnAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for _, order := range orders([]string{"answer", "look", "propose", "pair", "accept"}) {
			said := strings.Join(order, ", ")
			w := newWalk(b)
			steps := map[string]func() error{"propose": w.propose, "pair": w.pair, "accept": w.accept}
			var unseen *matchingv1.Measure
			for _, step := range order {
				before := w.state()
				switch {
				case step == "answer":
					unseen = b.answer(w.name)
				case step == "look" && unseen != nil:
					b.look(unseen)
					unseen = nil
				case step == "look": // at nothing
				case unseen == nil:
					require.NotEqual(t, errs.Reason("RISK_HOLD"), errs.ReasonOf(steps[step]()), "%s of %s", step, said)
				default:
					reason := errs.Reason("RISK_HOLD")
					if before == intakev1.Inquiry_FIRST_SESSION_BOOKED {
						reason = "WRONG_INQUIRY_STATE"
					}
					require.Equal(t, reason, errs.ReasonOf(steps[step]()), "%s of %s", step, said)
					require.Equal(t, before, w.state(), said)
				}
			}
			if order[0] == "answer" && order[4] == "look" {
				require.Equal(t, intakev1.Inquiry_CONSULTED, w.state(), said)
			}
			w.end()
		}
	})
}
