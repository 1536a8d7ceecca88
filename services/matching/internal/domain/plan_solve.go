package domain

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

// waitlist is everyone who waits, with whom each could go to.
type waitlist struct {
	therapists []Therapist
	clients    []planned
	weights    Weights
	zone       string
	now        time.Time
	// demands are what scheduling is asked, openings what it answered, by question and therapist.
	demands  []*demand
	openings map[string]map[string][]Opening
	// sought is by therapist how many clients look at them.
	sought []int32
	// places numbers the starts, of which holders are the therapists and starts the times.
	places  map[moment]int32
	holders []int32
	starts  []span
	// sparse is nil where everyone who fits is looked at.
	sparse *sparse
	// urgency is what it is worth that clients are served, left what the last plan left.
	urgency urgency
	left    PlanStart
}

// solve finds the assignment of the largest total worth. A therapist's openings are places of one client each, within
// the places of the caseload, whose cost rises as it fills; see [graph.search] for the limits beyond.
func (w *waitlist) solve(ctx context.Context, calendar Calendar) (Plan, error) {
	zone, err := clock.Zone(w.zone)
	if err != nil {
		return Plan{}, ErrUnknownZone.Wrap(err)
	}
	w.order(zone)
	w.urgency = urgency{}
	g := w.graph(zone)
	s, err := assign.SolveAll(ctx, &g.Instance, assign.Options{Start: g.begin()}, func(ctx context.Context, _ *assign.Instance, s *assign.Solution) (assign.Delta, error) {
		next, err := w.more(ctx, calendar, g, s, zone)
		if next == nil {
			return assign.Delta{}, err
		}
		d := next.since(g)
		g = next
		return d, nil
	})
	if err != nil {
		return Plan{}, err
	}
	found, err := g.search(ctx, s)
	if err != nil {
		return Plan{}, err
	}
	if w.sparse != nil {
		found.Dual = s.Dual + w.sparse.slack // what the search proves, it proves of the pairs looked at
	}
	g.exchange(found)
	p := g.read(found)
	p.Start = g.leave(s.Price)
	p.CandidatesOnly = w.sparse != nil && (w.sparse.beyond || w.sparse.unasked)
	return p, nil
}

// order puts the most pressing first, then who has waited longest.
func (w *waitlist) order(zone *time.Location) {
	slices.SortStableFunc(w.clients, func(a, b planned) int {
		return cmp.Or(cmp.Compare(w.level(b.entry, zone), w.level(a.entry, zone)),
			a.entry.Since.Compare(b.entry.Since), cmp.Compare(a.entry.Inquiry, b.entry.Inquiry))
	})
}

// read turns the solution into a plan.
func (g *graph) read(s *assign.Solution) Plan {
	p := Plan{Primal: s.Primal, Dual: s.Dual, Gap: s.Gap(), Prices: map[string]Micro{}}
	for i := range g.w.clients {
		c := &g.w.clients[i]
		if s.Place[i] == assign.None {
			p.Waiting = append(p.Waiting, c.entry.Inquiry)
			continue
		}
		a := g.choices[g.arc(i, s.Place[i])]
		t := &g.w.therapists[a.therapist]
		p.Assignments = append(p.Assignments, Assignment{
			Inquiry: c.entry.Inquiry, Since: c.entry.Since, Therapist: t.ID, DisplayName: t.DisplayName,
			Opening: a.opening, Score: a.score, Revision: c.entry.Revision,
		})
	}
	g.price(&p, s.Price)
	return p
}

// price says what one more place of each therapist would be worth, beyond the load it adds, which the score counts
// already, and beyond what a place of the least wanted is worth: when nobody has one to spare, it is the difference that
// tells whom to keep open.
func (g *graph) price(p *Plan, places []int64) {
	taken := map[string]int{}
	for _, a := range p.Assignments {
		taken[a.Therapist]++
	}
	load := make(map[string]int64, len(g.w.therapists))
	first := 0
	for j := range g.w.therapists {
		t := &g.w.therapists[j]
		if n := int(g.Capacity[j]); n > 0 {
			load[t.ID] = g.Cost[first+min(taken[t.ID], n-1)]
			first += n
		}
	}
	prices, seen := make([]Micro, len(g.w.therapists)), make([]bool, len(g.w.therapists))
	for place, price := range places {
		j := g.Therapist[place]
		price = max(0, price-load[g.w.therapists[j].ID])
		if !seen[j] || price < prices[j] {
			prices[j], seen[j] = price, true
		}
	}
	for j, price := range forecast.OverLowest(prices, func(j int) bool { return seen[j] }) {
		if price > 0 {
			p.Prices[g.w.therapists[j].ID] = g.w.weights.PriceOf(price)
		}
	}
}
