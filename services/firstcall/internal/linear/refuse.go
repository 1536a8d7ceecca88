package linear

// change returns the states after an appointment was moved or called off.
func (b *Board) change(s *table, op *Op, a *Answer) []*table {
	old, ok := s.booked(op.Case)
	if !ok || old.State != Booked || op.Version != 0 && op.Version != old.Version {
		return nil
	}
	r := old
	r.Version++
	r.Sequence++
	switch op.Kind {
	case Cancel:
		r.State = Cancelled
	case Move:
		if may, _ := b.free(s, op.Slots[0], op, op.Case); !may || !b.keeps(r.Slot, op.Slots[0]) {
			return nil
		}
		r.Slot = op.Slots[0]
		s = b.clear(s, r.Slot, op)
	default:
		held := s.hold(op.Other)
		if live, _ := liveness(held, op); !live || len(held) != 1 {
			return nil
		}
		if !b.keeps(r.Slot, held[0].Slot) {
			return nil
		}
		r.Slot = held[0].Slot
		s = s.without(func(x *Row) bool { return *x == held[0] })
	}
	return one(s.replace(old, r), a == nil || same(&r, &a.Row))
}

// refusable reports whether the call may have been refused like this.
func (b *Board) refusable(s *table, op *Op, code Code) bool {
	switch op.Kind {
	case Hold, HoldSeveral, Book:
		if s.open(op) {
			return code == CallOpen
		}
		return code == Taken && b.taken(s, op)
	case Extend:
		held := s.hold(op.Case)
		live, lapsed := liveness(held, op)
		used := len(held) > 1 || len(held) == 1 && (held[0].Several || held[0].Extensions >= MaxExtensions)
		return code == NoHold && lapsed || code == ExtensionsUsed && live && used
	case Release, BookHold:
		live, lapsed := liveness(s.hold(op.Case), op)
		return code == NoHold && lapsed || code == CallOpen && live && s.open(op)
	case Move, MoveToHold, Cancel:
		return b.unchangeable(s, op, code)
	case BookSeries, MoveSeries:
		return b.seriesRefusable(s, op, code)
	default:
		return false
	}
}

// taken reports whether one of the slots may be found taken when those before it are placed.
func (b *Board) taken(s *table, op *Op) bool {
	for _, slot := range op.Slots {
		may, mayNot := b.free(s, slot, op, -1)
		if mayNot {
			return true
		}
		if !may {
			return false
		}
		s = b.clear(s, slot, op).with(Row{Case: op.Case, Slot: slot, State: Booked})
	}
	return false
}

func (b *Board) unchangeable(s *table, op *Op, code Code) bool {
	r, ok := s.booked(op.Case)
	if !ok {
		return false
	}
	if op.Version != 0 && op.Version != r.Version {
		return code == Stale
	}
	if r.State != Booked {
		return code == WrongState
	}
	switch op.Kind {
	case Move:
		_, mayNot := b.free(s, op.Slots[0], op, op.Case)
		keeps := b.keeps(r.Slot, op.Slots[0])
		return code == Invalid && !keeps || code == Taken && keeps && mayNot
	case MoveToHold:
		held := s.hold(op.Other)
		live, lapsed := liveness(held, op)
		return code == NoHold && lapsed || code == Invalid && live && (len(held) != 1 || !b.keeps(r.Slot, held[0].Slot))
	default:
		return false
	}
}
