package simulate

import (
	"context"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// everyone are all clients with all their arcs, and all places.
func (w *world) everyone(value func(arc int32) int64) *bids {
	b := newBids(w.supply.capacity)
	for i := range w.demand.clients {
		b.add(w.demand, i, value)
	}
	return b
}

// inHindsight serves everybody as well as could be done by the value if all that comes were known from the start, and
// nobody had to wait: no method can do better by that value.
func inHindsight(ctx context.Context, w *world, value func(arc int32) int64) (*game, error) {
	g := newGame(w)
	copy(g.free, w.supply.capacity)
	arcs, err := w.everyone(value).solve(ctx)
	if err != nil {
		return nil, err
	}
	for i, a := range arcs {
		if a != none {
			g.day = w.demand.clients[i].arrives
			g.take(int32(i), a)
		}
	}
	return g, nil
}

// longest is how many days anyone waits in hindsight, half as much again as counts in a score, timedArcs how many pairs of a client and a place there may be at most for it to be
// found. Both are policy.
const (
	longest   = 12 * week
	timedArcs = 20_000_000
)

// dayByDay is hindsight with a calendar: a place is taken when it is open, by a client who has come, and waiting costs
// the starts it does. Nothing that keeps to the calendar does better. It is nil where it takes too long to find.
func dayByDay(ctx context.Context, w *world) (*game, error) {
	d, supply := w.demand, w.supply
	if arcs := len(d.therapist) * len(supply.openings) / len(supply.capacity); w.cfg.Days == 0 || arcs > timedArcs {
		return nil, nil //nolint:nilnil // documented
	}
	places := make([][]int32, len(w.staff.rows))
	b := newBids(supply.capacity)
	for n, o := range supply.openings {
		places[o.therapist] = append(places[o.therapist], int32(n))
		b.Therapist = append(b.Therapist, o.therapist)
	}
	for i := range d.clients {
		from, to := d.arcs(i)
		for a := from; a < to; a++ {
			for _, n := range places[d.therapist[a]] {
				days := max(0, supply.openings[n].day-d.clients[i].arrives)
				if days > longest {
					break
				}
				worth := kept(int(days)) * (therapy*float64(score.Unit) + float64(d.ours[a]))
				b.Place = append(b.Place, n)
				b.Benefit = append(b.Benefit, int64(worth))
				b.arc = append(b.arc, a)
			}
		}
		b.First = append(b.First, int32(len(b.Place)))
	}
	s, err := assign.Solve(ctx, &b.Instance, assign.Options{Within: forecast.Near})
	if err != nil {
		return nil, err
	}
	g := newGame(w)
	copy(g.free, supply.capacity)
	for i, place := range s.Place {
		if place == assign.None {
			continue
		}
		o := supply.openings[place]
		g.day = max(o.day, d.clients[i].arrives)
		g.take(int32(i), g.arcTo(i, o.therapist))
	}
	return g, nil
}
