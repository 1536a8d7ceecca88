package simulate

import (
	"context"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// never makes an arc worth less than waiting. Policy: beyond all that can be gained.
const never = -8 * forecast.Served

// bids are clients with their arcs, for the solver.
type bids struct {
	*forecast.Bids

	// arc is the demand's arc of each of the instance's.
	arc []int32
}

func newBids(capacity []int32) *bids { return &bids{Bids: forecast.NewBids(capacity)} }

// add adds a client's arcs, by value, to therapists who have places at all.
func (b *bids) add(d *demand, client int, value func(arc int32) int64) {
	from, to := d.arcs(client)
	for a := from; a < to; a++ {
		if b.Bid(d.therapist[a], int(d.clients[client].tier), value(a)) {
			b.arc = append(b.arc, a)
		}
	}
	b.Next()
}

// spread makes the places of a caseload dearer as it fills, as the product's term of the load does.
func (b *bids) spread(weights *score.Weights, taken, target []int32) {
	for j, c := range b.Capacity {
		first := weights.LoadOf(taken[j], target[j])
		for r := range c {
			b.Cost = append(b.Cost, first-weights.LoadOf(taken[j]+r, target[j]))
		}
	}
}

// solve returns the arc of each client in the order added, none for who is left out.
func (b *bids) solve(ctx context.Context) ([]int32, error) {
	s, err := assign.Solve(ctx, &b.Instance, assign.Options{Within: forecast.Near})
	if err != nil {
		return nil, err
	}
	arcs := make([]int32, len(s.Place))
	for i, place := range s.Place {
		arcs[i] = none
		for n := b.First[i]; place != assign.None && n < b.First[i+1]; n++ {
			if b.Place[n] == place {
				arcs[i] = b.arc[n]
			}
		}
	}
	return arcs, nil
}
