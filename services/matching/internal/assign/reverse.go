package assign

import (
	"context"
	"slices"
)

// column is an arc seen from its place.
type column[V value] struct {
	client int32
	value  V
}

// lowering is the reverse auction: places left empty above their cost look for clients.
type lowering[V value] struct {
	*network[V]
	first   []int32
	columns []column[V]
	// profit is what each client's place is worth beyond its price; 0 for one who waits.
	profit []V
	found  []finding[V]
	left   []int32
	steps  int64
}

// finding is a column and what the place is worth to its client beyond what that has.
type finding[V value] struct {
	column int32
	worth  V
}

// turnArcs makes the columns. Each core writes those of its own places, so that the order is always that of the clients.
func (l *lowering[V]) turnArcs() {
	m := len(l.price)
	l.first = make([]int32, m+1)
	l.columns = make([]column[V], len(l.arcs))
	l.profit = make([]V, len(l.at))
	for _, a := range l.arcs {
		l.first[a.place+1]++
	}
	for j := range m {
		l.first[j+1] += l.first[j]
	}
	next := slices.Clone(l.first)
	parallel(m, max(1, (m+1)/2), func(_, from, to int) {
		for i := range l.at {
			for _, a := range l.arcsOf(int32(i)) {
				if int(a.place) >= from && int(a.place) < to {
					l.columns[next[a.place]] = column[V]{int32(i), a.value}
					next[a.place]++
				}
			}
		}
	})
}

// run lowers prices until no place is dear. A client who comes to a place leaves another, which may then be dear. Each time that the steps
// exceed the patience ε grows; it returns the last one.
func (l *lowering[V]) run(ctx context.Context, eps V, patience int64) (V, error) {
	var dear []int32
	for j := range int32(len(l.price)) {
		if l.dear(j) {
			dear = append(dear, j)
		}
	}
	if len(dear) == 0 {
		return eps, nil
	}
	if l.columns == nil {
		l.turnArcs()
	}
	parallel(len(l.at), block, func(_, from, to int) {
		for i := from; i < to; i++ {
			l.profit[i] = 0
			if j := l.at[i]; j != None {
				l.profit[i] = l.worth[i] - l.price[j]
			}
		}
	})
	for since := l.steps; len(dear) > 0; {
		if l.steps++; l.steps%block == 0 && ctx.Err() != nil {
			return eps, ctx.Err()
		}
		if l.steps-since > patience {
			eps, since = l.coarser(eps), l.steps
		}
		j := dear[len(dear)-1]
		dear = dear[:len(dear)-1]
		if !l.dear(j) {
			continue
		}
		for _, left := range l.lower(j, eps) {
			if l.dear(left) {
				dear = append(dear, left)
			}
		}
	}
	return eps, nil
}

// lower fills the spare units of place j with the clients to whom it is worth most beyond what they have, and at least ε more than a unit
// costs. The price falls to ε below what the place is worth to the next one, so that those who come gain at least ε and nobody else would
// gain more than ε. It returns the places that they left.
func (l *lowering[V]) lower(j int32, eps V) (left []int32) {
	spare := l.floor[l.unit[j]+l.used[j] : l.unit[j+1]]
	l.find(j, len(spare)+1, spare[0])
	come := 0
	for come < min(len(spare), len(l.found)) && l.found[come].worth >= spare[come]+eps {
		come++
	}
	price := spare[max(0, come-1)]
	if come > 0 && come < len(l.found) {
		price = max(price, l.found[come].worth-eps)
	}
	l.reprice(j, min(l.price[j], price))
	l.left = l.left[:0]
	for _, f := range l.found[:come] {
		i := l.columns[f.column].client
		if l.at[i] == j {
			continue // two arcs of one client
		}
		if l.at[i] != None {
			l.left = append(l.left, l.at[i])
			l.leave(i)
		}
		l.enter(i, j, l.columns[f.column].value)
		l.profit[i] = l.worth[i] - l.price[j]
	}
	if l.dear(j) {
		l.left = append(l.left, j)
	}
	return l.left
}

// find lists the n clients to whom place j is worth most beyond what they have, and more than least, the first one first.
func (l *lowering[V]) find(j int32, n int, least V) {
	l.found = l.found[:0]
	first := l.first[j]
	for k, c := range l.columns[first:l.first[j+1]] {
		w := c.value - l.profit[c.client]
		if w <= least || l.at[c.client] == j {
			continue
		}
		if len(l.found) < n {
			l.found = append(l.found, finding[V]{})
		}
		at := len(l.found) - 1
		for ; at > 0 && l.found[at-1].worth < w; at-- {
			l.found[at] = l.found[at-1]
		}
		l.found[at] = finding[V]{first + int32(k), w}
		if len(l.found) == n {
			least = l.found[n-1].worth
		}
	}
}

// reprice changes what the clients at place j have.
func (l *lowering[V]) reprice(j int32, price V) {
	down := l.price[j] - price
	for u := l.unit[j]; u < l.unit[j]+l.used[j]; u++ {
		l.profit[l.holder[u]] += down
	}
	l.price[j] = price
}
