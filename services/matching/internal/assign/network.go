package assign

// value is the type the solver counts in: int32 where the instance allows it, because a bid waits for memory.
type value interface{ ~int32 | ~int64 }

// arc is worth value more than waiting, which is positive: others are left out.
type arc[V value] struct {
	place int32
	value V
}

// network is an instance without slots as the solver walks it, and the assignment so far.
type network[V value] struct {
	first []int32
	arcs  []arc[V]
	// unit is where the units of each place begin: what one client takes of it.
	unit []int32
	// floor is what the r-th unit of a place costs.
	floor []V
	// price of a place is that of its cheapest unit.
	price []V
	// holder is the client at each unit or None. Between phases the used units of a place come first.
	holder []int32
	used   []int32
	// at is the place of each client or None, and worth what the client's arc there is worth.
	at    []int32
	worth []V
	// coarse is the first and largest ε.
	coarse V
}

// block is how many clients or places a core works on at a time: policy, some tens of microseconds.
const block = 2048

func newNetwork[V value](in *Instance) *network[V] {
	n, m := in.Clients(), len(in.Capacity)
	nw := &network[V]{first: make([]int32, n+1), unit: make([]int32, m+1), price: make([]V, m), used: make([]int32, m), at: make([]int32, n), worth: make([]V, n)}
	nw.copyArcs(in)
	for i := range nw.at {
		nw.at[i] = None
	}
	units := int32(0)
	for j, c := range in.Capacity {
		units += c
		nw.unit[j+1] = units
	}
	nw.floor, nw.holder = make([]V, units), make([]int32, units)
	for u := range nw.holder {
		nw.holder[u] = None
		if in.Cost != nil {
			nw.floor[u] = V(in.Cost[u])
		}
	}
	for j, c := range in.Capacity {
		if c > 0 {
			nw.price[j] = nw.floor[nw.unit[j]]
		}
	}
	return nw
}

// copyArcs keeps the arcs that can be used.
func (nw *network[V]) copyArcs(in *Instance) {
	n := in.Clients()
	usable := func(a int32, wait int64) bool { return in.Benefit[a] > wait && in.Capacity[in.Place[a]] > 0 }
	parallel(n, block, func(_, from, to int) {
		for i := from; i < to; i++ {
			count, wait := int32(0), in.wait(i)
			for a := in.First[i]; a < in.First[i+1]; a++ {
				if usable(a, wait) {
					count++
				}
			}
			nw.first[i+1] = count
		}
	})
	for i := range n {
		nw.first[i+1] += nw.first[i]
	}
	nw.arcs = make([]arc[V], nw.first[n])
	parallel(n, block, func(_, from, to int) {
		at := nw.first[from]
		for i := from; i < to; i++ {
			wait := in.wait(i)
			for a := in.First[i]; a < in.First[i+1]; a++ {
				if usable(a, wait) {
					nw.arcs[at] = arc[V]{in.Place[a], V(in.Benefit[a] - wait)}
					at++
				}
			}
		}
	})
}

// coarser is the next larger ε.
func (nw *network[V]) coarser(eps V) V {
	if eps > nw.coarse/step {
		return nw.coarse
	}
	return eps * step
}

func (nw *network[V]) arcsOf(i int32) []arc[V] { return nw.arcs[nw.first[i]:nw.first[i+1]] }

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
