package linear

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// table is a state of the model: rows in order of case and slot, and their hash, which is kept up with every change. It
// is never changed itself.
type table struct {
	rows []Row
	sum  uint64
}

//nolint:gochecknoglobals // one seed for all tables, so that equal ones have equal hashes
var seed = maphash.MakeSeed()

func byCase(a, b Row) int {
	return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Slot, b.Slot))
}

func equal(a, b *table) bool { return a == b || a.sum == b.sum && slices.Equal(a.rows, b.rows) }

func (s *table) with(r Row) *table {
	i, _ := slices.BinarySearchFunc(s.rows, r, byCase)
	out := make([]Row, 0, len(s.rows)+1)
	return &table{append(append(append(out, s.rows[:i]...), r), s.rows[i:]...), s.sum ^ maphash.Comparable(seed, r)}
}

func (s *table) without(drop func(*Row) bool) *table {
	first := -1
	for i := range s.rows {
		if drop(&s.rows[i]) {
			first = i
			break
		}
	}
	if first < 0 {
		return s
	}
	out := &table{append(make([]Row, 0, len(s.rows)), s.rows[:first]...), s.sum}
	for i := range s.rows[first:] {
		if r := &s.rows[first+i]; drop(r) {
			out.sum ^= maphash.Comparable(seed, *r)
		} else {
			out.rows = append(out.rows, *r)
		}
	}
	return out
}

// replace returns the table with another row in the place of an equal one.
func (s *table) replace(old, r Row) *table {
	return s.without(func(x *Row) bool { return *x == old }).with(r)
}

// booked returns the case's row that is an appointment.
func (s *table) booked(number int) (Row, bool) {
	for i := range s.rows {
		if r := &s.rows[i]; r.Case == number && r.State != Held {
			return *r, true
		}
	}
	return Row{}, false
}

// open reports whether the contact of the call has an appointment.
func (s *table) open(op *Op) bool {
	return op.Contact != 0 && slices.ContainsFunc(s.rows, func(r Row) bool {
		return r.State == Booked && r.Contact == op.Contact
	})
}

// hold returns the rows the case holds.
func (s *table) hold(number int) []Row {
	from, to := -1, 0
	for i := range s.rows {
		if r := &s.rows[i]; r.Case == number && r.State == Held {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return nil
	}
	return s.rows[from:to]
}

// shows reports whether the rows are the appointments of the cases below, 0 meaning all cases.
func (s *table) shows(below int, read []Row) bool {
	n := 0
	for i := range s.rows {
		r := &s.rows[i]
		if r.State == Held || below > 0 && r.Case >= below {
			continue
		}
		if n >= len(read) || read[n].Case != r.Case || !same(r, &read[n]) {
			return false
		}
		n++
	}
	return n == len(read)
}

// same reports whether an answer shows the row.
func same(r, answered *Row) bool {
	return r.Slot == answered.Slot && r.State == answered.State && r.Version == answered.Version &&
		r.Sequence == answered.Sequence
}
