package assign

import "context"

// Pairs adds the better pairs of all clients, to places that there are.
func Pairs(better Better) More {
	return func(ctx context.Context, in *Instance, s *Solution) (Delta, error) {
		return in.improving(ctx, s.Price, better)
	}
}

// improving asks for better pairs of all clients and adds them to their arcs.
func (in *Instance) improving(ctx context.Context, price []int64, better Better) (added Delta, err error) {
	found := make([][]Arc, in.Clients())
	parallel(len(found), askBlock, func(_, from, to int) {
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
	for i, arcs := range found {
		if len(arcs) > 0 {
			added.Clients = append(added.Clients, ClientChange{int32(i), append(in.Arcs(int32(i)), arcs...), in.wait(i)})
		}
	}
	return added, ctx.Err()
}
