package assign

import (
	"context"
	"slices"
)

// lowering is the reverse auction: places left empty above their cost look for clients.
type lowering[V value] struct {
	*network[V]
	// columns are made when a place is first left so.
	columns [][]column[V]
	front   *fronts[V, column[V]]
	// profit is what each client's place is worth beyond its price; 0 for one who waits.
	profit []V
	// renewed are clients whose arcs have changed since the columns were made.
	renewed []bool
	// queue is which places may be dear, each once.
	queue  []int32
	listed []bool
	round  []int32
	// findings are by place, made in the run of that number.
	findings    []findings[V]
	runs, steps int64
}

// run lowers prices until no place is dear. A client who comes to a place leaves another, which may then be dear. Each time that the steps
// exceed the patience ε grows; it returns the last one.
func (l *lowering[V]) run(ctx context.Context, eps V, patience int64) (V, error) {
	l.open()
	for since := l.steps; len(l.queue) > 0; {
		if err := ctx.Err(); err != nil {
			return eps, err
		}
		if l.steps-since > patience {
			eps, since = l.coarser(eps), l.steps
		}
		for _, j := range l.next() {
			if l.dear(j) {
				l.steps++
				l.lower(j, eps)
			}
		}
	}
	return eps, nil
}

// open lists the dear places and, if there are any, counts what each client has.
func (l *lowering[V]) open() {
	l.listed = append(l.listed, make([]bool, len(l.price)-len(l.listed))...)
	l.findings = append(l.findings, make([]findings[V], len(l.price)-len(l.findings))...)
	l.runs++
	for j := range int32(len(l.price)) {
		if l.dear(j) {
			l.list(j)
		}
	}
	if len(l.queue) == 0 {
		return
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
	l.lowerColumns()
}

// lower fills the spare units of a place with the clients to whom it is worth most beyond what they have, and at least ε more than a unit
// costs. The price falls to ε below what the place is worth to the next one, so that those who come gain at least ε and nobody else would
// gain more than ε. Places that are dear then are to be lowered, too.
func (l *lowering[V]) lower(j int32, eps V) {
	f := l.find(j)
	found := f.found
	spare := l.floor[l.unit[j]+l.used[j] : l.unit[j+1]]
	come := 0
	for come < min(len(spare), len(found)) && found[come].worth >= spare[come]+eps {
		come++
	}
	price := spare[max(0, come-1)]
	if come > 0 && come < len(found) {
		price = max(price, found[come].worth-eps)
	}
	l.reprice(j, min(l.price[j], price))
	for _, c := range found[:come] {
		i := c.client
		if l.at[i] == j {
			continue // two arcs of one client
		}
		if before := l.at[i]; before != None {
			l.left(before, i)
			l.leave(i)
			if l.dear(before) {
				l.list(before)
			}
		}
		l.enter(i, j, c.value)
		l.profit[i] = l.worth[i] - l.price[j]
	}
	f.found = slices.Delete(found, 0, come) // who leaves again is added again
	if l.dear(j) {
		l.list(j)
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
