package assign

import "context"

// refining is the exact finish. Its nodes are the places and, as the last one, the outside: where clients wait, and spare units are
// held. The price of the outside is 0 in the end; until then prices count from it.
//
// A client at a who could go to b says that b costs at least what a does, plus what b is worth more to the client. A price
// that is too low is raised; if that comes back to the place it started from, all clients on the way move on by one and
// the assignment is worth more.
type refining[V value] struct {
	*network[V]
	*forest
	outside int32
	label   []int64
	// mover is the client who raised a node, None if it was a spare unit.
	mover   []int32
	waiting []int32
	index   []int32 // where a client is in waiting
	queue   []int32
	queued  []bool
	// dormant are nodes taken out of the queue because what raised them was to raise them again.
	dormant []int32
	dozes   []bool
	turns   int64
}

// newRefining looks first at the clients listed, who would gain by moving.
func newRefining[V value](nw *network[V], movers []int32) *refining[V] {
	m := len(nw.price)
	r := &refining[V]{network: nw, forest: newForest(m + 1), outside: int32(m), label: make([]int64, m+1), mover: make([]int32, m+1), index: make([]int32, len(nw.at)), queued: make([]bool, m+1), dozes: make([]bool, m+1)}
	for j := range r.outside {
		r.label[j] = int64(nw.price[j])
		if nw.dear(j) {
			r.push(j)
		}
	}
	r.push(r.outside)
	for _, i := range movers {
		if j := nw.at[i]; j != None {
			r.push(j)
		}
	}
	for i, j := range nw.at {
		if j == None {
			r.wait(int32(i))
		}
	}
	return r
}

// run raises prices until none is too low, so that the assignment is the best there is, and then writes the prices back.
func (r *refining[V]) run(ctx context.Context) error {
	for head := 0; head < len(r.queue); head++ {
		if head == 1<<16 {
			r.queue, head = r.queue[:copy(r.queue, r.queue[head:])], 0
		}
		if head%block == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		j := r.queue[head]
		if !r.queued[j] {
			continue
		}
		r.queued[j] = false
		if j == r.outside {
			r.scanOutside()
		} else {
			r.scan(j)
		}
	}
	for j := range r.outside {
		switch {
		case r.used[j] > 0:
			r.price[j] = V(r.label[j] - r.label[r.outside])
		case r.spare(j) > 0:
			r.price[j] = r.floor[r.unit[j]]
		}
	}
	return nil
}

// scan raises what place j says is too low: the outside if j has a unit to spare, and where its clients could go.
func (r *refining[V]) scan(j int32) {
	if r.spare(j) > 0 && r.raise(r.outside, j, None, r.label[j]-int64(r.floor[r.unit[j]+r.used[j]])) {
		return
	}
	for _, i := range r.holder[r.unit[j] : r.unit[j]+r.used[j]] {
		profit := int64(r.worth[i]) - r.label[j]
		if r.raise(r.outside, j, i, -profit) {
			return
		}
		for _, a := range r.arcsOf(i) {
			if l := int64(a.value) - profit; l > r.label[a.place] && r.raise(a.place, j, i, l) {
				return
			}
		}
	}
}

// scanOutside raises the places whose units cost more than their price, and where waiting clients could go.
func (r *refining[V]) scanOutside() {
	base := r.label[r.outside]
	for j := range r.outside {
		if r.used[j] > 0 && r.raise(j, r.outside, None, base+int64(r.floor[r.unit[j]+r.used[j]-1])) {
			return
		}
	}
	for _, i := range r.waiting {
		for _, a := range r.arcsOf(i) {
			if l := base + int64(a.value); l > r.label[a.place] && r.raise(a.place, r.outside, i, l) {
				return
			}
		}
	}
}

// raise sets the price of v, which is too low because of client i at u, and reports whether u itself had been raised because of v, so
// that the cycle was turned instead. What had been raised because of v will be again when v is scanned, so it need not be scanned before,
// unless a turn comes first: then who was to raise it may be gone.
func (r *refining[V]) raise(v, u, i int32, label int64) (turned bool) {
	if label <= r.label[v] {
		return false
	}
	list, cycle := r.under(v, u)
	if cycle {
		r.turn(v, u, i)
		r.scatter(list)
		r.wake(list)
		r.wake(r.dormant)
		for _, w := range r.dormant {
			r.dozes[w] = false
		}
		r.dormant = r.dormant[:0]
		return true
	}
	r.scatter(list)
	for _, w := range list {
		if r.queued[w] && !r.dozes[w] {
			r.dormant = append(r.dormant, w)
			r.dozes[w] = true
		}
		r.queued[w] = false
	}
	r.label[v] = label
	r.hang(v, u)
	r.mover[v] = i
	r.push(v)
	return false
}

func (r *refining[V]) push(v int32) {
	if !r.queued[v] {
		r.queued[v] = true
		r.queue = append(r.queue, v)
	}
}

func (r *refining[V]) wake(list []int32) {
	for _, v := range list {
		r.push(v)
	}
}

// turn moves client i from u to v, and along the tree from v to u each mover to the node it raised.
func (r *refining[V]) turn(v, u, i int32) {
	r.turns++
	type move struct{ client, to int32 }
	moves := []move{{i, v}}
	for w := u; w != v; w = r.parent[w] {
		moves = append(moves, move{r.mover[w], w})
	}
	for _, m := range moves {
		if m.client != None {
			r.depart(m.client)
		}
	}
	for _, m := range moves {
		if m.client != None {
			r.arrive(m.client, m.to)
		}
	}
}

func (r *refining[V]) depart(i int32) {
	if r.at[i] != None {
		r.leave(i)
		return
	}
	last := r.waiting[len(r.waiting)-1]
	r.waiting[r.index[i]], r.index[last] = last, r.index[i]
	r.waiting = r.waiting[:len(r.waiting)-1]
}

func (r *refining[V]) arrive(i, j int32) {
	if j == r.outside {
		r.wait(i)
		return
	}
	worth := V(0)
	for _, a := range r.arcsOf(i) {
		if a.place == j {
			worth = max(worth, a.value)
		}
	}
	r.enter(i, j, worth)
}

func (r *refining[V]) wait(i int32) {
	r.index[i] = int32(len(r.waiting))
	r.waiting = append(r.waiting, i)
}
