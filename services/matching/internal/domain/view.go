package domain

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// view is an input seen from the client's calendar, with every therapist as the kernel knows them.
type view struct {
	in   *Input
	loc  *time.Location
	date string
	dict *score.Dictionary
	rows []score.Row
	// stood is how everyone stood when ranked last, nil before.
	stood []verdict
}

func newView(in *Input) (*view, error) {
	loc, err := time.LoadLocation(in.Zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	v := &view{
		in: in, loc: loc, date: in.Now.In(loc).Format(time.DateOnly), dict: score.NewDictionary(), rows: make([]score.Row, 0, len(in.Therapists)),
	}
	for i := range in.Therapists {
		v.rows = append(v.rows, Row(&in.Therapists[i], v.date, &in.Weights, v.dict))
	}
	return v, nil
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
		if !a.conditions[c].Met(&v.rows[i]) {
			return false
		}
	}
	return !a.need.conflicts(v.in.Therapists[i].ID)
}

// exclude returns every rule but that of openings that keeps the i-th therapist from seeing this client.
func (v *view) exclude(a *asked, i int) []Reason {
	var out []Reason
	t := &v.in.Therapists[i]
	for c := range a.conditions {
		if !a.conditions[c].Met(&v.rows[i]) {
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

// judge returns the openings the i-th therapist has for the need, or the rules that leave none.
func (v *view) judge(a *asked, i int, key string) ([]Opening, []Reason) {
	if !v.fits(a, i) {
		return nil, v.exclude(a, i)
	}
	t := &v.in.Therapists[i]
	openings := v.in.Openings[key][t.ID]
	out := make([]Opening, 0, len(openings))
	var lapsed, away, late bool
	for _, o := range openings {
		day := o.Start.In(v.loc).Format(time.DateOnly)
		switch {
		case o.Mode != "" && len(a.need.Modes) > 0 && !slices.Contains(a.need.Modes, o.Mode):
		case !a.need.reaches(o):
		case !licensed(t, a.need.LocationState, day):
			lapsed = true
		case t.away(day):
			away = true
		case v.late(a.need, o):
			late = true
		case !v.suits(a.need, o):
		default:
			out = append(out, o)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case lapsed:
		return nil, []Reason{{RuleLicense, a.need.sayLapse(t, v.date)}}
	case len(openings) == 0 && v.lapses(a.need, t) != "":
		return nil, []Reason{{RuleLicense, fmt.Sprintf("The licence ends on %s, without an opening before.", dateWords(v.lapses(a.need, t)))}}
	case away || len(openings) == 0 && v.leaves(t):
		return nil, []Reason{{NoOpening, "Has no opening outside of planned leave."}}
	case late || v.within(a.need) > 0 && len(openings) == 0:
		return nil, []Reason{{NoOpening, fmt.Sprintf("Has no opening within %d days, as soon as the client must be seen.", v.in.Weights.LatestDays[tiers[a.need.Tier]])}}
	case v.elsewhere(a, i):
		return nil, []Reason{{RuleTravel, "Has openings only at sites the client cannot get to."}}
	case requiredTimes(a.need):
		return nil, []Reason{{NoOpening, "Has no opening at the times the client needs."}}
	default:
		return nil, []Reason{{NoOpening, "Has no opening in the weeks ahead."}}
	}
}

// licensed reports whether the therapist may see someone who is in state on a day. Without a state any licence that
// holds will do, and the candidate carries a note to ask.
func licensed(t *Therapist, state, date string) bool {
	return slices.ContainsFunc(t.Licenses, func(l License) bool {
		return (state == "" || l.State == state) && l.usable(date)
	})
}

// late reports whether the opening is later than a client of this tier must be seen.
func (v *view) late(n *Need, o Opening) bool {
	days := v.in.Weights.LatestDays[tiers[n.Tier]]
	return days > 0 && o.Start.After(v.in.Now.AddDate(0, 0, int(days)))
}

// away reports whether the therapist is on leave on a day.
func (t *Therapist) away(date string) bool {
	return slices.ContainsFunc(t.Leave, func(l Leave) bool { return l.StartDate <= date && date <= l.EndDate })
}

// suits reports whether the opening lies in a required window, where there is one.
func (v *view) suits(need *Need, o Opening) bool {
	if !requiredTimes(need) {
		return true
	}
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool {
		return w.Strength == Required && w.Window.contains(o, v.loc)
	})
}

func requiredTimes(need *Need) bool {
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool { return w.Strength == Required })
}
