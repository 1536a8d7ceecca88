package assign

// rows are lists in one run of memory. One that outgrows its room moves to the end and leaves the room behind.
type rows[T any] struct {
	span  []span
	cells []T
}

// span is where the n cells of a row begin, in room for some more.
type span struct {
	from    int
	n, room int32
}

func (r *rows[T]) row(i int32) []T {
	s := &r.span[i]
	return r.cells[s.from : s.from+int(s.n)]
}

// set makes list the row.
func (r *rows[T]) set(i int32, list []T) {
	s := &r.span[i]
	s.n = int32(len(list))
	if s.n > s.room {
		r.move(i, s.n)
	}
	copy(r.cells[s.from:], list)
}

// add puts a cell at the end of the row.
func (r *rows[T]) add(i int32, cell T) {
	s := &r.span[i]
	if s.n == s.room {
		kept := r.row(i)
		r.move(i, s.n+s.n/4+4)
		copy(r.cells[s.from:], kept)
	}
	r.cells[s.from+int(s.n)] = cell
	s.n++
}

// remove takes the k-th cell out; the last one takes its place.
func (r *rows[T]) remove(i int32, k int) {
	row := r.row(i)
	row[k] = row[len(row)-1]
	r.span[i].n--
}

// move gives the row empty room at the end.
func (r *rows[T]) move(i, room int32) {
	r.span[i].from, r.span[i].room = len(r.cells), room
	r.cells = append(r.cells, make([]T, room)...)
}

// spread makes room for n cells in each row, and for some more.
func spread[T any](n []int32) rows[T] {
	r := rows[T]{span: make([]span, len(n))}
	at := 0
	for i, n := range n {
		n += n/8 + 2
		r.span[i] = span{from: at, room: n}
		at += int(n)
	}
	r.cells = make([]T, at, at+at/16)
	return r
}
