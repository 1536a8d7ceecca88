package assign

import "context"

// Arc is where a client could go and what that is worth.
type Arc struct {
	Place   int32
	Benefit int64
}

// askBlock is how many clients a core asks for at a time: policy.
const askBlock = 256

// Better appends to found places where a client has more beyond the price than the profit it has, benefit − price > profit, and at least
// one if there are any; the best ones serve best. It is asked for different clients at once.
type Better func(client int32, price []int64, profit int64, found []Arc) []Arc

// More says what is to be added to an instance, as seen at the prices of its best assignment; a delta without clients is the end.
type More func(ctx context.Context, in *Instance, s *Solution) (Delta, error)

// SolveAll finds the best assignment over all pairs there are, of which the instance has only some: it solves, asks for more and solves
// again from there until there is nothing to add. Where more adds every pair that is worth more than its price, the prices then prove the
// assignment against all pairs. The instance stays as it is; a client's place may be one it has no arc to.
func SolveAll(ctx context.Context, in *Instance, opt Options, more More) (*Solution, error) {
	solver, err := NewSolver(in)
	if err != nil {
		return nil, err
	}
	solver.last = opt.Start
	stats := Stats{}
	for {
		s, err := solver.Solve(ctx, opt.Within)
		if err != nil {
			return nil, err
		}
		stats.add(s.Stats)
		now := solver.Instance()
		added, err := more(ctx, now, s)
		if err != nil {
			return nil, err
		}
		if len(added.Clients) == 0 {
			s.Stats = stats
			return s, nil
		}
		for _, c := range added.Clients {
			stats.Columns += int64(len(c.Arcs)) - int64(now.First[c.Client+1]-now.First[c.Client])
		}
		if err := solver.Change(added); err != nil {
			return nil, err
		}
	}
}
