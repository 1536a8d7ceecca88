package assign

import (
	"context"
	"math"
	"slices"
)

// Policy, found by measuring.
const (
	// firstShare is the part of the largest value that the first ε is.
	firstShare = 8
	// step is by how much ε shrinks from phase to phase, and farthest by how much at most.
	step, farthest = 12, 15
	// gapShare is which part of ε, for each client and place, the gap is about when a phase is over.
	gapShare = 0.125
	// warmTimes is how many times the gap allowed, for each client and place, ε is from prices that there are.
	warmTimes = 4
)

// Options are what may be asked of [Solve].
type Options struct {
	// Within is the gap that is near enough, in millionths of what the best assignment may be worth over everyone waiting;
	// 0 asks for the best, which is what there always is where places are slots.
	Within int64
	// Start is an assignment and its prices to begin from, where there is no [Solver] from before; nil begins from nothing. It need not
	// fit: a place that a client cannot have any more is ignored.
	Start *Solution
}

// Solution is an assignment and its proof.
type Solution struct {
	// Place is where each client goes, or [None].
	Place []int32
	// Price is what each place is worth to those who do not have it; 0 where there is one to spare at no cost.
	Price []int64
	Certificate
	Stats Stats
}

// Stats tell how the solution came about.
type Stats struct {
	// Phases of the auction, the bids and steps of reverse auction in them, cycles turned in the exact finish, and arcs that
	// [SolveAll] added.
	Phases, Bids, Lowered, Turned, Columns int64
}

func (s *Stats) add(o Stats) {
	s.Phases += o.Phases
	s.Bids += o.Bids
	s.Lowered += o.Lowered
	s.Turned += o.Turned
}

// Solve finds the best assignment, or one near enough. It fails only if the instance is wrong or the context ends. To solve again after a
// small change, keep a [Solver].
func Solve(ctx context.Context, in *Instance, opt Options) (*Solution, error) {
	solver, err := NewSolver(in)
	if err != nil {
		return nil, err
	}
	solver.last = opt.Start
	s, err := solver.Solve(ctx, opt.Within)
	if err != nil {
		return nil, err
	}
	s.Certificate, err = Verify(in, s.Place, s.Price)
	return s, err
}

// largest is the largest value the solver meets.
func (in *Instance) largest() int64 {
	largest := int64(1)
	for _, c := range in.Cost {
		largest = max(largest, c)
	}
	return most(in.Clients(), largest, func(from, to int) int64 {
		largest := int64(0)
		for i := from; i < to; i++ {
			wait := in.wait(i)
			for _, b := range in.Benefit[in.First[i]:in.First[i+1]] {
				largest = max(largest, b-wait)
			}
		}
		return largest
	})
}

// solving is a network with what solves it.
type solving[V value] struct {
	*network[V]
	forward *bidding[V]
	reverse *lowering[V]
	// started tells whether the places and prices are those of a solution, and bound is what its prices prove.
	started bool
	bound   int64
	// changed is how many arcs deltas have brought.
	changed int
	list    []arc[V]
	// touched are clients to be looked at anew, because their arcs or places have changed.
	touched []int32
}

// newSolving begins from a solution if there is one.
func newSolving[V value](in *Instance, largest int64, start *Solution) *solving[V] {
	nw := newNetwork[V](in, largest)
	s := &solving[V]{network: nw, forward: &bidding[V]{network: nw}, reverse: &lowering[V]{network: nw}}
	if start != nil {
		nw.resume(start, largest)
		c, _ := s.judge(0)
		s.started, s.bound = true, c.Dual
	}
	return s
}

