package assign

import "context"

// Policy, found by measuring: how many clients bid at the same prices, and the smallest round that is worth asking other cores.
const (
	roundSize     = 8192
	roundSmallest = 128
	roundBlock    = 64
	// ahead is for how many clients memory is asked before it is their turn, perLine how many arcs it brings at once.
	ahead, perLine = 4, 8
)

// bidding is a phase of the auction: clients who have no place bid for one.
type bidding[V value] struct {
	*network[V]
	// bid is the price of each unit; the units of a place form a heap, the cheapest on top.
	bid []V
	// queue is who has no place. The first one is next.
	queue []int32
	bids  int64
	round []choice[V]
}

// choice is the best place for a client at some prices, and the price up to which it stays better than the next best.
type choice[V value] struct {
	place        int32
	worth, limit V
}

// choose finds the best place for client i at the present prices.
func (b *bidding[V]) choose(i int32) choice[V] {
	if b.front != nil {
		if c, next := b.among(b.front.of(i)); next >= b.front.cut[i] {
			return c
		}
	}
	c, next := b.among(b.arcsOf(i))
	b.frontArcs(i, next)
	return c
}

// among finds the best of the arcs, and what the next best is worth beyond the price.
func (b *bidding[V]) among(arcs []arc[V]) (c choice[V], next V) {
	c.place = None
	best := V(0)
	for _, a := range arcs {
		w := a.value - b.price[a.place]
		next = max(next, min(w, best)) // without a branch, which would be guessed wrong
		if w > best {
			best, c.place, c.worth = w, a.place, a.value
		}
	}
	c.limit = c.worth - next
	return c, next
}

// run lets clients bid until each has a place or waits. Prices only rise. Each time that the bids exceed the patience ε grows; it returns
// the last one.
func (b *bidding[V]) run(ctx context.Context, eps V, patience int64) (V, error) {
	b.open(eps)
	size := min(roundSize, len(b.price)/4)
	for since := b.bids; len(b.queue) > 0; {
		if err := ctx.Err(); err != nil {
			return eps, err
		}
		if b.bids-since > patience {
			eps, since = b.coarser(eps), b.bids
		}
		if n := min(size, len(b.queue)/2); n >= roundSmallest {
			b.together(n, eps)
			continue
		}
		for range min(roundSize, len(b.queue)) {
			i := b.queue[0]
			b.queue = b.queue[1:]
			b.take(i, b.choose(i), eps)
			if len(b.queue) == 0 {
				break
			}
		}
	}
	b.close()
	return eps, nil
}

// open prices the units: those in use by how far their clients would go, and none below its cost or the place. So a client who bids for a
// full place meets the one who would go first, and not everyone there.
func (b *bidding[V]) open(eps V) {
	if len(b.bid) != len(b.holder) {
		b.bid = make([]V, len(b.holder))
	}
	parallel(len(b.price), block, func(_, from, to int) {
		for j := from; j < to; j++ {
			first, last := b.unit[j], b.unit[j+1]
			bid, holder := b.bid[first:last], b.holder[first:last]
			for k, i := range holder {
				bid[k] = max(b.price[j], b.floor[int(first)+k])
				if i != None {
					bid[k] = max(bid[k], b.limit[i]+eps)
				}
			}
			for k := len(bid)/2 - 1; k >= 0; k-- {
				sink(bid, holder, k, bid[k], holder[k])
			}
		}
	})
}

// close moves the used units of each place to its front.
func (b *bidding[V]) close() {
	parallel(len(b.price), block, func(_, from, to int) {
		for j := from; j < to; j++ {
			used := b.unit[j]
			for u := b.unit[j]; u < b.unit[j+1]; u++ {
				if i := b.holder[u]; i != None {
					b.holder[u], b.holder[used] = b.holder[used], i
					used++
				}
			}
			b.used[j] = used - b.unit[j]
		}
	})
}

// together lets the first n clients of the queue choose at the same prices, on all cores; their bids are then taken in order. A bid
// that others have left behind is made again. One that still stands is within ε of the best, because other prices have only risen.
func (b *bidding[V]) together(n int, eps V) {
	b.round = append(b.round[:0], make([]choice[V], n)...)
	clients := b.queue[:n]
	parallel(n, roundBlock, func(_, from, to int) {
		for k := from; k < to; k++ {
			b.fetch(clients[min(k+ahead, to-1)])
			b.round[k] = b.choose(clients[k])
		}
	})
	clients = append([]int32(nil), clients...)
	b.queue = b.queue[n:]
	for k, i := range clients {
		b.fetchPlace(b.round[min(k+ahead, n-1)].place)
		b.take(i, b.round[k], eps)
	}
}

// fetch reads the arcs of a client soon to choose, so that memory brings them while others choose.
//
//go:noinline
func (b *bidding[V]) fetch(i int32) (sum int32) {
	row := b.arcsOf(i)
	if b.front != nil {
		row = b.front.of(i)
	}
	for k := 0; k < len(row); k += perLine {
		sum += row[k].place
	}
	return sum
}

// fetchPlace does the same for the units of a place.
//
//go:noinline
func (b *bidding[V]) fetchPlace(j int32) V {
	if j == None || b.unit[j] == b.unit[j+1] {
		return 0
	}
	u := b.unit[j]
	return b.bid[u] + V(b.holder[u])
}

// take gives client i the cheapest unit of the place it chose, at a price by which it is ε worse than its next best. Who had the unit
// has no place now. If whoever has the cheapest stays at that price, too, the place costs more from now on and the client bids again.
func (b *bidding[V]) take(i int32, c choice[V], eps V) {
	j := c.place
	if j == None {
		b.at[i] = None
		return
	}
	price := c.limit + eps
	if price <= b.price[j]+eps/2 {
		b.queue = append(b.queue, i)
		return
	}
	b.bids++
	if top := b.unit[j]; b.holder[top] != None && b.bid[top] >= price {
		b.price[j] = b.bid[top]
		b.queue = append(b.queue, i)
		return
	}
	b.at[i], b.worth[i] = j, c.worth
	if before := b.replace(j, i, price); before != None {
		b.at[before] = None
		b.queue = append(b.queue, before)
	}
}

// replace puts client i at the top unit of place j and lets it sink to where its price belongs.
func (b *bidding[V]) replace(j, i int32, price V) (before int32) {
	from, to := b.unit[j], b.unit[j+1]
	bid, holder := b.bid[from:to], b.holder[from:to:to]
	before = holder[0]
	sink(bid, holder, 0, price, i)
	b.price[j] = bid[0]
	return before
}

// sink puts client i at the k-th unit and lets it sink to where its price belongs.
func sink[V value](bid []V, holder []int32, k int, price V, i int32) {
	for {
		c := 2*k + 1
		if c+1 < len(bid) && bid[c+1] < bid[c] {
			c++
		}
		if c >= len(bid) || bid[c] >= price {
			break
		}
		bid[k], holder[k] = bid[c], holder[c]
		k = c
	}
	bid[k], holder[k] = price, i
}
