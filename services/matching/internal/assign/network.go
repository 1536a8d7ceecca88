package assign

import "math"

// value is the type the solver counts in: int32 where the instance allows it, because a bid waits for memory.
type value interface{ ~int32 | ~int64 }

// arc is worth value more than waiting, which is positive: others are left out.
type arc[V value] struct {
	place int32
	value V
}

// mostFractions is into how many parts a unit is cut at most. The last ε is one of them, so that what it leaves to be gained is less than
// a unit, and rounding the prices mends it. Policy.
const mostFractions = 64

// network is an instance without slots as the solver walks it, and the assignment so far. Values and prices are in fractions of a unit.
type network[V value] struct {
	// one is how many fractions a unit has, and most the largest value, in units, that there can be.
	one  V
	most int64
	arcs [][]arc[V]
	// built is how many arcs there were at first.
	built int
	// front is of the arcs; nil before the first change, and where there are few.
	front *fronts[V, arc[V]]
	// waits is what it is worth, in units, that a client waits.
	waits []int64
	units[V]
	// price of a place is that of its cheapest unit; where there is none it is more than any arc there is worth.
	price []V
	// at is the place of each client or None, and worth what the client's arc there is worth.
	at    []int32
	worth []V
	// best and limit are from the last look at each client: what was best for it, beyond the price, and up to which price its place was.
	best  []V
	limit []V
	// coarse is the first and largest ε.
	coarse V
}

// units are what each client takes one of.
type units[V value] struct {
	// unit is where the units of each place begin.
	unit []int32
	// floor is what the r-th unit of a place costs.
	floor []V
	// holder is the client at each unit or None. Between phases the used units of a place come first.
	holder []int32
	used   []int32
}

// block is how many clients or places a core works on at a time: policy, some tens of microseconds.
const block = 2048

// limit is how large a value may be, so that no sum of two overflows.
func limit[V value]() int64 {
	if V(math.MaxInt32)+1 < 0 {
		return math.MaxInt32 / 4
	}
	return maxTotal
}

func newNetwork[V value](in *Instance, largest int64) *network[V] {
	n, m := in.Clients(), len(in.Capacity)
	most, one := min(limit[V](), maxTotal/in.nodes()), int64(1)
	for one < mostFractions && 4*one <= most/largest {
		one *= 2
	}
	nw := &network[V]{one: V(one), most: most / one, price: make([]V, m), at: make([]int32, n), worth: make([]V, n), best: make([]V, n), limit: make([]V, n), waits: make([]int64, n)}
	nw.coarse = nw.whole(V(largest * one / firstShare))
	for i := range nw.at {
		nw.at[i], nw.waits[i] = None, in.wait(i)
	}
	nw.copyArcs(in)
	nw.units = newUnits[V](in, nw.one)
	for j, c := range in.Capacity {
		if c > 0 {
			nw.price[j] = nw.floor[nw.unit[j]]
		}
	}
	nw.close()
	return nw
}

func newUnits[V value](in *Instance, one V) units[V] {
	u := units[V]{unit: make([]int32, len(in.Capacity)+1), used: make([]int32, len(in.Capacity))}
	for j, c := range in.Capacity {
		u.unit[j+1] = u.unit[j] + c
	}
	u.floor, u.holder = make([]V, u.unit[len(in.Capacity)]), make([]int32, u.unit[len(in.Capacity)])
	for r := range u.holder {
		u.holder[r] = None
		if in.Cost != nil {
			u.floor[r] = V(in.Cost[r]) * one
		}
	}
	return u
}

// copyArcs keeps the arcs that can be used, in the room that all have.
func (nw *network[V]) copyArcs(in *Instance) {
	cells := make([]arc[V], len(in.Place))
	nw.arcs, nw.built = make([][]arc[V], in.Clients()), len(in.Place)
	parallel(in.Clients(), block, func(_, from, to int) {
		for i := from; i < to; i++ {
			at, wait := in.First[i], in.wait(i)
			for a := at; a < in.First[i+1]; a++ {
				if in.Benefit[a] > wait {
					cells[at] = arc[V]{in.Place[a], V(in.Benefit[a]-wait) * nw.one}
					at++
				}
			}
			nw.arcs[i] = cells[in.First[i]:at:in.First[i+1]]
		}
	})
}

// close prices the places that take nobody so that everybody stays away.
func (nw *network[V]) close() {
	for j := range nw.price {
		if nw.unit[j] == nw.unit[j+1] {
			nw.closeAll()
			return
		}
	}
}

func (nw *network[V]) closeAll() {
	for i := range nw.at {
		for _, a := range nw.arcsOf(int32(i)) {
			if nw.unit[a.place] == nw.unit[a.place+1] {
				nw.price[a.place] = max(nw.price[a.place], a.value)
			}
		}
	}
}

// whole is ε in whole units, or the smallest there is.
func (nw *network[V]) whole(eps V) V {
	if eps < nw.one {
		return 1
	}
	return eps - eps%nw.one
}

// coarser is the next larger ε.
func (nw *network[V]) coarser(eps V) V {
	if eps > nw.coarse/step {
		return nw.coarse
	}
	return max(eps, nw.one) * step
}

// round makes whole units of the prices.
func (nw *network[V]) round() {
	for j, p := range nw.price {
		p += nw.one / 2
		nw.price[j] = p - p%nw.one
	}
}

func (nw *network[V]) arcsOf(i int32) []arc[V] { return nw.arcs[i] }

// spare is how many units of place j nobody has.
func (nw *network[V]) spare(j int32) int32 { return nw.unit[j+1] - nw.unit[j] - nw.used[j] }

// dear tells whether place j has a unit that nobody has though the price is above what it costs.
func (nw *network[V]) dear(j int32) bool {
	return nw.spare(j) > 0 && nw.price[j] > nw.floor[nw.unit[j]+nw.used[j]]
}

// enter gives client i a spare unit of place j.
func (nw *network[V]) enter(i, j int32, worth V) {
	nw.holder[nw.unit[j]+nw.used[j]] = i
	nw.used[j]++
	nw.at[i], nw.worth[i] = j, worth
}

// leave takes client i out of its place.
func (nw *network[V]) leave(i int32) {
	j := nw.at[i]
	nw.used[j]--
	last := nw.unit[j] + nw.used[j]
	for u := nw.unit[j]; ; u++ {
		if nw.holder[u] == i {
			nw.holder[u] = nw.holder[last]
			break
		}
	}
	nw.holder[last] = None
	nw.at[i] = None
}
