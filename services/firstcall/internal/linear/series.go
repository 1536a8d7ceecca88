package linear

import "slices"

// series returns the states after a series was booked, moved or ended. Its occurrences are cases like others, so that each
// of them can be moved and called off by itself, too.
func (b *Board) series(s *table, op *Op, a *Answer) []*table {
	switch op.Kind {
	case BookSeries:
		for i, slot := range op.Slots {
			if may, _ := b.free(s, slot, op, -1); !may {
				return nil
			}
			s = b.clear(s, slot, op).with(Row{Case: op.Cases[i], Slot: slot, State: Booked, Version: 1})
		}
	case MoveSeries:
		if here, ok := s.booked(op.Cases[op.From]); !ok || here.State != Booked {
			return nil
		}
		moving, rest := s.moving(op)
		for _, r := range moving {
			slot := op.target(r)
			if may, _ := b.free(rest, slot, op, -1); !may {
				return nil
			}
			rest = b.clear(rest, slot, op)
			if slot != r.Slot {
				r.Slot = slot
				r.Version++
				r.Sequence++
			}
			rest = rest.with(r)
		}
		s = rest
	default:
		if _, ok := s.booked(op.Cases[0]); !ok {
			return nil
		}
		moving, rest := s.moving(op)
		for _, r := range moving {
			r.State = Cancelled
			r.Version++
			r.Sequence++
			rest = rest.with(r)
		}
		s = rest
	}
	return one(s, a == nil || s.showsSeries(op.Cases, a.Rows))
}

// moving returns the booked occurrences that a call is about, and the table without them.
func (s *table) moving(op *Op) (rows []Row, rest *table) {
	about := func(r *Row) bool {
		return r.State == Booked && slices.Contains(op.Cases[op.From:], r.Case)
	}
	for i := range s.rows {
		if about(&s.rows[i]) {
			rows = append(rows, s.rows[i])
		}
	}
	return rows, s.without(about)
}

// target is the slot that an occurrence is moved to.
func (o *Op) target(r Row) int { return o.Slots[slices.Index(o.Cases, r.Case)] }

// showsSeries reports whether the rows are the occurrences.
func (s *table) showsSeries(cases []int, read []Row) bool {
	if len(read) != len(cases) {
		return false
	}
	for i, number := range cases {
		if r, ok := s.booked(number); !ok || !same(&r, &read[i]) {
			return false
		}
	}
	return true
}

// seriesRefusable reports whether a series may have been refused like this.
func (b *Board) seriesRefusable(s *table, op *Op, code Code) bool {
	slots, rest := op.Slots, s
	if op.Kind == MoveSeries {
		here, ok := s.booked(op.Cases[op.From])
		if !ok || here.State != Booked {
			return ok && code == WrongState
		}
		var moving []Row
		moving, rest = s.moving(op)
		slots = nil
		for _, r := range moving {
			slots = append(slots, op.target(r))
		}
	}
	return code == NotFree && slices.ContainsFunc(slots, func(slot int) bool {
		_, mayNot := b.free(rest, slot, op, -1)
		return mayNot
	})
}
