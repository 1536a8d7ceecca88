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
	// urgency is what the benefits are made of.
	urgency urgency
}

// span is the time of an opening, in microseconds since 1970.
type span struct{ from, to int64 }

func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

// moment is a start of a therapist, by number.
type moment struct {
	therapist int32
	start     int64
}

// graph is the instance as choices are now. Places keep their numbers from one to the next.
func (w *waitlist) graph(zone *time.Location) *graph {
	if w.places == nil {
		w.places = map[moment]int32{}
	}
	g := &graph{w: w}
	g.First = []int32{0}
	sought := make([]int32, len(w.therapists))
	for i := range w.clients {
		c := &w.clients[i]
		last := int32(-1)
		for _, o := range c.choices {
			if o.therapist != last {
				last = o.therapist
				sought[last]++
			}
			// The same start by video and in the room is one.
			start := moment{o.therapist, o.opening.Start.UnixMicro()}
			place, ok := w.places[start]
			if !ok {
				place = int32(len(w.starts)) //nolint:gosec // far fewer
				w.places[start] = place
				w.holders, w.starts = append(w.holders, o.therapist), append(w.starts, span{start.start, o.opening.End.UnixMicro()})
			}
			g.Place, g.choices = append(g.Place, place), append(g.choices, o)
		}
		g.First = append(g.First, int32(len(g.Place))) //nolint:gosec // as above
	}
	g.Therapist, g.starts = append([]int32{}, w.holders...), w.starts
	for j := range w.therapists {
		t := &w.therapists[j]
		n := min(t.places(), sought[j]+1) // one more than can be taken has no price
		g.Capacity = append(g.Capacity, n)
		first := w.weights.LoadOf(t.ActiveClients+t.Reserved, t.TargetCaseload)
		for r := range n {
			g.Cost = append(g.Cost, first-w.weights.LoadOf(t.ActiveClients+t.Reserved+r, t.TargetCaseload))
		}
	}
	g.value(zone)
	return g
}

// value finds what the arcs are worth. From one graph to the next being served is worth the same, unless there is no room for that any more.
func (g *graph) value(zone *time.Location) {
	w := g.w
	if most := g.MostValue(); w.urgency.least == 0 || slices.Max(w.urgency.level[:])+levelRoom*Unit > most {
		w.rate(zone, most)
	}
	g.urgency = w.urgency
	g.Benefit = make([]int64, len(g.Place))
	for i := range w.clients {
		c := &w.clients[i]
		worth := w.served(c.entry, w.level(c.entry, zone))
		for a := g.First[i]; a < g.First[i+1]; a++ {
			g.Benefit[a] = worth + g.choices[a].score
		}
	}
}

// since is what makes this graph of an older one.
func (g *graph) since(old *graph) assign.Delta {
	d := assign.Delta{Slots: g.Therapist[len(old.Therapist):]}
	for i := range g.w.clients {
		from, to, was, until := g.First[i], g.First[i+1], old.First[i], old.First[i+1]
		if g.urgency != old.urgency || !slices.Equal(g.Place[from:to], old.Place[was:until]) {
			d.Clients = append(d.Clients, assign.ClientChange{Client: int32(i), Arcs: g.Arcs(int32(i))}) //nolint:gosec // far fewer
		}
	}
	unit := int32(0)
	for j, n := range g.Capacity {
		if n != old.Capacity[j] {
			d.Therapists = append(d.Therapists, assign.TherapistChange{Therapist: int32(j), Capacity: n, Cost: g.Cost[unit : unit+n]}) //nolint:gosec // as above
		}
		unit += n
	}
	return d
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
				alike := g.rooms(a) == g.rooms(g.arc(k, other)) && g.rooms(back) == g.rooms(g.arc(i, own))
				if s.Place[i], s.Place[k] = other, own; !alike && len(g.crowded(s)) > 0 {
					s.Place[i], s.Place[k] = own, other
					continue
				}
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
