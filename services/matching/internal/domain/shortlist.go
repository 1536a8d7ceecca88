package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Sizes of a shortlist. All are policy.
const (
	// wholeRoster is up to how many therapists all of them are judged and explained, whoever they are.
	wholeRoster = 200
	// firstShortlist is how many of a larger roster are, at first: enough for openings to change the order among them.
	firstShortlist = 32
)

// Pool is what is known of everyone when a ranking judges a shortlist only. It was counted before openings were looked for.
type Pool struct {
	// Therapists is how many there are, Fitting how many no rule excludes.
	Therapists int `json:"therapists"`
	Fitting    int `json:"fitting"`
	// Rules are those that exclude anyone, with how many.
	Rules []RuleCount `json:"rules,omitempty"`
	// Gains say what each relaxation would bring.
	Gains []Counterfactual `json:"gains,omitempty"`
	// Asked is how many of the best who fit were asked for openings, when those who were asked beyond the shortlist are judged only if
	// they have any; zero when nobody was.
	Asked int `json:"asked,omitempty"`
}

// profiles are the therapists of the ids, and those who have a place for this client already.
func (m *Matching) profiles(ctx context.Context, k lookedUp, ids []string) (found, error) {
	fitting := len(ids)
	for therapist := range k.Places {
		if !slices.Contains(ids, therapist) {
			ids = append(ids[:len(ids):len(ids)], therapist)
		}
	}
	therapists, err := m.roster.therapists(ctx, k.seen, ids)
	if len(therapists.each) < fitting {
		m.roster.forget() // the index knows someone the store does not
	}
	therapists.sort()
	return therapists, err
}

// best are all of a small roster, else the size best for the need, and what is known of the others.
func (m *Matching) best(seen sight, inquiry string, need *Need, size int) (ids []string, pool *Pool) {
	x := seen.index
	if x.Len() <= wholeRoster {
		return x.IDs(), nil
	}
	search, _ := m.roster.searches.Get().(*index.Search)
	defer m.roster.searches.Put(search)
	q := question(x, inquiry, need, seen.date)
	pool = poolOf(search, x, q, need, seen.date)
	for _, hit := range search.Top(x, q, size) {
		ids = append(ids, x.ID(hit.At))
	}
	return ids, pool
}

// question is the need as the index is asked for it, on a day (YYYY-MM-DD).
func question(x *index.Index, inquiry string, need *Need, date string) *index.Query {
	weights := DefaultWeights()
	spec := Spec(need, date, x.Dictionary())
	return &index.Query{
		Need: score.NewNeed(&spec, &weights), Conditions: conditionsOf(x, need, date), Seed: index.Seed(inquiry),
	}
}

// clauseRoom is for the rules of a need while they are numbered, which is done for each of its relaxations.
var clauseRoom = sync.Pool{New: func() any { return new(make([]Clause, 0, mostClauses)) }}

// conditionsOf are the rules of the need, those of one rule together.
func conditionsOf(x *index.Index, need *Need, date string) []score.Condition {
	room, _ := clauseRoom.Get().(*[]Clause)
	defer clauseRoom.Put(room)
	clauses := appendClauses((*room)[:0], need, date)
	*room = clauses
	out := make([]score.Condition, len(clauses))
	for i := range clauses {
		out[i] = clauses[i].Compile(x.Dictionary())
	}
	slices.SortStableFunc(out, func(a, b score.Condition) int { return cmp.Compare(orderOf(a.Rule), orderOf(b.Rule)) })
	return out
}

// orderOf is where the rule stands in the [Rulebook].
func orderOf(rule string) int {
	for i := range rulebook {
		if rulebook[i].ID == rule {
			return i
		}
	}
	return len(rulebook)
}

// poolOf counts what the rules exclude, and what each relaxation would bring.
func poolOf(search *index.Search, x *index.Index, q *index.Query, need *Need, date string) *Pool {
	weights := DefaultWeights()
	counts, fitting := search.Funnel(x, q.Conditions, nil)
	pool := &Pool{Therapists: x.Len(), Fitting: fitting}
	for _, c := range counts {
		if c.Excluded > 0 {
			pool.Rules = append(pool.Rules, RuleCount{Rule: c.Rule, Excluded: int32(c.Excluded), Alone: int32(c.Alone)}) //nolint:gosec // counts of people
		}
	}
	singles := variants(need, &weights)
	pool.Gains = gains(search, x, q, singles, date)
	if pool.Fitting < few && len(pool.Gains) == 0 {
		pool.Gains = gains(search, x, q, pairs(singles, need), date)
		sortCounterfactuals(pool.Gains, pool.Fitting)
		pool.Gains = pool.Gains[:min(len(pool.Gains), maxPairs)]
	}
	return pool
}

// gains counts what relaxations would bring, but for openings.
func gains(search *index.Search, x *index.Index, q *index.Query, all []variant, date string) []Counterfactual {
	all = slices.DeleteFunc(slices.Clone(all), func(r variant) bool { return r.openings })
	relaxed := make([][]score.Condition, len(all))
	for i := range all {
		relaxed[i] = conditionsOf(x, &all[i].need, date)
	}
	var out []Counterfactual
	for i, gained := range search.Gains(x, q.Conditions, relaxed, RulePayment) {
		if told := all[i].gaining(gained.Therapists, gained.FeeCents); len(told) > 0 && !furtherStep(out, &told[0]) {
			out = append(out, told...)
		}
	}
	return out
}

// NotListed is the reason of someone whom no rule excludes and who was not on the shortlist.
const NotListed = "NOT_ON_SHORTLIST"

// consider adds to a decision on a shortlist what keeps therapists out who were not on it, as they are now.
func (m *Matching) consider(ctx context.Context, d *Decision, therapists ...string) error {
	if d.Input.Pool == nil {
		return nil
	}
	found, err := m.store.Therapists(ctx, slices.DeleteFunc(therapists, func(t string) bool { return t == "" }), m.now())
	if err != nil {
		return err
	}
	for i := range found {
		t := &found[i]
		if _, err := d.standing("", t.ID); err == nil {
			continue
		}
		in := d.Input
		in.Therapists, in.known = []Therapist{*t}, nil
		v, err := newView(&in)
		if err != nil {
			return err
		}
		reasons := v.exclude(v.ask(&in.Need), 0)
		if len(reasons) == 0 {
			reasons = []Reason{{NotListed, in.Pool.notListed(len(d.Input.Therapists))}}
		}
		d.Output.Excluded = append(d.Output.Excluded, Excluded{t.ID, t.DisplayName, reasons})
	}
	return nil
}

// note says that not everyone was judged.
func (p *Pool) note(listed int) Reason {
	return Reason{"SHORTLIST", fmt.Sprintf("Of %d therapists %d fit; openings were looked for with the best %d.", p.Therapists, p.Fitting, max(listed, p.Asked))}
}

// notListed says why somebody was not judged whom no rule excludes.
func (p *Pool) notListed(listed int) string {
	if p.Asked > 0 {
		return fmt.Sprintf("Fits, but had no opening, or is not among the best %d of the %d who do.", p.Asked, p.Fitting)
	}
	return fmt.Sprintf("Fits, but is not among the best %d of the %d who do.", listed, p.Fitting)
}
