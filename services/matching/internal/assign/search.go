package assign

// Policy, found by measuring.
const (
	// crowd is which part of the places must be dear for the last to be dealt with first, which is quicker then.
	crowd = 32
	// searchSmallest is how many places are worth asking other cores for, searchBlock how many each works on at a time.
	searchSmallest, searchBlock = 64, 16
)

// finding is a column and what the place is worth to its client beyond what that has.
type finding[V value] struct {
	column[V]
	worth V
}

// findings are the clients to whom a place is worth most beyond what they have, and more than its cheapest spare unit, the first one first:
// one more than it had units to spare.
type findings[V value] struct {
	place, spare int32
	found        []finding[V]
}

// list puts a place in the queue unless it is there.
func (l *lowering[V]) list(j int32) {
	if !l.listed[j] {
		l.listed[j] = true
		l.queue = append(l.queue, j)
	}
}

// next takes the places out of the queue that are to be lowered next, and finds clients for them, on all cores where they are many.
func (l *lowering[V]) next() []findings[V] {
	n := 1
	if half := min(roundSize, len(l.queue)/2); half >= searchSmallest {
		n = half
	}
	if len(l.round) < n {
		l.round = append(l.round, make([]findings[V], n-len(l.round))...)
	}
	places, rest := l.queue[:n], l.queue[n:]
	if len(l.queue) >= len(l.price)/crowd {
		places, rest = l.queue[len(l.queue)-n:], l.queue[:len(l.queue)-n]
	}
	for k, j := range places {
		l.round[k].place, l.round[k].spare = j, None // not found yet
		l.listed[j] = false
	}
	l.queue = rest
	if n > 1 {
		parallel(n, searchBlock, func(_, from, to int) {
			for k := from; k < to; k++ {
				l.find(&l.round[k])
			}
		})
	}
	return l.round[:n]
}

// stands tells whether the findings are as they would be found now. As what clients have only grows, no others can have come before them.
func (l *lowering[V]) stands(f *findings[V]) bool {
	if l.spare(f.place) != f.spare {
		return false
	}
	for _, c := range f.found {
		if c.value-l.profit[c.client] != c.worth {
			return false
		}
	}
	return true
}

// find makes the findings of a place.
func (l *lowering[V]) find(f *findings[V]) {
	j := f.place
	f.spare, f.found = l.spare(j), f.found[:0]
	if !l.dear(j) {
		return
	}
	least := l.floor[l.unit[j]+l.used[j]]
	row := l.columns.row(j)
	for k := 0; k < len(row); k++ {
		c := row[k]
		w := c.value - l.profit[c.client]
		if w <= least || l.at[c.client] == j {
			continue
		}
		if l.stale(j, c, f.found) {
			l.columns.remove(j, k)
			row = row[:len(row)-1]
			k--
			continue
		}
		if len(f.found) <= int(f.spare) {
			f.found = append(f.found, finding[V]{})
		}
		at := len(f.found) - 1
		for ; at > 0 && f.found[at-1].worth < w; at-- {
			f.found[at] = f.found[at-1]
		}
		f.found[at] = finding[V]{c, w}
		if len(f.found) > int(f.spare) {
			least = f.found[f.spare].worth
		}
	}
}
