package domain

import (
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// graph is the instance with what its numbers stand for.
type graph struct {
	assign.Instance
	w *waitlist
	// choices are by arc what it stands for, starts by place when it is.
	choices []choice
	starts  []span
}

// span is the time of an opening, in microseconds since 1970.
type span struct{ from, to int64 }

func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

func (w *waitlist) graph(zone *time.Location) *graph {
	g := &graph{w: w}
	g.First, g.Therapist = []int32{0}, []int32{} // openings, though there is none
	type start struct {
		therapist int32
		at        int64
	}
	places, sought := map[start]int32{}, make([]int32, len(w.therapists))
	for i := range w.clients {
		c := &w.clients[i]
		worth, last := w.served(c.entry, w.level(c.entry, zone)), int32(-1)
		for _, o := range c.choices {
			if o.therapist != last {
				last = o.therapist
				sought[last]++
			}
			// The same start by video and in the room is one.
			at := start{o.therapist, o.opening.Start.UnixMicro()}
			place, ok := places[at]
			if !ok {
				place = int32(len(g.Therapist)) //nolint:gosec // far fewer
				places[at] = place
				g.Therapist = append(g.Therapist, o.therapist)
				g.starts = append(g.starts, span{at.at, o.opening.End.UnixMicro()})
			}
			g.Place, g.Benefit, g.choices = append(g.Place, place), append(g.Benefit, worth+o.score), append(g.choices, o)
		}
		g.First = append(g.First, int32(len(g.Place))) //nolint:gosec // as above
	}
	for j := range w.therapists {
		t := &w.therapists[j]
		n := min(t.places(), sought[j]+1) // one more than can be taken has no price
		g.Capacity = append(g.Capacity, n)
		first := w.weights.LoadOf(t.ActiveClients+t.Reserved, t.TargetCaseload)
		for r := range n {
			g.Cost = append(g.Cost, first-w.weights.LoadOf(t.ActiveClients+t.Reserved+r, t.TargetCaseload))
		}
	}
	return g
}

// arc is the arc of client i to the place; below zero when there is none.
func (g *graph) arc(i int, place int32) int {
	from, to := g.First[i], g.First[i+1]
	at := slices.Index(g.Place[from:to], place)
	if at < 0 {
		return at
	}
	return int(from) + at
}

// exchange has two clients exchange their openings where that is worth more in all, or as much and the more pressing one, or who
// has waited longer, begins earlier. The places taken stay, and so does what is proven of them.
func (g *graph) exchange(s *assign.Solution) {
	holder := make([]int, len(g.Therapist))
	for i, place := range s.Place {
		if place != assign.None {
			holder[place] = i + 1
		}
	}
	for again := true; again; {
		again = false
		for i := range s.Place {
			for a := int(g.First[i]); a < int(g.First[i+1]); a++ {
				own, other := s.Place[i], g.Place[a]
				k := holder[other] - 1
				if own == assign.None || k < 0 || k == i || !g.alike(i, k, own, other) {
					continue
				}
				back := g.arc(k, own)
				if back < 0 {
					continue
				}
				gain := g.Benefit[a] + g.Benefit[back] - g.Benefit[g.arc(i, own)] - g.Benefit[g.arc(k, other)]
				if gain < 0 || gain == 0 && (i > k || g.starts[other].from >= g.starts[own].from) {
					continue
				}
				s.Place[i], s.Place[k] = other, own
				holder[other], holder[own] = i+1, k+1
				s.Primal += gain
				again = true
			}
		}
	}
}

// alike reports whether the clients can have each other's places as far as the limit of those who are badly off goes.
func (g *graph) alike(i, k int, a, b int32) bool {
	return g.Therapist[a] == g.Therapist[b] || g.w.clients[i].entry.Need.Severe() == g.w.clients[k].entry.Need.Severe()
}
