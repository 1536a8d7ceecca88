package assign

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
)

// Certificate is the proof of an assignment.
type Certificate struct {
	// Primal is what the assignment is worth: benefits and waiting, less the costs of the places taken.
	Primal int64
	// Dual is what no assignment exceeds, by the prices.
	Dual int64
}

// Gap is how much better an assignment could be at most.
func (c Certificate) Gap() int64 { return c.Dual - c.Primal }

// ErrInfeasible is an assignment that the instance does not allow.
var ErrInfeasible = errors.New("infeasible")

// Verify counts both sides from the instance, the place of each client and the price of each place alone.
func Verify(in *Instance, place []int32, price []int64) (Certificate, error) {
	if len(place) != in.Clients() || len(price) != in.Places() {
		return Certificate{}, fmt.Errorf("%w: %d clients and %d prices", ErrInfeasible, len(place), len(price))
	}
	c, err := in.clientSums(place, price)
	if err != nil {
		return Certificate{}, err
	}
	taken, slots := make([]int32, len(in.Capacity)), make([]bool, len(in.Therapist))
	for _, j := range place {
		switch {
		case j == None:
		case in.Therapist == nil:
			taken[j]++
		case slots[j]:
			return Certificate{}, fmt.Errorf("%w: two clients in slot %d", ErrInfeasible, j)
		default:
			slots[j] = true
			taken[in.Therapist[j]]++
		}
	}
	cost, worth, err := in.therapistValues(taken, price)
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{Primal: c.Primal - cost, Dual: c.Dual + worth}, nil
}

// clientSums is what the clients add to both sides.
func (in *Instance) clientSums(place []int32, price []int64) (Certificate, error) {
	sums, lost := make([]Certificate, (len(place)+block-1)/block), atomic.Int64{}
	parallel(len(place), block, func(b, from, to int) {
		for i := from; i < to; i++ {
			own, best, ok := in.clientValues(i, place[i], price)
			if !ok {
				lost.Store(int64(i) + 1)
			}
			sums[b].Primal += own
			sums[b].Dual += best
		}
	})
	if i := lost.Load(); i > 0 {
		return Certificate{}, fmt.Errorf("%w: no arc from client %d to place %d", ErrInfeasible, i-1, place[i-1])
	}
	var c Certificate
	for _, s := range sums {
		c.Primal += s.Primal
		c.Dual += s.Dual
	}
	return c, nil
}

// clientValues is what place j is worth to client i, if it can go there, and what the best place is worth beyond its price.
func (in *Instance) clientValues(i int, j int32, price []int64) (own, best int64, ok bool) {
	best = in.wait(i)
	own, ok = best, j == None
	for a := in.First[i]; a < in.First[i+1]; a++ {
		best = max(best, in.Benefit[a]-price[in.Place[a]])
		if in.Place[a] == j && (!ok || in.Benefit[a] > own) {
			own, ok = in.Benefit[a], true
		}
	}
	return own, best, ok
}

func (in *Instance) wait(i int) int64 {
	if in.Wait == nil {
		return 0
	}
	return in.Wait[i]
}

// therapistValues is what the places taken cost, and what all places are worth at the prices.
func (in *Instance) therapistValues(taken []int32, price []int64) (cost, worth int64, err error) {
	offered := in.offered(price)
	unit := 0
	for j, c := range in.Capacity {
		if taken[j] > c {
			return 0, 0, fmt.Errorf("%w: therapist %d has %d clients and takes %d", ErrInfeasible, j, taken[j], c)
		}
		for r := range int(c) {
			s := int64(0)
			if in.Cost != nil {
				s = in.Cost[unit+r]
			}
			if r < int(taken[j]) {
				cost += s
			}
			worth += max(0, offered(j, r)-s)
		}
		unit += int(c)
	}
	return cost, worth, nil
}

// offered is the price that the r-th place of a therapist fetches: its own, or that of its r-th dearest slot.
func (in *Instance) offered(price []int64) func(j, r int) int64 {
	if in.Therapist == nil {
		return func(j, _ int) int64 { return price[j] }
	}
	slots := make([][]int64, len(in.Capacity))
	for t, j := range in.Therapist {
		slots[j] = append(slots[j], price[t])
	}
	for _, s := range slots {
		slices.SortFunc(s, func(a, b int64) int { return cmp.Compare(b, a) })
	}
	return func(j, r int) int64 {
		if r >= len(slots[j]) {
			return 0
		}
		return slots[j][r]
	}
}
