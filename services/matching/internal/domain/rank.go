package domain

import (
	"cmp"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Input is everything a ranking is made from. The same input gives the same output, on any machine, for ever.
type Input struct {
	// Inquiry is the opaque id of whom the ranking is for; it only breaks ties.
	Inquiry string `json:"inquiry"`
	// Seed decides, with the inquiry, who of a near-tie comes first.
	Seed string `json:"seed,omitempty"`
	// Need is what the client looks for; Answered what of it, and beside it, questionnaires say.
	Need     Need     `json:"need"`
	Answered Answered `json:"answered,omitzero"`
	// Zone is the IANA zone of the need's times.
	Zone string    `json:"zone"`
	Now  time.Time `json:"now"`
	// Therapists with their caseload at Now.
	Therapists []Therapist `json:"therapists"`
	// Openings holds what scheduling answered: by query key, then by therapist.
	Openings map[string]map[string][]Opening `json:"openings,omitempty"`
	// Weekly holds the weekly hours of the openings, for the weeks ahead, by therapist.
	Weekly  map[string][]Weekly `json:"weekly,omitempty"`
	Weights Weights             `json:"weights"`
	// Vocabulary is the version of the words the need and the profiles are in.
	Vocabulary string `json:"vocabulary,omitempty"`
	// Pool is nil when Therapists are everyone.
	Pool *Pool `json:"pool,omitempty"`
	// Recent is where new clients went lately.
	Recent Recent `json:"recent,omitzero"`
}

// Ranked is one therapist who fits.
type Ranked struct {
	Therapist   string    `json:"therapist"`
	DisplayName string    `json:"displayName"`
	Score       Micro     `json:"score"`
	Terms       []Term    `json:"terms"`
	Openings    []Opening `json:"openings"`
	// Propensity is how likely this therapist was to come first, in millionths; zero where nobody was drawn.
	Propensity Micro `json:"propensity,omitempty"`
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
	// Rules are those that excluded anyone, with how many.
	Rules []RuleCount `json:"rules,omitempty"`
	// Notes are worth saying of the ranking as a whole.
	Notes []Reason `json:"notes,omitempty"`
}

// Rank orders the therapists for a need: those who fit by falling score, everyone else with the rules that exclude
// them. The order of Input.Therapists does not matter.
func Rank(in *Input) (Output, error) {
	v, err := newView(in)
	if err != nil {
		return Output{}, err
	}
	return v.rank(), nil
}

// rank is the ranking of the view's input as it is now. Openings may be added to it before the first time, weekly hours before
// the next: whom they say nothing of stands as before.
func (v *view) rank() Output {
	in := v.in
	a := v.ask(&in.Need)
	spec := Spec(&in.Need, v.date, v.dict)
	kernel := score.NewNeed(&spec, &in.Weights)
	out := Output{Ranked: make([]Ranked, 0, len(in.Therapists))}
	first := v.stood == nil
	if first {
		v.stood = make([]verdict, len(in.Therapists))
	}
	for i := range in.Therapists {
		t := &in.Therapists[i]
		if first || len(in.Weekly[t.ID]) > 0 {
			v.stood[i] = v.stand(a, kernel, i)
		}
		if s := &v.stood[i]; len(s.reasons) > 0 {
			out.Excluded = append(out.Excluded, Excluded{t.ID, t.DisplayName, s.reasons})
		} else {
			out.Ranked = append(out.Ranked, Ranked{Therapist: t.ID, DisplayName: t.DisplayName, Score: s.total, Terms: slices.Clip(s.terms), Openings: s.openings})
		}
	}
	if len(out.Ranked) == 0 {
		out.Ranked = nil
	}
	sortRanked(in, out.Ranked)
	if v.explore(kernel, out.Ranked) {
		sortRanked(in, out.Ranked)
	}
	slices.SortFunc(out.Excluded, func(a, b Excluded) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.Therapist, b.Therapist))
	})
	out.Counterfactuals = v.counterfactuals(out.Ranked)
	out.Rules = v.countRules(out.Excluded)
	out.Notes = append(in.Answered.notes(), v.notes(kernel)...)
	if in.Pool != nil {
		out.Notes = append(out.Notes, in.Pool.note(len(in.Therapists)))
	}
	return out
}

// verdict is how a therapist stands before the ranking explores: excluded, for reasons, or with a score.
type verdict struct {
	reasons  []Reason
	openings []Opening
	terms    []Term
	total    Micro
}

// stand judges and scores the i-th therapist.
func (v *view) stand(a *asked, kernel *score.Need, i int) verdict {
	in, t := v.in, &v.in.Therapists[i]
	openings, reasons := v.judge(a, i, KeyBase)
	if len(reasons) > 0 {
		return verdict{reasons: reasons}
	}
	f := fit{need: &in.Need, t: t, openings: openings, weights: &in.Weights, now: in.Now, date: v.date, loc: v.loc, week: in.Weekly[t.ID], kernel: kernel, row: &v.rows[i]}
	terms, total := f.Score()
	return verdict{openings: openings, terms: terms, total: total}
}

// sortRanked orders by falling score; ties are broken by inquiry, so that no therapist always comes first.
func sortRanked(in *Input, ranked []Ranked) {
	ties := make(map[string]string, len(ranked))
	for i := range ranked {
		ties[ranked[i].Therapist] = id.Derive(ranked[i].Therapist, in.Inquiry)
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(ties[a.Therapist], ties[b.Therapist]))
	})
}

// RuleCount says how many therapists a rule excludes, and how many no other rule does: those whom relaxing it alone
// would bring.
type RuleCount struct {
	Rule     string `json:"rule"`
	Excluded int32  `json:"excluded"`
	Alone    int32  `json:"alone"`
}

// countRules counts by rule, in the order of [Rulebook]: of the pool what the index counted, of its shortlist those who have
// no opening.
func (v *view) countRules(excluded []Excluded) []RuleCount {
	counts := map[string]*RuleCount{}
	if v.in.Pool != nil {
		for _, c := range v.in.Pool.Rules {
			counts[c.Rule] = &c
		}
		excluded = slices.DeleteFunc(slices.Clone(excluded), func(e Excluded) bool {
			return e.Reasons[0].Code != NoOpening && e.Reasons[0].Code != RuleTravel
		})
	}
	for _, e := range excluded {
		rules := map[string]bool{}
		for _, r := range e.Reasons {
			rules[r.Code] = true
		}
		for rule := range rules {
			if counts[rule] == nil {
				counts[rule] = &RuleCount{Rule: rule}
			}
			counts[rule].Excluded++
			if len(rules) == 1 {
				counts[rule].Alone++
			}
		}
	}
	var out []RuleCount
	for _, r := range Rulebook() {
		if c := counts[r.ID]; c != nil {
			out = append(out, *c)
		}
	}
	return out
}
