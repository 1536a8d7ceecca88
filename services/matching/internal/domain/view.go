package domain

import (
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// view is an input seen from the client's calendar, with every therapist as the kernel knows them.
type view struct {
	in   *Input
	loc  *time.Location
	date string
	dict *score.Dictionary
	rows []*score.Row
	// own is the need itself, with its rules, and kernel what it is scored by.
	own    *asked
	kernel *score.Need
	// stood is how everyone stood when ranked last, nil before; ties break ties among those who fit.
	stood []verdict
	ties  map[string]string
	// phrases and room are what one therapist has in common with the next: words, and room for terms.
	phrases *phrases
	room    []Term
}

func newView(in *Input) (*view, error) {
	loc, err := clock.Zone(in.Zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	v := &view{in: in, loc: loc, date: in.Now.In(loc).Format(time.DateOnly), phrases: newPhrases(&in.Need), ties: map[string]string{}}
	if v.rows, v.dict = in.knownRows(v.date); v.rows == nil {
		v.number()
	}
	v.own = v.ask(&in.Need)
	spec := Spec(&in.Need, v.date, v.dict)
	v.kernel = score.NewNeed(&spec, &in.Weights)
	return v, nil
}

// number makes the therapists' rows, with numbers of their own for the facts.
func (v *view) number() {
	v.dict, v.rows = score.NewDictionary(), make([]*score.Row, len(v.in.Therapists))
	rows := make([]score.Row, len(v.rows))
	for i := range rows {
		rows[i] = Row(&v.in.Therapists[i], v.date, &v.in.Weights, v.dict)
		v.rows[i] = &rows[i]
	}
}

// asked is a need with its rules compiled.
type asked struct {
	need       *Need
	clauses    []Clause
	conditions []score.Condition
}

func (v *view) ask(n *Need) *asked {
	a := &asked{need: n, clauses: Clauses(n, v.date)}
	for i := range a.clauses {
		a.conditions = append(a.conditions, a.clauses[i].Compile(v.dict))
	}
	return a
}

// fits reports whether every rule but that of openings lets the i-th therapist through.
func (v *view) fits(a *asked, i int) bool {
	for c := range a.conditions {
		if !a.conditions[c].Met(v.rows[i]) {
			return false
		}
	}
	return !a.need.conflicts(v.in.Therapists[i].ID)
}

// met reports whether the i-th therapist meets one clause.
func (v *view) met(c score.Clause, i int) bool {
	condition := c.Compile(v.dict)
	return condition.Met(v.rows[i])
}

// anyone reports whether the rules let anybody through, but for that of openings.
func (v *view) anyone(a *asked) bool {
	for i := range v.in.Therapists {
		if v.fits(a, i) {
			return true
		}
	}
	return false
}

// exclude returns every rule but that of openings that keeps the i-th therapist from seeing this client.
func (v *view) exclude(a *asked, i int) []Reason {
	var out []Reason
	t := &v.in.Therapists[i]
	for c := range a.conditions {
		if !a.conditions[c].Met(v.rows[i]) {
			out = append(out, Reason{a.clauses[c].Rule, a.clauses[c].Say(t)})
		}
	}
	if a.need.conflicts(t.ID) {
		out = append(out, Reason{RuleConflict, "Client and therapist are not to meet in therapy."})
	}
	return out
}

// conflicts reports whether the therapist must not see the client.
func (n *Need) conflicts(therapist string) bool {
	return slices.ContainsFunc(n.Conflicts, func(c Conflict) bool { return c.Therapist == therapist })
}
