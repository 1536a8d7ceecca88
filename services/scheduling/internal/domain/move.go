package domain

import "context"

// Moving asks for an appointment to be moved to a slot or to the slot of a hold.
type Moving struct {
	Call
	ID         string
	Slot, Hold string
	// ETag is the version read; "" means any.
	ETag string
	// SeriesETag is the version of the series read; "" means any.
	SeriesID, SeriesETag string
}

// Move gives the appointment a new time. The new time is secured before the old is let go, in one transaction; the id
// stays. A repeat gives the first answer. Errors: ErrSlotTaken with OpenSlots, ErrHoldNotFound, ErrWrongState,
// ErrETagMismatch, ErrNotFound, ErrRequestIDReused, invalid fields.
func (s *Scheduler) Move(ctx context.Context, m Moving) (Appointment, error) {
	var slot Slot
	var wrong error
	if m.Hold == "" {
		slot, wrong = s.slotOf(m.Slot, "slot", s.now())
	}
	a, err := write(ctx, s, func(tx Tx) (Appointment, error) { return s.move(ctx, tx, m, &slot, wrong) })
	return s.done(a, s.withOpen(ctx, err, slot))
}

func (s *Scheduler) move(ctx context.Context, tx Tx, m Moving, slot *Slot, wrong error) (Appointment, error) {
	look := s.looking(m.Once, *slot)
	if m.Hold != "" {
		look.HoldHash = hashSecret(m.Hold)
	}
	var old Appointment
	for round := range maxRounds {
		now := s.now()
		v, err := tx.Look(ctx, look)
		if err != nil {
			return Appointment{}, err
		}
		if round == 0 {
			var first Appointment
			if ok, err := m.replayed(v, &first); ok || err != nil {
				return first, err
			}
			if m.SeriesETag != "" {
				if _, err := lockSeries(ctx, tx, m.SeriesID, m.SeriesETag); err != nil {
					return Appointment{}, err
				}
			}
			if old, err = s.lockBooked(ctx, tx, m.ID, m.ETag); err != nil {
				return Appointment{}, err
			}
		}
		if m.Hold != "" {
			return s.moveToHold(ctx, tx, m, old, v.Hold, now)
		}
		if wrong != nil {
			return Appointment{}, wrong
		}
		if slot.TypeID != old.TypeID {
			return Appointment{}, invalid("slot", "is a slot of another appointment type")
		}
		// Who is seen stays; only where anybody may take it, as with a call, it may be somebody else.
		if slot.ProviderID != "" && slot.ProviderID != old.ProviderID {
			return Appointment{}, invalid("slot", "is a slot of another provider")
		}
		slot.Wish = slot.Wish.and(old.Wish)
		if a, ok, err := s.moveToSlot(ctx, tx, m, old, *slot, v, now); ok || err != nil {
			return a, err
		}
	}
	return Appointment{}, ErrSlotTaken
}

// lockBooked reads the row for a change of a booked appointment.
func (s *Scheduler) lockBooked(ctx context.Context, tx Tx, id, tag string) (Appointment, error) {
	a, err := s.lock(ctx, tx, id, tag)
	if err == nil && a.State != Booked {
		err = wrongState(a.State)
	}
	return a, err
}

// lock reads the row for a change. A hold is no appointment yet.
func (s *Scheduler) lock(ctx context.Context, tx Tx, id, tag string) (Appointment, error) {
	a, err := tx.Lock(ctx, id)
	switch {
	case err != nil:
		return a, err
	case a.State == Held || a.State == Released:
		return a, ErrNotFound
	case tag != "" && tag != a.ETag():
		return a, ErrETagMismatch.With("resource", "appointments/"+a.ID)
	default:
		return a, nil
	}
}

func (s *Scheduler) moveToSlot(ctx context.Context, tx Tx, m Moving, old Appointment, slot Slot, v View, now int64) (Appointment, bool, error) {
	v.Rows = v.Rows.Without(old.ID)
	claims, err := s.claims(ctx, tx, v, slot, now, Claim{Provider: old.ProviderID, Room: old.RoomID})
	if err != nil {
		return Appointment{}, false, err
	}
	for _, c := range claims {
		a := old
		a.Wish = slot.Wish
		a.at(v.Catalog.Type(slot.TypeID), slot.Start, c)
		a.Overbook, a.OverbookReason = "", ""
		ok, err := s.moved(ctx, tx, m, &old, &a, now)
		if ok || err != nil {
			return a, ok, err
		}
	}
	return Appointment{}, false, nil
}

func (s *Scheduler) moveToHold(ctx context.Context, tx Tx, m Moving, old Appointment, rows []Appointment, now int64) (Appointment, error) {
	live := usable(rows, old.InquiryID, now)
	switch {
	case len(live) == 0:
		return Appointment{}, ErrHoldNotFound
	case len(live) > 1:
		return Appointment{}, invalid("hold", "must hold one slot")
	case live[0].TypeID != old.TypeID:
		return Appointment{}, invalid("hold", "holds a slot of another appointment type")
	}
	held := live[0]
	if t := s.types[old.TypeID]; (t == nil || !t.AnyProvider) && held.ProviderID != old.ProviderID {
		return Appointment{}, invalid("hold", "holds a slot of another provider")
	}
	a := old
	a.ProviderID, a.RoomID, a.Mode, a.Wish = held.ProviderID, held.RoomID, held.Mode, held.Wish.and(old.Wish)
	a.Start, a.End, a.BlockedStart, a.BlockedEnd = held.Start, held.End, held.BlockedStart, held.BlockedEnd
	a.Overbook, a.OverbookReason = held.Overbook, held.OverbookReason
	if err := s.letGo(ctx, tx, &held, now); err != nil {
		return Appointment{}, err
	}
	ok, err := s.moved(ctx, tx, m, &old, &a, now)
	if err == nil && !ok {
		err = ErrRaced
	}
	return a, err
}

// moved writes the row at its new time; its old one is free again.
func (s *Scheduler) moved(ctx context.Context, tx Tx, m Moving, old, a *Appointment, now int64) (bool, error) {
	a.Version++
	a.Sequence++
	a.Updated = now
	r, err := m.record(now, m.event(KindRescheduled, a), a)
	if err != nil {
		return false, err
	}
	r.Freed = m.freed(old, a)
	return tx.Move(ctx, a, r)
}
