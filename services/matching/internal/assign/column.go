package assign

import "context"

// Arc is where a client could go and what that is worth.
type Arc struct {
	Place   int32
	Benefit int64
}

// Better appends to found places where a client has more beyond the price than the profit it has, benefit − price > profit, and at least
// one if there are any; the best ones serve best. It is asked for different clients at once.
type Better func(client int32, price []int64, profit int64, found []Arc) []Arc

// SolveAll finds the best assignment over all pairs there are, of which the instance has only some: it solves, asks for pairs that are
// worth more than their price, adds them and solves again from there until there are none. Then the prices prove the assignment
// against all pairs. The instance stays as it is; a client's place may be one it has no arc to.
func SolveAll(ctx context.Context, in *Instance, opt Options, better Better) (*Solution, error) {
	stats := Stats{}
	for {
		s, err := Solve(ctx, in, opt)
		if err != nil {
			return nil, err
		}
		stats.add(s.Stats)
		found, n, err := in.improving(ctx, s.Price, better)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			s.Stats = stats
			return s, nil
		}
		stats.Columns += int64(n)
		in = in.grown(found, n)
		opt.Start = s
	}
}

// improving asks for better pairs of all clients and counts them.
func (in *Instance) improving(ctx context.Context, price []int64, better Better) ([][]Arc, int, error) {
	found := make([][]Arc, in.Clients())
	parallel(len(found), roundBlock, func(_, from, to int) {
		var arcs []Arc
		for i := from; i < to && ctx.Err() == nil; i++ {
			_, profit, _ := in.clientValues(i, None, price)
			arcs = better(int32(i), price, profit, arcs[:0])
			for _, a := range arcs {
				if a.Benefit-price[a.Place] > profit {
					found[i] = append(found[i], a)
				}
			}
		}
	})
	n := 0
	for _, arcs := range found {
		n += len(arcs)
	}
	return found, n, ctx.Err()
}

// grown is the instance with n more arcs.
func (in *Instance) grown(more [][]Arc, n int) *Instance {
	out := *in
	out.First = make([]int32, 1, len(in.First))
	out.Place = make([]int32, 0, len(in.Place)+n)
	out.Benefit = make([]int64, 0, len(in.Place)+n)
	for i, arcs := range more {
		out.Place = append(out.Place, in.Place[in.First[i]:in.First[i+1]]...)
		out.Benefit = append(out.Benefit, in.Benefit[in.First[i]:in.First[i+1]]...)
		for _, a := range arcs {
			out.Place = append(out.Place, a.Place)
			out.Benefit = append(out.Benefit, a.Benefit)
		}
		out.First = append(out.First, int32(len(out.Place)))
	}
	return &out
}
