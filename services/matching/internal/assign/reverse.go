package assign

import "context"

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
	steps  int64
}

// turnArcs makes the columns.
func (l *lowering[V]) turnArcs() {
	m := len(l.price)
	l.first = make([]int32, m+1)
	for _, a := range l.arcs {
		l.first[a.place+1]++
	}
	for j := range m {
		l.first[j+1] += l.first[j]
	}
	l.columns = make([]column[V], len(l.arcs))
	l.profit = make([]V, len(l.at))
	next := append([]int32(nil), l.first...)
	for i := range l.at {
		for _, a := range l.arcsOf(int32(i)) {
			l.columns[next[a.place]] = column[V]{int32(i), a.value}
			next[a.place]++
		}
	}
}

// run lowers prices until no place is dear. A client who comes to a place leaves another, which may then be dear.
func (l *lowering[V]) run(ctx context.Context, eps V) error {
	var dear []int32
	for j := range int32(len(l.price)) {
		if l.dear(j) {
			dear = append(dear, j)
		}
	}
	if len(dear) == 0 {
		return nil
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
	for len(dear) > 0 {
		j := dear[len(dear)-1]
		dear = dear[:len(dear)-1]
		for l.dear(j) {
			if l.steps++; l.steps%block == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if left := l.lower(j, eps); left != None && l.dear(left) {
				dear = append(dear, left)
			}
		}
	}
	return nil
}

// lower finds the client to whom place j is worth most beyond what it has, and lowers the price to ε below what it is worth to the
// next one, so that this one gains at least ε. It returns the place that the client left. If it is worth too little to everyone the
// price falls to what the unit costs.
func (l *lowering[V]) lower(j int32, eps V) (left int32) {
	least := l.floor[l.unit[j]+l.used[j]]
	best, next := least, least
	who, worth := None, V(0)
	for _, c := range l.columns[l.first[j]:l.first[j+1]] {
		w := c.value - l.profit[c.client]
		if w <= next || l.at[c.client] == j {
			continue
		}
		if w <= best {
			next = w
			continue
		}
		best, next = w, best
		who, worth = c.client, c.value
	}
	if best < least+eps {
		l.reprice(j, least)
		return None
	}
	l.reprice(j, min(l.price[j], max(least, next-eps)))
	if left = l.at[who]; left != None {
		l.leave(who)
	}
	l.enter(who, j, worth)
	l.profit[who] = worth - l.price[j]
	return left
}

// reprice changes what the clients at place j have.
func (l *lowering[V]) reprice(j int32, price V) {
	down := l.price[j] - price
	for u := l.unit[j]; u < l.unit[j]+l.used[j]; u++ {
		l.profit[l.holder[u]] += down
	}
	l.price[j] = price
}
