package assign

import "slices"

// column is an arc seen from its place.
type column[V value] struct {
	client int32
	value  V
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
					l.columns[a.place] = append(l.columns[a.place], column[V]{int32(i), a.value})
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
	l.columns = append(l.columns, make([][]column[V], m-len(l.columns))...)
}

// drop says that the columns of client i may be of arcs that it has no longer. They are looked at, and taken out, when next they matter.
func (l *lowering[V]) drop(i int32) {
	if l.profit != nil {
		l.renewed[i] = true
		if l.front != nil {
			l.front.low[i] = V(limit[V]()) // so that the new ones are looked at
		}
	}
}

// stale tells whether a column of place j is of an arc that its client has no longer, or has come in again since.
func (l *lowering[V]) stale(j int32, c column[V], found []finding[V]) bool {
	return l.renewed[c.client] && (!slices.Contains(l.arcsOf(c.client), arc[V]{j, c.value}) ||
		slices.ContainsFunc(found, func(f finding[V]) bool { return f.column == c }))
}

// put makes columns of the arcs of client i.
func (l *lowering[V]) put(i int32) {
	if l.profit == nil {
		return
	}
	for _, a := range l.arcsOf(i) {
		l.columns[a.place] = append(l.columns[a.place], column[V]{i, a.value})
	}
}
