package domain

import (
	"cmp"
	"context"
	"slices"
	"time"

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
}

// planned is one client with those who fit.
type planned struct {
	entry  *Waiting
	ranked []Ranked
}

// How the worth of being served is put together. Policy, but for the ten days.
const (
	// overdueDays are the business days within which New York has plans offer a first appointment (10 NYCRR 98-5.5).
	overdueDays = 10
	// levelRoom is the room a level of urgency has for scores and for the time waited, in units of the score for each
	// client: an augmenting path that serves one more client of a level moves no other client by more, so nobody of a
	// lower level is served at the cost of a higher one.
	levelRoom = 4
	// weeksCounted bounds the time waited that counts within a level.
	weeksCounted = 52
)

// level is how pressing it is: routine, overdue, priority, urgent.
func (w *waitlist) level(e *Waiting, zone *time.Location) int64 {
	if t := tiers[e.Need.Tier]; t > 0 {
		return int64(t) + 1
	}
	if businessDays(e.Since.In(zone), w.now.In(zone)) >= overdueDays {
		return 1
	}
	return 0
}

// businessDays counts the days from Monday to Friday after the day of from, up to and including that of to; at most
// overdueDays are told apart.
func businessDays(from, to time.Time) int {
	n := 0
	for day := from.AddDate(0, 0, 1); n < overdueDays && !day.After(to); day = day.AddDate(0, 0, 1) {
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			n++
		}
	}
	return n
}

// served is what it is worth that the client is served at all: the level decides, then the time waited.
func (w *waitlist) served(e *Waiting, level int64) int64 {
	weeks := min(w.now.Sub(e.Since)/time.Hour, weeksCounted*7*24)
	return (level+1)*levelRoom*Unit*int64(len(w.clients)+1) + w.weights.WaitWeek*int64(weeks)/(7*24)
}

// solve finds the assignment of the largest total worth. A therapist's openings are places of one client each, within
// the places of the caseload, whose cost rises as it fills.
func (w *waitlist) solve(ctx context.Context) (Plan, error) {
	zone, err := time.LoadLocation(w.zone)
	if err != nil {
		return Plan{}, ErrUnknownZone.Wrap(err)
	}
	w.order(zone)
	g := w.graph(zone)
	solver, err := assign.NewSolver(&g.Instance)
	if err != nil {
		return Plan{}, err
	}
	for {
		s, err := solver.Solve(ctx, 0)
		if err != nil {
			return Plan{}, err
		}
		eased := g.ease(solver.Instance(), s)
		if len(eased.Clients) == 0 {
			return g.read(s), nil
		}
		if err := solver.Change(eased); err != nil {
			return Plan{}, err
		}
	}
}

// order puts the most pressing first, then who has waited longest.
func (w *waitlist) order(zone *time.Location) {
	slices.SortStableFunc(w.clients, func(a, b planned) int {
		return cmp.Or(cmp.Compare(w.level(b.entry, zone), w.level(a.entry, zone)),
			a.entry.Since.Compare(b.entry.Since), cmp.Compare(a.entry.Inquiry, b.entry.Inquiry))
	})
}

// graph is the instance with what its numbers stand for.
type graph struct {
	assign.Instance
	w *waitlist
	// arcs are by arc whom and which opening it stands for.
	arcs []arc
}

type arc struct {
	ranked  *Ranked
	opening Opening
}

func (w *waitlist) graph(zone *time.Location) *graph {
	g := &graph{w: w}
	number := make(map[string]int32, len(w.therapists))
	for j := range w.therapists {
		t := &w.therapists[j]
		number[t.ID] = int32(j) //nolint:gosec // at most some hundred thousand
		places := t.places()
		g.Capacity = append(g.Capacity, places)
		first := w.weights.LoadOf(t.ActiveClients+t.Reserved, t.TargetCaseload)
		for r := range places {
			g.Cost = append(g.Cost, first-w.weights.LoadOf(t.ActiveClients+t.Reserved+r, t.TargetCaseload))
		}
	}
	type start struct {
		therapist string
		at        int64
	}
	places := map[start]int32{}
	g.First = append(g.First, 0)
	for i := range w.clients {
		c := &w.clients[i]
		worth := w.served(c.entry, w.level(c.entry, zone))
		for k := range c.ranked {
			r := &c.ranked[k]
			for _, o := range r.Openings {
				// The same start by video and in the room is one.
				at := start{r.Therapist, o.Start.UnixMicro()}
				place, ok := places[at]
				if !ok {
					place = int32(len(g.Therapist)) //nolint:gosec // as above
					places[at] = place
					g.Therapist = append(g.Therapist, number[r.Therapist])
				}
				g.Place = append(g.Place, place)
				g.Benefit = append(g.Benefit, worth+r.Score)
				g.arcs = append(g.arcs, arc{r, o})
			}
		}
		g.First = append(g.First, int32(len(g.Place))) //nolint:gosec // as above
	}
	if g.Therapist == nil {
		g.Therapist = []int32{} // openings, though there is none
	}
	return g
}

// arcOf is the arc of client i to its place.
func (g *graph) arcOf(i int, place int32) int {
	from, to := g.First[i], g.First[i+1]
	return int(from) + slices.Index(g.Place[from:to], place)
}

// ease looks for therapists with more clients who are badly off than agreed, which no capacity of the instance says, and
// takes the least of those from them.
func (g *graph) ease(in *assign.Instance, s *assign.Solution) assign.Delta {
	left := make([]int32, len(g.w.therapists))
	for j := range g.w.therapists {
		t := &g.w.therapists[j]
		if left[j] = t.SevereClientsMax - t.SevereClients; t.SevereClientsMax == 0 {
			left[j] = int32(len(g.w.clients)) //nolint:gosec // as above
		}
	}
	var eased assign.Delta
	for i := range g.w.clients {
		if s.Place[i] == assign.None || !g.w.clients[i].entry.Need.Severe() {
			continue
		}
		j := g.Therapist[s.Place[i]]
		if left[j]--; left[j] >= 0 {
			continue
		}
		client := int32(i) //nolint:gosec // as above
		arcs := slices.DeleteFunc(in.Arcs(client), func(a assign.Arc) bool { return g.Therapist[a.Place] == j })
		eased.Clients = append(eased.Clients, assign.ClientChange{Client: client, Arcs: arcs})
	}
	return eased
}

// read turns the solution into a plan.
func (g *graph) read(s *assign.Solution) Plan {
	p := Plan{Gap: s.Gap(), Prices: map[string]Micro{}}
	for i := range g.w.clients {
		c := &g.w.clients[i]
		if s.Place[i] == assign.None {
			p.Waiting = append(p.Waiting, c.entry.Inquiry)
			continue
		}
		a := g.arcs[g.arcOf(i, s.Place[i])]
		p.Assignments = append(p.Assignments, Assignment{
			Inquiry: c.entry.Inquiry, Since: c.entry.Since, Therapist: a.ranked.Therapist, DisplayName: a.ranked.DisplayName,
			Opening: a.opening, Score: a.ranked.Score, Revision: c.entry.Revision,
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
