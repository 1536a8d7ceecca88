package domain

import (
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// drawnOfCrowd is how many of very many who could see a client are looked at one by one. Policy: their mean caseload is then known to a
// few percent, less than what is not known of how fast places become free.
const drawnOfCrowd = 64

// crowd is the therapists who could see a client if they had a place.
type crowd struct {
	// conditions are what they meet, share how many of those who do have an opening at the times the client needs.
	conditions []score.Condition
	share      float64
	// n is how many they are, free the places they have now, clients those in their care whose places will become free: they were paired
	// here, where their care is seen to end. brought: others in their care were brought along.
	n, free, clients float64
	brought          bool
}

// liftsPlace are the rules that a place would lift.
var liftsPlace = []string{RuleCapacity, RuleNewClients, RuleSevereClients}

// lift gives the therapist a place, to see who would fit if there were one.
func (t *Therapist) lift() {
	t.TargetCaseload = max(t.TargetCaseload, t.ActiveClients+t.Reserved+1)
	t.NewClientsPerWeek, t.SevereClientsMax = 0, 0
}

// lifted are the rules of the need but for those.
func (q *queue) lifted(n *Need) []score.Condition {
	return slices.DeleteFunc(conditionsOf(q.seen.index, n, q.seen.date), func(c score.Condition) bool { return slices.Contains(liftsPlace, c.Rule) })
}

// count is how many therapists meet all conditions.
func (q *queue) count(conditions ...[]score.Condition) float64 {
	return float64(q.search.Count(q.seen.index, slices.Concat(conditions...)))
}

// crowd finds who could see a client with the need: everyone is looked at where they are few, else some of them stand for all.
func (q *queue) crowd(ctx context.Context, n *Need) (crowd, error) {
	c := crowd{conditions: q.lifted(n)}
	total := q.count(c.conditions)
	sample, err := q.m.roster.therapists(ctx, q.seen, q.drawn(&c, total))
	if err != nil || len(sample.each) == 0 {
		return c, err
	}
	each := total / float64(len(sample.each))
	open, err := q.open(ctx, n, sample.each)
	if err != nil {
		return c, err
	}
	for _, k := range sample.each {
		if n.conflicts(k.ID) || requiredTimes(n) && !open[k.ID] {
			continue
		}
		c.n += each
		c.brought = c.brought || k.BroughtClients > 0
		c.clients += each * float64(max(0, min(k.ActiveClients, k.TargetCaseload)-k.BroughtClients))
		if open[k.ID] && k.Takes(n.Severe()) {
			c.free += each * float64(k.places())
		}
	}
	c.share = c.n / total
	if total > wholeRoster { // places are rare, and may all be with those who were not drawn
		c.free = max(c.free, c.share*q.count(conditionsOf(q.seen.index, n, q.seen.date)))
	}
	return c, nil
}

// drawn are the ids of those who are looked at.
func (q *queue) drawn(c *crowd, total float64) []string {
	x, seed := q.seen.index, index.Seed(q.client.Inquiry)
	rows := q.search.Some(x, c.conditions, drawnOfCrowd, seed)
	if total <= wholeRoster {
		rows = rows[:0]
		for _, hit := range q.search.Top(x, &index.Query{Need: q.kernel, Conditions: c.conditions, Seed: seed}, int(total)) {
			rows = append(rows, hit.At)
		}
	}
	out := make([]string, len(rows))
	for i, at := range rows {
		out[i] = x.ID(at)
	}
	return out
}

// open tells who has an opening that suits: of those with a place, or of all where the client needs certain times, at which nobody will
// have one who has none now.
func (q *queue) open(ctx context.Context, n *Need, sample []*kept) (map[string]bool, error) {
	in := &Input{Inquiry: q.client.Inquiry, Need: *n, Zone: q.zone, Now: q.now, Weights: q.weights}
	for _, k := range sample {
		if requiredTimes(n) || k.places() > 0 {
			t := k.Therapist
			t.lift()
			in.Therapists = append(in.Therapists, t)
		}
	}
	v, err := newView(in)
	if err != nil {
		return nil, err
	}
	question := v.question(KeyBase, &in.Need)
	question.PerTherapist = 1
	if err := q.m.answer(ctx, in, v.asking([]OpeningQuery{question})); err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for i := range in.Therapists {
		openings, _ := v.judge(v.own, i, KeyBase)
		out[in.Therapists[i].ID] = len(openings) > 0
	}
	return out, nil
}
