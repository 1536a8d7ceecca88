package domain

import (
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// overridingOpenings is how many openings are looked for with a therapist whom a client may have in spite of a rule. Policy.
const overridingOpenings = 6

// Overriding is what a pairing against rules of a decision can be made of.
type Overriding struct {
	DisplayName string
	// Reasons are the rules, all of which staff may go over when they say why.
	Reasons []Reason
	// Openings are real ones; what the rules in question ask is not asked of them, and everything else is.
	Openings []Opening
}

// Override finds openings with a therapist whom a decision rules out by nothing but rules that may be overridden, or who was not on its
// shortlist. Pairing asks all rules again.
func (m *Matching) Override(ctx context.Context, decision, therapist string) (Overriding, error) {
	d, err := m.store.Decision(ctx, decision)
	if err != nil {
		return Overriding{}, err
	}
	if err := m.consider(ctx, &d, therapist); err != nil {
		return Overriding{}, err
	}
	e, ok := d.exclusion(therapist)
	if !ok {
		return Overriding{}, errs.Invalid(errs.Field("therapist", "is not ruled out in the decision"))
	}
	for _, r := range e.Reasons {
		if !Overridable(r.Code) && r.Code != NotListed {
			return Overriding{}, d.excluded(therapist, r)
		}
	}
	t, err := m.store.Therapist(ctx, therapist, m.now())
	switch {
	case err != nil:
		return Overriding{}, err
	case t.Deleted():
		return Overriding{}, ErrTherapistDeleted.With("therapist", "therapists/"+therapist)
	}
	in := Input{Inquiry: d.Inquiry, Need: d.Input.Need, Zone: d.Input.Zone, Now: m.now(), Therapists: []Therapist{t}, Weights: DefaultWeights()}
	v, err := newView(&in)
	if err != nil {
		return Overriding{}, err
	}
	out := Overriding{DisplayName: e.DisplayName, Reasons: e.Reasons}
	need := in.Need
	if slices.ContainsFunc(e.Reasons, func(r Reason) bool { return r.Code == RuleMode }) {
		need.Modes = nil
	}
	for _, q := range v.overriding(e.Reasons).byWay(v.confinement(&need, in.Therapists)) {
		found, err := m.calendar.FindOpenings(ctx, q)
		if err != nil {
			return Overriding{}, err
		}
		for _, o := range found[therapist] {
			if !slices.ContainsFunc(v.unsuited(&t, o), func(r Reason) bool { return !Overridable(r.Code) }) {
				out.Openings = append(out.Openings, o)
			}
		}
	}
	slices.SortFunc(out.Openings, func(a, b Opening) int { return a.Start.Compare(b.Start) })
	return out, nil
}

// overriding is the question for openings with the only therapist of the view, without what the rules in question ask.
func (v *view) overriding(rules []Reason) OpeningQuery {
	need := v.in.Need
	broken := func(rule string) bool {
		return slices.ContainsFunc(rules, func(r Reason) bool { return r.Code == rule })
	}
	if broken(RuleMode) {
		need.Modes = nil
	}
	if broken(RuleTravel) {
		need.Sites = nil
	}
	q := v.base(&need)
	if broken(NoOpening) {
		q.OnlyPreferred, q.Within = false, 0
	}
	q.PerTherapist = overridingOpenings
	q.Therapists = []string{v.in.Therapists[0].ID}
	q.Absences = v.absent(&need, &v.in.Therapists[0], v.far(), nil)
	return q
}
