package simulate

import (
	"context"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// served is what it is worth that a client is served at all, in units of score: more than any difference between
// therapists, so that a plan leaves nobody out for a better fit of others. Policy; urgency comes on top.
const served = 2 * score.Unit

// tierBonus is what a higher tier adds to it.
const tierBonus = score.Unit

// never makes an arc worth less than waiting.
const never = -8 * served

// near is how near to the optimum is near enough, in millionths: where the best is two units a client, a few thousandths of
// what therapists differ by.
const near = 100

// bids are clients with their arcs, for the solver.
type bids struct {
	in assign.Instance
	// arc is the demand's arc of each of the instance's.
	arc []int32
}

func newBids(capacity []int32) *bids {
	return &bids{in: assign.Instance{First: []int32{0}, Capacity: capacity}}
}

// add adds a client's arcs, by value, to therapists who have places at all.
func (b *bids) add(d *demand, client int, value func(arc int32) int64) {
	from, to := d.arcs(client)
	for a := from; a < to; a++ {
		j := d.therapist[a]
		if b.in.Capacity[j] <= 0 {
			continue
		}
		b.in.Place = append(b.in.Place, j)
		b.in.Benefit = append(b.in.Benefit, served+int64(d.clients[client].tier)*tierBonus+value(a))
		b.arc = append(b.arc, a)
	}
	b.in.First = append(b.in.First, int32(len(b.in.Place)))
}

// spread makes the places of a caseload dearer as it fills, as the product's term of the load does.
func (b *bids) spread(weights *score.Weights, taken, target []int32) {
	for j, c := range b.in.Capacity {
		first := weights.LoadOf(taken[j], target[j])
		for r := range c {
			b.in.Cost = append(b.in.Cost, first-weights.LoadOf(taken[j]+r, target[j]))
		}
	}
}

// solve returns the arc of each client in the order added, none for who is left out, and the therapists' prices.
func (b *bids) solve(ctx context.Context) (arcs []int32, prices []int64, err error) {
	s, err := assign.Solve(ctx, &b.in, assign.Options{Within: near})
	if err != nil {
		return nil, nil, err
	}
	arcs = make([]int32, len(s.Place))
	for i, place := range s.Place {
		arcs[i] = none
		for n := b.in.First[i]; place != assign.None && n < b.in.First[i+1]; n++ {
			if b.in.Place[n] == place {
				arcs[i] = b.arc[n]
			}
		}
	}
	return arcs, s.Price, nil
}
