package domain

import "context"

// maxRounds bounds how often one transaction looks again after all its claims were refused. Each round means that
// somebody else took what the one before had seen free.
const maxRounds = 8

// slotOf reads a slot token. The second result is what is wrong with it, for the field it came in.
func (s *Scheduler) slotOf(token, field string, now int64) (Slot, error) {
	slot, ok := s.keys.Unseal(token)
	if !ok {
		return Slot{}, invalid(field, "is not a slot that was listed")
	}
	if slot.Start <= now {
		return slot, invalid(field, "lies in the past")
	}
	return slot, nil
}

// looking returns what a transaction must see to judge the slot.
func (s *Scheduler) looking(o Once, slot Slot) Look {
	l := Look{Once: o}
	t := s.types[slot.TypeID]
	if t == nil {
		return l
	}
	l.From, l.To = t.blocked(slot.Start)
	return l
}

// claims returns the ways in which the slot can be had, from what the transaction saw, and lets lapsed holds go that
// are in the way.
func (s *Scheduler) claims(ctx context.Context, tx Placing, v View, slot Slot, now int64, prefer Claim) ([]Claim, error) {
	t := v.Catalog.Type(slot.TypeID)
	if t == nil {
		return nil, ErrSlotTaken
	}
	cal := NewCalendar(v.Catalog, now, slot.Start, slot.Start, v.Rows).Wishing(slot.Wish)
	claims, reason := cal.Claims(t, slot.ProviderID, slot.Start, slot.Mode, prefer)
	if reason != Offered {
		return nil, ErrSlotTaken.With("why", string(reason))
	}
	for i := range claims {
		claims[i].Guards = cal.guards(claims[i].Provider, t, slot.Start)
	}
	from, to := t.blocked(slot.Start)
	return claims, releaseLapsed(ctx, tx, v.Rows, from, to, now)
}

// releaseLapsed lets the holds in [from, to) go that have lapsed: the schema does not know that they count for nobody.
func releaseLapsed(ctx context.Context, tx Placing, rows *Occupancy, from, to, now int64) error {
	ids := rows.lapsed(from, to, now)
	if len(ids) == 0 {
		return nil
	}
	return tx.Release(ctx, ids, now)
}

// take inserts a row for the slot with whoever is free. wrong is what was wrong with the token: a repeat of a request
// is recognised before its token is judged. keep returns the record to write with the row.
func (s *Scheduler) take(ctx context.Context, tx Placing, call Call, slot Slot, wrong error, draft Appointment,
	answer any, keep func(*Appointment) (Record, error),
) (a Appointment, replay bool, err error) {
	for range maxRounds {
		now := s.now()
		look := s.looking(call.Once, slot)
		look.Contact, look.Recent = draft.Contact, true
		v, err := tx.Look(ctx, look)
		if err != nil {
			return a, false, err
		}
		if ok, err := call.replayed(v, answer); ok || err != nil {
			return a, ok, err
		}
		claims, err := s.allowed(ctx, tx, v, slot, wrong, now)
		if err != nil && v.Recent {
			continue
		}
		if err != nil {
			return a, false, err
		}
		for _, c := range claims {
			a = draft
			a.fresh(slot.TypeID, now)
			a.Wish = slot.Wish
			a.at(v.Catalog.Type(slot.TypeID), slot.Start, c)
			r, err := keep(&a)
			if err != nil {
				return a, false, err
			}
			if ok, err := tx.Insert(ctx, &a, r); ok || err != nil {
				return a, false, err
			}
			if v.Recent {
				break
			}
		}
	}
	return a, false, ErrSlotTaken
}

// allowed returns the claims on the slot, or why there are none. wrong is what was wrong with its token.
func (s *Scheduler) allowed(ctx context.Context, tx Placing, v View, slot Slot, wrong error, now int64) ([]Claim, error) {
	if wrong != nil {
		return nil, wrong
	}
	if v.OpenUntil > now {
		return nil, ErrCallOpen
	}
	return s.claims(ctx, tx, v, slot, now, Claim{})
}
