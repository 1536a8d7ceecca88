package domain

import (
	"cmp"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Input is everything a ranking is made from. The same input gives the same output, on any machine, for ever.
type Input struct {
	// Inquiry is the opaque id of whom the ranking is for; it only breaks ties.
	Inquiry string `json:"inquiry"`
	Need    Need   `json:"need"`
	// Zone is the IANA zone of the need's times.
	Zone string    `json:"zone"`
	Now  time.Time `json:"now"`
	// Therapists with their caseload at Now.
	Therapists []Therapist `json:"therapists"`
	// Openings holds what scheduling answered: by query key, then by therapist.
	Openings map[string]map[string][]Opening `json:"openings,omitempty"`
	Weights  Weights                         `json:"weights"`
}

// Ranked is one therapist who fits.
type Ranked struct {
	Therapist   string    `json:"therapist"`
	DisplayName string    `json:"displayName"`
	Score       Micro     `json:"score"`
	Terms       []Term    `json:"terms"`
	Openings    []Opening `json:"openings"`
}

// Excluded is one therapist whom at least one rule excludes.
type Excluded struct {
	Therapist   string   `json:"therapist"`
	DisplayName string   `json:"displayName"`
	Reasons     []Reason `json:"reasons"`
}

// Output is a ranking.
type Output struct {
	Ranked          []Ranked         `json:"ranked,omitempty"`
	Excluded        []Excluded       `json:"excluded,omitempty"`
	Counterfactuals []Counterfactual `json:"counterfactuals,omitempty"`
}

// Rank orders the therapists for a need: those who fit by falling score, everyone else with the rules that exclude
// them. The order of Input.Therapists does not matter.
func Rank(in *Input) (Output, error) {
	c, err := newClientView(in)
	if err != nil {
		return Output{}, err
	}
	var out Output
	for i := range in.Therapists {
		t := &in.Therapists[i]
		openings, reasons := c.judge(&in.Need, t, KeyBase)
		if len(reasons) > 0 {
			out.Excluded = append(out.Excluded, Excluded{t.ID, t.DisplayName, reasons})
			continue
		}
		f := fit{need: &in.Need, t: t, openings: openings, weights: &in.Weights, now: in.Now, date: c.date, loc: c.loc}
		terms, score := f.Score()
		out.Ranked = append(out.Ranked, Ranked{t.ID, t.DisplayName, score, terms, openings})
	}
	ties := make(map[string]string, len(out.Ranked))
	for i := range out.Ranked {
		ties[out.Ranked[i].Therapist] = id.Derive(out.Ranked[i].Therapist, in.Inquiry)
	}
	slices.SortFunc(out.Ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(ties[a.Therapist], ties[b.Therapist]))
	})
	slices.SortFunc(out.Excluded, func(a, b Excluded) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.Therapist, b.Therapist))
	})
	out.Counterfactuals = c.counterfactuals(out.Ranked)
	return out, nil
}

// clientView is an input seen from the client's calendar.
type clientView struct {
	in   *Input
	loc  *time.Location
	date string
}

func newClientView(in *Input) (*clientView, error) {
	loc, err := time.LoadLocation(in.Zone)
	if err != nil {
		return nil, ErrUnknownZone.Wrap(err)
	}
	return &clientView{in: in, loc: loc, date: in.Now.In(loc).Format(time.DateOnly)}, nil
}

// judge returns the openings the therapist has for the need, or the rules that leave none.
func (c *clientView) judge(need *Need, t *Therapist, key string) ([]Opening, []Reason) {
	if reasons := Exclude(need, t, c.date); len(reasons) > 0 {
		return nil, reasons
	}
	found := c.in.Openings[key][t.ID]
	var out []Opening
	var lapsed bool
	for _, o := range found {
		switch {
		case o.Mode != "" && len(need.Modes) > 0 && !slices.Contains(need.Modes, o.Mode):
		case !licensed(t, need.LocationState, o.Start.In(c.loc).Format(time.DateOnly)):
			lapsed = true
		case !c.suits(need, o):
		default:
			out = append(out, o)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case lapsed:
		return nil, []Reason{{RuleLicense, "The licence ends before the first opening."}}
	case requiredTimes(need):
		return nil, []Reason{{NoOpening, "Has no opening at the times the client needs."}}
	default:
		return nil, []Reason{{NoOpening, "Has no opening in the weeks ahead."}}
	}
}

// suits reports whether the opening lies in a required window, where there is one.
func (c *clientView) suits(need *Need, o Opening) bool {
	if !requiredTimes(need) {
		return true
	}
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool {
		return w.Strength == Required && w.Window.contains(o, c.loc)
	})
}

func requiredTimes(need *Need) bool {
	return slices.ContainsFunc(need.Times, func(w TimeWish) bool { return w.Strength == Required })
}
