package assign

import (
	"context"
	"math"
	"slices"
)

// Mistaken lists the clients of whom the solver believes that they stay at a higher price than they would at the present prices.
func (s *Solver) Mistaken() (mistaken []int32) {
	c, ok := s.core.(*solving[int32])
	if !ok {
		return nil
	}
	best, limit := slices.Clone(c.best), slices.Clone(c.limit)
	c.judge(0)
	for i := range limit {
		if limit[i] > c.limit[i] && !slices.Contains(c.touched, int32(i)) {
			mistaken = append(mistaken, int32(i))
		}
	}
	c.best, c.limit = best, limit
	return mistaken
}

// Arrange makes fronts unless there are any, as changes do of many arcs.
func (s *Solver) Arrange() {
	switch c := s.core.(type) {
	case *solving[int32]:
		if c.front == nil {
			c.arrange()
		}
	case *solving[int64]:
		if c.front == nil {
			c.arrange()
		}
	}
}

// Lowerings bids and lowers prices twice, at ever finer ε, and once more after each delta, from fronts. It tells of each step whether the clients
// found for a place were the best.
func Lowerings(ctx context.Context, in *Instance, deltas []Delta, tell func(right bool)) error {
	s := newSolving[int64](in, in.largest(), nil)
	for n, eps := 0, s.coarse; n < 2+len(deltas); n, eps = n+1, max(1, eps/step) {
		if n == 2 {
			s.arrange()
		}
		if n >= 2 {
			s.change(&deltas[n-2])
		}
		_, s.forward.queue = s.judge(eps)
		for _, i := range s.forward.queue {
			if s.at[i] != None {
				s.leave(i)
			}
		}
		if _, err := s.forward.run(ctx, eps, math.MaxInt64); err != nil {
			return err
		}
		l := s.reverse
		for l.open(); len(l.queue) > 0; {
			for _, j := range l.next() {
				if l.dear(j) {
					found := slices.Clone(l.find(j).found)
					tell(slices.Equal(l.worths(j, found), l.worths(j, l.all(j))))
					l.lower(j, eps)
				}
			}
		}
	}
	return nil
}

// all is what place j is worth to everyone beyond what they have, most first.
func (l *lowering[V]) all(j int32) (all []finding[V]) {
	for _, c := range l.columns[j] {
		if l.at[c.client] != j && !l.stale(j, c, all) {
			all = append(all, finding[V]{c, c.value - l.profit[c.client]})
			sortLast(all)
		}
	}
	return all
}

// worths are as many as the next step needs, and more than the cheapest spare unit costs.
func (l *lowering[V]) worths(j int32, found []finding[V]) (worths []V) {
	for _, f := range found[:min(len(found), int(l.spare(j))+1)] {
		if f.worth > l.floor[l.unit[j]+l.used[j]] {
			worths = append(worths, f.worth)
		}
	}
	return worths
}