// solve runs the phases, from a coarse ε to a fine one. From prices that there are it tries an ε fine enough at once, and has patience for
// about a step for each client; if prices are too far off for that, ε grows until they settle, and shrinks again from there.
func (s *solving[V]) solve(ctx context.Context, within int64) (*Solution, error) {
	out := &Solution{Stats: Stats{Bids: -s.forward.bids, Lowered: -s.reverse.steps}}
	eps, patience := s.coarse, int64(math.MaxInt64)
	if s.started {
		patience = max(1, int64(len(s.at)+len(s.price)))
		eps = min(s.coarse, s.whole(V(share(s.bound, within)/patience*warmTimes)))
	}
	var c Certificate
	if s.started {
		c.Dual, s.forward.queue = s.bound, s.unsettled(eps)
	} else {
		c, s.forward.queue = s.judge(eps)
	}
	for {
		out.Stats.Phases++
		for _, i := range s.forward.queue {
			if s.at[i] != None {
				s.leave(i)
			}
		}
		var err error
		if eps, err = s.forward.run(ctx, eps, patience); err != nil {
			return nil, err
		}
		if eps, err = s.reverse.run(ctx, eps, patience); err != nil {
			return nil, err
		}
		patience = math.MaxInt64
		last := eps == 1
		if eps = s.finer(eps, share(c.Dual, within)); last {
			eps = 0
			s.round()
		}
		if c, s.forward.queue = s.judge(eps); c.Gap() <= share(c.Dual, within) {
			break
		}
		if last {
			if out.Stats.Turned, err = s.finish(ctx); err != nil {
				return nil, err
			}
			c = s.count()
			break
		}
	}
	s.started, s.bound = true, c.Dual
	s.report(out, c)
	return out, nil
}

// unsettled looks at those whom changes concern and lists who is not within ε of the best. What others know from the last look still
// holds: prices have not fallen since, but those of places that only the former can come to.
func (s *solving[V]) unsettled(eps V) []int32 {
	for _, i := range s.touched {
		s.look(i)
	}
	s.touched = s.touched[:0]
	return s.restless(eps)
}

// finish makes the best assignment of a nearly best one, and looks at whom that concerns.
func (s *solving[V]) finish(ctx context.Context) (turns int64, err error) {
	before := slices.Clone(s.price)
	finish := newRefining(s.network, s.forward.queue)
	if err := finish.run(ctx); err != nil {
		return 0, err
	}
	if finish.turns > 0 {
		s.judge(0)
	} else {
		s.lookAgain(before)
	}
	return finish.turns, nil
}

// finer is the next ε: such that the last one is just fine enough for the gap allowed, where that is one step away or two.
func (s *solving[V]) finer(eps V, gap int64) V {
	by := float64(eps) * gapShare * float64(len(s.at)+len(s.price)) / float64(gap)
	switch {
	case by < 2, by > farthest*farthest:
		by = step
	case by > farthest:
		by = math.Sqrt(by)
	}
	return s.whole(V(float64(eps) / by))
}

// report writes down what was found, in units.
func (s *solving[V]) report(out *Solution, c Certificate) {
	out.Stats.Bids += s.forward.bids
	out.Stats.Lowered += s.reverse.steps
	out.Place, out.Price = slices.Clone(s.at), make([]int64, len(s.price))
	for j, p := range s.price {
		out.Price[j] = int64(p / s.one)
	}
	waits := int64(0)
	for _, w := range s.waits {
		waits += w
	}
	out.Certificate = Certificate{Primal: c.Primal/int64(s.one) + waits, Dual: c.Dual/int64(s.one) + waits}
}

// share is so many millionths of n.
func share(n, millionths int64) int64 {
	return int64(float64(n) / 1e6 * float64(millionths))
}

// resume takes prices and places from another solution where they are still possible.
func (nw *network[V]) resume(start *Solution, largest int64) {
	for j := range min(len(nw.price), len(start.Price)) {
		nw.price[j] = max(nw.price[j], V(min(start.Price[j], largest))*nw.one)
	}
	for i := range int32(min(len(nw.at), len(start.Place))) {
		nw.seat(i, start.Place[i])
	}
}

// closed prices a place whose therapist takes nobody so that everybody stays away.
func (in *Instance) closed(prices []int64) []int64 {
	if !slices.Contains(in.Capacity, 0) {
		return prices
	}
	for i := range in.Clients() {
		for a := in.First[i]; a < in.First[i+1]; a++ {
			j := in.Place[a]
			therapist := j
			if in.Therapist != nil {
				therapist = in.Therapist[j]
			}
			if in.Capacity[therapist] == 0 {
				prices[j] = max(prices[j], in.Benefit[a]-in.wait(i))
			}
		}
	}
	return prices
}
