package domain

import (
	"cmp"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/id"
)

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
	out := Output{Ranked: make([]Ranked, 0, len(in.Therapists))}
	first := v.stood == nil
	if first {
		v.stood = make([]verdict, len(in.Therapists))
	}
	for i := range in.Therapists {
		t := &in.Therapists[i]
		if first || len(in.Weekly[t.ID]) > 0 {
			v.stood[i] = v.stand(i)
		}
		if s := &v.stood[i]; len(s.reasons) > 0 {
			out.Excluded = append(out.Excluded, Excluded{t.ID, t.DisplayName, s.reasons})
		} else {
			out.Ranked = append(out.Ranked, Ranked{Therapist: t.ID, DisplayName: t.DisplayName, Score: s.total, Terms: s.terms, Openings: s.openings})
		}
	}
	if len(out.Ranked) == 0 {
		out.Ranked = nil
	}
	v.sort(out.Ranked)
	if v.explore(v.kernel, out.Ranked) {
		v.sort(out.Ranked)
	}
	slices.SortFunc(out.Excluded, func(a, b Excluded) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.Therapist, b.Therapist))
	})
	out.Counterfactuals = v.counterfactuals(out.Ranked)
	out.Rules = v.countRules(out.Excluded)
	out.Notes = append(in.Answered.notes(), v.notes(v.kernel)...)
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
func (v *view) stand(i int) verdict {
	in, t := v.in, &v.in.Therapists[i]
	openings, reasons := v.judge(v.own, i, KeyBase)
	if len(reasons) > 0 {
		return verdict{reasons: reasons}
	}
	var absences []Absence
	if len(in.Weekly[t.ID]) > 0 {
		absences = v.absent(&in.Need, t, v.far(), nil)
	}
	f := fit{
		need: &in.Need, t: t, openings: openings, weights: &in.Weights, now: in.Now, date: v.date, loc: v.loc, week: in.Weekly[t.ID], absences: absences,
		kernel: v.kernel, row: v.rows[i], phrases: v.phrases, terms: v.roomForTerms(),
	}
	terms, total := f.Score()
	if len(terms) <= cap(v.room) {
		v.room = v.room[len(terms):cap(v.room)]
	}
	return verdict{openings: openings, terms: slices.Clip(terms), total: total}
}

// roomForTerms is where the next therapist's terms go, out of a piece that serves several.
func (v *view) roomForTerms() []Term {
	const most, several = 16, 8 // more than most have, for twice as many as that. Policy: of memory alone.
	if cap(v.room) < most {
		v.room = make([]Term, 0, several*most)
	}
	return v.room[:0]
}

// sort orders by falling score; ties are broken by inquiry, so that no therapist always comes first.
func (v *view) sort(ranked []Ranked) {
	slices.SortFunc(ranked, func(a, b Ranked) int {
		if a.Score != b.Score {
			return cmp.Compare(b.Score, a.Score)
		}
		return cmp.Compare(v.tie(a.Therapist), v.tie(b.Therapist))
	})
}

// tie is drawn by the inquiry.
func (v *view) tie(therapist string) string {
	tie, known := v.ties[therapist]
	if !known {
		tie = id.Derive(therapist, v.in.Inquiry)
		v.ties[therapist] = tie
	}
	return tie
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
