package domain

import "context"

// Booking asks for a slot or a hold to be booked.
type Booking struct {
	Call
	// Slot or Hold says when; SlotOfHold which of several slots held together.
	Slot, Hold, SlotOfHold string
	InquiryID              string
	// TypeID is the type expected.
	TypeID string
	// ProviderID is the provider expected; empty for whoever the slot is with.
	ProviderID string
	// Contact is a keyed hash of how the client is reached; "" when nobody minds a second open appointment.
	Contact string
}

// Book books a slot, with whoever is free, or a hold. The other slots of the hold are let go in the same transaction.
// A repeat gives the same appointment. Errors: ErrSlotTaken with OpenSlots, ErrHoldNotFound, ErrCallOpen,
// ErrRequestIDReused, invalid fields.
func (s *Scheduler) Book(ctx context.Context, b Booking) (Appointment, error) {
	if t := s.types[b.TypeID]; t == nil || !t.OnePerContact {
		b.Contact = ""
	}
	if b.Hold != "" {
		a, err := write(ctx, s, func(tx Tx) (Appointment, error) { return s.bookHold(ctx, tx, b) })
		return s.done(a, err)
	}
	slot, wrong := s.slotOf(b.Slot, "slot", s.now())
	if wrong == nil && slot.TypeID != b.TypeID {
		wrong = invalid("slot", "is a slot of another appointment type")
	} else if wrong == nil && b.ProviderID != "" && slot.ProviderID != b.ProviderID {
		wrong = invalid("slot", "is a slot of another provider")
	}
	take := func(tx Placing) (Appointment, error) {
		var first Appointment
		draft := Appointment{State: Booked, InquiryID: b.InquiryID, Contact: b.Contact}
		a, replay, err := s.take(ctx, tx, b.Call, slot, wrong, draft, &first,
			func(a *Appointment) (Record, error) {
				return b.record(a.Updated, b.event(KindBooked, a), a)
			})
		if replay {
			a = first
		}
		return a, err
	}
	a, err := findPlace(ctx, s, take)
	if _, held := inTheWayOf(err); held {
		a, err = write(ctx, s, func(tx Tx) (a Appointment, _ error) {
			return a, s.withoutOwn(ctx, tx, b.InquiryID, err, []Slot{slot}, func() (err error) {
				a, err = take(tx)
				return err
			})
		})
	}
	return s.done(a, s.withOpen(ctx, err, slot))
}

func (s *Scheduler) bookHold(ctx context.Context, tx Tx, b Booking) (Appointment, error) {
	now := s.now()
	v, err := tx.Look(ctx, Look{Once: b.Once, HoldHash: hashSecret(b.Hold), Contact: b.Contact})
	if err != nil {
		return Appointment{}, err
	}
	var first Appointment
	if ok, err := b.replayed(v, &first); ok || err != nil {
		return first, err
	}
	chosen, others, err := s.choose(v.Hold, b, now)
	if err != nil {
		return Appointment{}, err
	}
	if v.OpenUntil > now {
		return Appointment{}, ErrCallOpen
	}
	for i := range others {
		if err := s.letGo(ctx, tx, &others[i], now); err != nil {
			return Appointment{}, err
		}
	}
	chosen.State, chosen.InquiryID, chosen.Contact = Booked, b.InquiryID, b.Contact
	chosen.HoldHash, chosen.HoldExpire, chosen.HoldExtensions = "", 0, 0
	chosen.Version++
	chosen.Updated = now
	r, err := b.record(now, b.event(KindBooked, &chosen), &chosen)
	if err != nil {
		return Appointment{}, err
	}
	return chosen, tx.Update(ctx, &chosen, r)
}

// choose returns the row of the hold that is booked, and the others.
func (s *Scheduler) choose(rows []Appointment, b Booking, now int64) (chosen Appointment, others []Appointment, err error) {
	live := usable(rows, b.InquiryID, now)
	if len(live) == 0 {
		return chosen, nil, ErrHoldNotFound
	}
	at := 0
	if b.SlotOfHold != "" {
		if at = s.which(live, b.SlotOfHold); at < 0 {
			return chosen, nil, invalid("slotOfHold", "is not a slot of this hold")
		}
	} else if len(live) > 1 {
		return chosen, nil, invalid("slotOfHold", "must say which slot of the hold")
	}
	if live[at].TypeID != b.TypeID {
		return chosen, nil, invalid("hold", "holds a slot of another appointment type")
	}
	if b.ProviderID != "" && live[at].ProviderID != b.ProviderID {
		return chosen, nil, invalid("hold", "holds a slot of another provider")
	}
	return live[at], append(live[:at:at], live[at+1:]...), nil
}

// usable returns the rows that have not lapsed and belong to the inquiry or to nobody.
func usable(rows []Appointment, inquiryID string, now int64) []Appointment {
	var out []Appointment
	for _, r := range rows {
		if !r.lapsed(now) && (r.InquiryID == "" || r.InquiryID == inquiryID) {
			out = append(out, r)
		}
	}
	return out
}

// which returns the index of the row that holds the slot, -1 when none does.
func (s *Scheduler) which(rows []Appointment, token string) int {
	slot, ok := s.keys.Unseal(token)
	if !ok {
		return -1
	}
	for i, r := range rows {
		if r.TypeID == slot.TypeID && r.Start == slot.Start &&
			(slot.ProviderID == "" || slot.ProviderID == r.ProviderID) && (slot.Mode == ModeNone || slot.Mode == r.Mode) {
			return i
		}
	}
	return -1
}

// letGo releases a hold before its time.
func (s *Scheduler) letGo(ctx context.Context, tx Tx, a *Appointment, now int64) error {
	a.State, a.HoldExpire, a.Updated = Released, 0, now
	a.Version++
	return tx.Update(ctx, a, Record{})
}
