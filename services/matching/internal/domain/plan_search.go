package domain

import (
	"cmp"
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// How much is spent on limits that the instance does not know. Policy.
const (
	// searchArcs bounds the arcs of all instances solved, searchLeast and searchMost how many they are.
	searchArcs  = 2_000_000
	searchLeast = 8
	searchMost  = 200
)

// node is the instance with some arcs less, and its best assignment.
type node struct {
	in *assign.Instance
	s  *assign.Solution
}

// search finds the best assignment that keeps three limits which no capacity of the instance says: how many clients who are badly
// off a therapist takes, that openings of different answers may overlap, and that they may want the same room. The best without them is a bound. Where it breaks
// one, there are some ways to keep it, of which every assignment that does goes at least one; each is the instance with some
// arcs less. The most promising is looked at first, so the first that keeps all is the best there is. When that takes too long,
// the limits are kept one by one, and what is left of the promise is the gap.
func (g *graph) search(ctx context.Context, s *assign.Solution) (*assign.Solution, error) {
	root := node{&g.Instance, s}
	open, budget := []node{root}, max(searchLeast, min(searchMost, searchArcs/(len(g.Place)+1)))
	for {
		best := 0
		for k := range open {
			if open[k].s.Primal > open[best].s.Primal {
				best = k
			}
		}
		at := open[best]
		broken := g.broken(at.s)
		if len(broken) == 0 {
			return at.s, nil
		}
		ways := broken[0]
		if budget -= len(ways); budget < 0 {
			return g.keep(ctx, root, at.s.Dual)
		}
		open[best] = open[len(open)-1]
		open = open[:len(open)-1]
		for _, without := range ways {
			in := fewer(at.in, without)
			s, err := assign.Solve(ctx, in, assign.Options{Start: at.s})
			if err != nil {
				return nil, err
			}
			open = append(open, node{in, s})
		}
	}
}

// keep goes the last way of each, which gives up least, until every limit is kept: of overlapping times the earlier one stays, so that
// as many as can be are left.
func (g *graph) keep(ctx context.Context, at node, bound int64) (*assign.Solution, error) {
	for {
		broken := g.broken(at.s)
		if len(broken) == 0 {
			at.s.Dual = bound
			return at.s, nil
		}
		in := fewer(at.in, func(client int, place int32) bool {
			return slices.ContainsFunc(broken, func(ways []without) bool { return ways[len(ways)-1](client, place) })
		})
		s, err := assign.Solve(ctx, in, assign.Options{Start: at.s})
		if err != nil {
			return nil, err
		}
		at = node{in, s}
	}
}

// without says which arcs a way has not.
type without func(client int, place int32) bool

// broken are the limits that the solution breaks, one for each therapist at most and one for each time with too few rooms, with the ways to keep
// each.
func (g *graph) broken(s *assign.Solution) (out [][]without) {
	holders := make([][]int, len(g.w.therapists))
	for i, place := range s.Place {
		if place != assign.None {
			holders[g.Therapist[place]] = append(holders[g.Therapist[place]], i)
		}
	}
	for j, clients := range holders {
		if ways := g.ease(int32(j), clients); ways != nil { //nolint:gosec // at most some hundred thousand
			out = append(out, ways)
			continue
		}
		slices.SortFunc(clients, func(a, b int) int { return cmp.Compare(g.starts[s.Place[a]].from, g.starts[s.Place[b]].from) })
		for k := 1; k < len(clients); k++ {
			if earlier := s.Place[clients[k-1]]; g.starts[earlier].overlaps(g.starts[s.Place[clients[k]]]) {
				out = append(out, g.apart(earlier))
				break
			}
		}
	}
	return append(out, g.crowded(s)...)
}

// apart are the ways in which no two clients are at overlapping times of a therapist, of which one is the place: nobody is
// there, or nobody at a time that overlaps.
func (g *graph) apart(place int32) []without {
	j := g.Therapist[place]
	return []without{
		func(_ int, p int32) bool { return p == place },
		func(_ int, p int32) bool {
			return p != place && g.Therapist[p] == j && g.starts[p].overlaps(g.starts[place])
		},
	}
}

// ease are the ways in which a therapist has no more of the clients who are badly off than agreed: the first stays and the
// second goes elsewhere, the first two stay and the third goes, and so on; the first goes. None when there are not too many.
func (g *graph) ease(j int32, holders []int) []without {
	t := &g.w.therapists[j]
	if t.SevereClientsMax == 0 {
		return nil
	}
	var severe []int
	for _, i := range holders {
		if g.w.clients[i].entry.Need.Severe() {
			severe = append(severe, i)
		}
	}
	most := int(max(0, t.SevereClientsMax-t.SevereClients))
	if len(severe) <= most {
		return nil
	}
	var out []without
	for last := range most + 1 {
		stay, goes := severe[:last], severe[last]
		out = append(out, func(client int, p int32) bool {
			if client == goes {
				return g.Therapist[p] == j
			}
			for _, i := range stay {
				if client == i {
					return g.Therapist[p] != j
				}
			}
			return false
		})
	}
	return out
}

// fewer is the instance without some arcs.
func fewer(in *assign.Instance, gone without) *assign.Instance {
	out := &assign.Instance{First: make([]int32, 1, len(in.First)), Therapist: in.Therapist, Capacity: in.Capacity, Cost: in.Cost}
	for i := range in.Clients() {
		for a := in.First[i]; a < in.First[i+1]; a++ {
			if !gone(i, in.Place[a]) {
				out.Place, out.Benefit = append(out.Place, in.Place[a]), append(out.Benefit, in.Benefit[a])
			}
		}
		out.First = append(out.First, int32(len(out.Place))) //nolint:gosec // fewer than before
	}
	return out
}
