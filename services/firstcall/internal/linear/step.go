package linear

import "slices"

// MaxExtensions is how often a public hold can be extended.
const MaxExtensions = 3

// step returns the states that a call may lead to. There is none when it cannot have been answered like this.
func (b *Board) step(s *table, op *Op, a *Answer) []*table {
	if a.Code == Unanswered {
		return append(b.succeed(s, op, nil), s)
	}
	if a.Code == OK {
		return b.succeed(s, op, a)
	}
	if b.refusable(s, op, a.Code) {
		return []*table{s}
	}
	return nil
}

// succeed returns the states after the call did what it asks for; a is nil when nobody knows what it was told.
func (b *Board) succeed(s *table, op *Op, a *Answer) []*table {
	switch op.Kind {
	case Hold, HoldSeveral, Book:
		return b.place(s, op, a)
	case Extend:
		return extend(s, op, a)
	case Release, ReleaseSeveral, BookHold:
		return b.useHold(s, op, a)
	case Move, MoveToHold, Cancel:
		return b.change(s, op, a)
	case BookSeries, MoveSeries, EndSeries:
		return b.series(s, op, a)
	case ReadOpen:
		return one(s, a == nil || b.shows(s, op, a.Open))
	default:
		return one(s, a == nil || s.shows(op.Below, a.Rows))
	}
}

func one(s *table, ok bool) []*table {
	if !ok {
		return nil
	}
	return []*table{s}
}

// lapse returns the bounds of the instant a hold of the call lapses at; false when it cannot be the one answered.
func lapse(op *Op, a *Answer) (from, until int64, ok bool) {
	if a == nil {
		return op.Call + op.For, Forever, true
	}
	return a.Expire, a.Expire, op.Call+op.For <= a.Expire && a.Expire <= op.Return+op.For
}

func (b *Board) place(s *table, op *Op, a *Answer) []*table {
	r := Row{Case: op.Case, State: Booked, Version: 1, Contact: op.Contact}
	if s.open(op) {
		return nil
	}
	if op.Kind != Book {
		r.State, r.Several = Held, op.Kind == HoldSeveral
		var ok bool
		if r.From, r.Until, ok = lapse(op, a); !ok {
			return nil
		}
	}
	for _, slot := range op.Slots {
		if may, _ := b.free(s, slot, op, -1); !may {
			return nil
		}
		r.Slot = slot
		s = b.clear(s, slot, op).with(r)
	}
	return one(s, op.Kind != Book || a == nil || same(&r, &a.Row))
}

func extend(s *table, op *Op, a *Answer) []*table {
	held := s.hold(op.Case)
	if len(held) != 1 || held[0].Several || held[0].Extensions >= MaxExtensions {
		return nil
	}
	r := held[0]
	live, _ := r.occupies(op)
	from, until, ok := lapse(op, a)
	if !live || !ok {
		return nil
	}
	r.From, r.Until = from, until
	r.Extensions++
	r.Version++
	return one(s.replace(held[0], r), true)
}

func (b *Board) useHold(s *table, op *Op, a *Answer) []*table {
	var out []*table
	held := s.hold(op.Case)
	live, lapsed := liveness(held, op)
	if op.Kind == ReleaseSeveral && lapsed {
		out = append(out, s)
	}
	if !live {
		return out
	}
	next := s.without(func(r *Row) bool { return r.Case == op.Case && r.State == Held })
	if op.Kind != BookHold {
		return append(out, next)
	}
	i := slices.IndexFunc(held, func(r Row) bool { return r.Slot == op.Slots[0] })
	if i < 0 || s.open(op) {
		return nil
	}
	r := Row{Case: op.Case, Slot: held[i].Slot, State: Booked, Version: held[i].Version + 1, Contact: op.Contact}
	return one(next.with(r), a == nil || same(&r, &a.Row))
}

// liveness says of the rows of one hold, which lapse together, whether they may be live, and whether they may not.
func liveness(held []Row, op *Op) (may, mayNot bool) {
	if len(held) == 0 {
		return false, true
	}
	return held[0].occupies(op)
}

// shows reports whether the slots may be open, and closed, as they were read.
func (b *Board) shows(s *table, op *Op, open uint64) bool {
	for _, slot := range op.Slots {
		may, mayNot := b.free(s, slot, op, -1)
		if isOpen := open>>slot&1 == 1; isOpen && !may || !isOpen && !mayNot {
			return false
		}
	}
	return true
}
