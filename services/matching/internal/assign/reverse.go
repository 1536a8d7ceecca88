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
	// columns are made when a place is first left so.
	columns rows[column[V]]
	// profit is what each client's place is worth beyond its price; 0 for one who waits.
	profit []V
	// renewed are clients whose arcs have changed since the columns were made.
	renewed []bool
	found   []finding[V]
	left    []int32
	steps   int64
}

// finding is a column and what the place is worth to its client beyond what that has.
type finding[V value] struct {
	column[V]
	worth V
}

// turnArcs makes the columns unless they are there. Each core writes those of its own places, so that the order is always that of the clients.
func (l *lowering[V]) turnArcs() {
	if l.profit != nil {
		return
	}
	m := len(l.price)
	n := make([]int32, m)
	for i := range l.at {
		for _, a := range l.arcsOf(int32(i)) {
			n[a.place]++
		}
	}
	l.columns, l.profit, l.renewed = spread[column[V]](n), make([]V, len(l.at)), make([]bool, len(l.at))
	parallel(m, max(1, (m+1)/2), func(_, from, to int) {
		for i := range l.at {
			for _, a := range l.arcsOf(int32(i)) {
				if int(a.place) >= from && int(a.place) < to {
					l.columns.add(a.place, column[V]{int32(i), a.value})
				}
			}
		}
	})
}

// grow makes columns for m places, and room for n clients.
func (l *lowering[V]) grow(n, m int) {
	if l.profit == nil {
		return
	}
	l.profit = append(l.profit, make([]V, n-len(l.profit))...)
	l.renewed = append(l.renewed, make([]bool, n-len(l.renewed))...)
	l.columns.span = append(l.columns.span, make([]span, m-len(l.columns.span))...)
}

// drop says that the columns of client i may be of arcs that it has no longer. They are looked at, and taken out, when next they matter.
func (l *lowering[V]) drop(i int32) {
	if l.profit != nil {
		l.renewed[i] = true
	}
}

// stale tells whether a column of place j is of an arc that its client has no longer, or has come in again since.
func (l *lowering[V]) stale(j int32, c column[V]) bool {
	return l.renewed[c.client] && (!slices.Contains(l.arcsOf(c.client), arc[V]{j, c.value}) ||
		slices.ContainsFunc(l.found, func(f finding[V]) bool { return f.column == c }))
}

// put makes columns of the arcs of client i.
func (l *lowering[V]) put(i int32) {
	if l.profit == nil {
		return
	}
	for _, a := range l.arcsOf(i) {
		l.columns.add(a.place, column[V]{i, a.value})
	}
}

// crowd is which part of the places must be dear for the last to be dealt with first, which is quicker then: policy, found by measuring.
const crowd = 32

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
	l.turnArcs()
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
		j := dear[0]
		if len(dear) < len(l.price)/crowd {
			dear = dear[1:]
		} else {
			last := len(dear) - 1
			j, dear = dear[last], dear[:last]
		}
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
		i := f.client
		if l.at[i] == j {
			continue // two arcs of one client
		}
		if l.at[i] != None {
			l.left = append(l.left, l.at[i])
			l.leave(i)
		}
		l.enter(i, j, f.value)
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
	row := l.columns.row(j)
	for k := 0; k < len(row); k++ {
		c := row[k]
		w := c.value - l.profit[c.client]
		if w <= least || l.at[c.client] == j {
			continue
		}
		if l.stale(j, c) {
			l.columns.remove(j, k)
			row = row[:len(row)-1]
			k--
			continue
		}
		if len(l.found) < n {
			l.found = append(l.found, finding[V]{})
		}
		at := len(l.found) - 1
		for ; at > 0 && l.found[at-1].worth < w; at-- {
			l.found[at] = l.found[at-1]
		}
		l.found[at] = finding[V]{c, w}
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
