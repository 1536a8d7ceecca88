package assign

import "slices"

// Policy, found by measuring.
const (
	// frontsFrom is from how many arcs on fronts pay: fewer are in a core's own cache.
	frontsFrom = 1 << 18
	// marginShare is the part of the first ε that a front reaches below what counts, and that prices and profits may fall before fronts change.
	marginShare = 32
	// arcsInFront and columnsInFront are how many there is room for.
	arcsInFront, columnsInFront = 8, 32
)

// fronts are copies, side by side, of the cells of each row that can matter: of a client's arcs those to places that are nearly the best for it,
// of a place's columns those of clients who would nearly come. A cell is worth its value less a price: that of the arc's place, or what the
// column's client has. From day to day prices change little, so that few rows are ever read.
type fronts[V value, T comparable] struct {
	room  int
	cells []T
	n     []int32
	// cut is what no cell of the row is worth more than that is not in the front.
	cut []V
	// low is what each price is at least.
	low    []V
	margin V
}

// grow makes room for so many rows and prices.
func (f *fronts[V, T]) grow(rows, prices int) {
	if f == nil {
		return
	}
	f.cells = append(f.cells, make([]T, rows*f.room-len(f.cells))...)
	f.cut = append(f.cut, slices.Repeat([]V{V(limit[V]())}, rows-len(f.cut))...)
	f.n = append(f.n, make([]int32, rows-len(f.n))...)
	f.low = append(f.low, slices.Repeat([]V{V(limit[V]())}, prices-len(f.low))...)
}

func (f *fronts[V, T]) of(i int32) []T { return f.cells[int(i)*f.room:][:f.n[i]] }

// clear leaves row i without a front.
func (f *fronts[V, T]) clear(i int32) { f.n[i], f.cut[i] = 0, V(limit[V]()) }

// admit puts a cell, which is worth so much at most, in the front of row i if it belongs there.
func (f *fronts[V, T]) admit(i int32, cell T, worth V) {
	switch {
	case worth <= f.cut[i] || slices.Contains(f.of(i), cell):
	case int(f.n[i]) == f.room:
		f.clear(i)
	default:
		f.cells[int(i)*f.room+int(f.n[i])] = cell
		f.n[i]++
	}
}

// fallen tells whether price j is lower than it was taken to be, and takes it to be lower from now on.
func (f *fronts[V, T]) fallen(j int, price V) bool {
	if price >= f.low[j] {
		return false
	}
	f.low[j] = price - f.margin
	return true
}

// start begins with these prices.
func (f *fronts[V, T]) start(prices []V) {
	for j, p := range prices {
		f.low[j] = p - f.margin
	}
}

// arrange makes fronts.
func (s *solving[V]) arrange() {
	s.reverse.turnArcs()
	margin := max(1, s.coarse/marginShare)
	s.front = &fronts[V, arc[V]]{room: arcsInFront, margin: margin}
	s.reverse.front = &fronts[V, column[V]]{room: columnsInFront, margin: margin}
	s.grow()
	s.front.start(s.price)
	s.reverse.front.start(s.reverse.profit)
}

// grow makes room for clients and places that are new.
func (s *solving[V]) grow() {
	s.front.grow(len(s.at), len(s.price))
	s.reverse.front.grow(len(s.price), len(s.at))
	s.reverse.grow(len(s.at), len(s.price))
}

// frontArcs makes a front of the arcs of client i, to whom the next best place is worth so much.
func (nw *network[V]) frontArcs(i int32, next V) {
	f := nw.front
	if f == nil {
		return
	}
	cut := next - f.margin
	front, n := f.cells[int(i)*f.room:][:f.room], 0
	for _, a := range nw.arcsOf(i) {
		if a.value-f.low[a.place] > cut {
			if n == len(front) {
				f.clear(i)
				return
			}
			front[n] = a
			n++
		}
	}
	f.n[i], f.cut[i] = int32(n), cut
}

// lowerArcs makes the fronts such as they are where prices have fallen.
func (s *solving[V]) lowerArcs() {
	f := s.front
	if f == nil {
		return
	}
	for j, p := range s.price {
		if f.fallen(j, p) {
			for _, c := range s.reverse.columns[j] {
				if a := (arc[V]{int32(j), c.value}); a.value-f.low[j] > f.cut[c.client] && !s.reverse.stale(a.place, c, nil) {
					f.admit(c.client, a, a.value-f.low[j])
				}
			}
		}
	}
}

// frontColumns makes a front of the columns of place j, which is worth so much to the last one who was found.
func (l *lowering[V]) frontColumns(j int32, last V) {
	f := l.front
	if f == nil {
		return
	}
	cut := last - f.margin
	front, n := f.cells[int(j)*f.room:][:f.room], 0
	for _, c := range l.columns[j] {
		if c.value-f.low[c.client] > cut {
			if n == len(front) {
				f.clear(j)
				return
			}
			front[n] = c
			n++
		}
	}
	f.n[j], f.cut[j] = int32(n), cut
}

// lowerColumns makes the fronts such as they are where clients have less.
func (l *lowering[V]) lowerColumns() {
	f := l.front
	if f == nil {
		return
	}
	for i, p := range l.profit {
		if f.fallen(i, p) {
			for _, a := range l.arcsOf(int32(i)) {
				f.admit(a.place, column[V]{int32(i), a.value}, a.value-f.low[i])
			}
		}
	}
}
