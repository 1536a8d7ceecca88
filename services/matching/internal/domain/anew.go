package domain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// present is a need as it is now, by which the rules are asked anew about what an earlier decision said.
type present struct {
	inquiry string
	need    *Need
	zone    string
}

// anew asks the rules about a therapist for the openings, each on its own day, and returns those that are not met; none of
// them is of the places a therapist has, which are counted where one is taken. ErrAnswerFlagged, ErrLocationUnknown, ErrTherapistDeleted.
func (m *Matching) anew(ctx context.Context, p present, therapist string, openings ...Opening) ([]Reason, error) {
	now := m.now()
	t, err := m.store.Therapist(ctx, therapist, now)
	switch {
	case err != nil:
		return nil, err
	case t.Deleted():
		return nil, ErrTherapistDeleted.With("therapist", "therapists/"+therapist)
	}
	known, err := m.store.ClientRecord(ctx, p.inquiry, now)
	if err != nil {
		return nil, err
	}
	excluded, unsuited, err := p.again(t, known, now, openings...)
	return slices.DeleteFunc(slices.Concat(excluded, unsuited), Reason.counted), err
}

// again asks the rules about a therapist as they are now: which exclude them, and which the openings do not meet. ErrAnswerFlagged,
// ErrLocationUnknown.
func (p present) again(t Therapist, known ClientRecord, now time.Time, openings ...Opening) (excluded, unsuited []Reason, err error) {
	v, err := p.view(t, known, now)
	if err != nil {
		return nil, nil, err
	}
	for i := range openings {
		unsuited = append(unsuited, v.unsuited(&v.in.Therapists[0], openings[i])...)
	}
	return v.exclude(v.own, 0), unsuited, nil
}

// view is the need with the one therapist as they are now. ErrAnswerFlagged, ErrLocationUnknown.
func (p present) view(t Therapist, known ClientRecord, now time.Time) (*view, error) {
	heard := answered(known.Answers, now)
	if heard.Human { // before any rule; the store asks again where it takes a place
		return nil, ErrAnswerFlagged.With("inquiry", "inquiries/"+p.inquiry)
	}
	if p.need.LocationState == "" { // a ranking may be read without; which licence counts nobody knows
		return nil, ErrLocationUnknown.With("inquiry", "inquiries/"+p.inquiry).With("field", "need.locationState")
	}
	if place, ok := known.Places[t.ID]; ok {
		t.welcome(place)
	}
	in := Input{Inquiry: p.inquiry, Need: *p.need, Zone: p.zone, Now: now, Therapists: []Therapist{t}, Weights: DefaultWeights()}
	in.hear(heard)
	return newView(&in)
}

// badlyOff reports whether the client is, by the need or, where it does not say, by the questionnaires.
func (m *Matching) badlyOff(ctx context.Context, inquiry string, need *Need, now time.Time) (bool, error) {
	known, err := m.store.ClientRecord(ctx, inquiry, now)
	in := Input{Need: *need}
	in.hear(answered(known.Answers, now))
	return in.Need.Severe(), err
}

// counted reports whether the reason is about free places, which are counted in the transaction that takes one.
func (r Reason) counted() bool {
	return slices.Contains([]string{RuleCapacity, RuleNewClients}, r.Code)
}

// unsuited are the rules that the opening does not meet on its day.
func (v *view) unsuited(t *Therapist, o Opening) (out []Reason) {
	n, day := v.own.need, o.Start.In(v.loc).Format(time.DateOnly)
	if o.Mode != "" && len(n.Modes) > 0 && !slices.Contains(n.Modes, o.Mode) {
		out = append(out, Reason{RuleMode, fmt.Sprintf("The session would be held %s, which the client did not ask for.", words(modeWords, o.Mode))})
	}
	if !n.reaches(o) {
		out = append(out, Reason{RuleTravel, "The client cannot get to the site of the session."})
	}
	if reason := n.unlicensed(t, o.Mode, v.date, day); reason != nil {
		out = append(out, *reason)
	}
	if t.away(day) {
		out = append(out, Reason{RuleNotAccepting, fmt.Sprintf("Begins with nobody on %s: planned leave.", dateWords(day))})
	}
	if v.late(n, o) {
		out = append(out, Reason{NoOpening, fmt.Sprintf("The session is later than the %d days within which the client must be seen.", v.in.Weights.LatestDays[tiers[n.Tier]])})
	}
	if !v.suits(n, o) {
		out = append(out, Reason{NoOpening, "The session is not at the times the client needs."})
	}
	return out
}

// refusal is what the reasons come to: nothing without any, or where staff may go over all of them and say why. What nobody
// may go over comes first.
func (d *Decision) refusal(therapist string, reasons []Reason, why string) error {
	for _, r := range reasons {
		if !Overridable(r.Code) {
			return d.excluded(therapist, r)
		}
	}
	if len(reasons) == 0 || strings.TrimSpace(why) != "" {
		return nil
	}
	return d.because(ErrOverrideReason, therapist, reasons[0])
}

func (d *Decision) excluded(therapist string, r Reason) error {
	return d.because(ErrExcluded, therapist, r)
}

// because says why a therapist of the decision is refused, and what to do where they once fitted: need or profile are not what
// they were.
func (d *Decision) because(refusal *errs.Error, therapist string, r Reason) error {
	refusal = refusal.With("therapist", "therapists/"+therapist).With("rule", r.Code).With("text", r.Text)
	if _, fitted := d.ranked(therapist); fitted {
		refusal = refusal.With("advice", rankAgain)
	}
	return refusal
}

// rankAgain is the advice where a decision is of a need or a profile that has changed.
const rankAgain = "RANK_AGAIN"

// locate takes a client to be where the practice is while nobody recorded where they are during sessions, and reports whether it did. The
// license of that state counts, and rankings say to ask. Where the client is elsewhere it says where sessions in person are.
func (m *Matching) locate(need *Need) bool {
	unknown := need.LocationState == ""
	if unknown {
		need.LocationState = m.rules.State
	}
	need.PracticeState = ""
	if need.LocationState != m.rules.State {
		need.PracticeState = m.rules.State
	}
	return unknown && m.rules.State != ""
}

// asked refuses a need for which nobody is matched, or which names who there is not; else it is what the rules are asked with.
func (m *Matching) asked(ctx context.Context, inquiry string, need *Need, zone string) (present, error) {
	if need.Risk == RiskAcute {
		return present{}, ErrRiskHold.With("inquiry", "inquiries/"+inquiry)
	}
	if zone == "" {
		zone = m.rules.Zone
	}
	m.locate(need)
	return present{inquiry, need, zone}, m.checkConflicts(ctx, need, m.now())
}
