package domain

import "context"

// Hold is a claim on one or several slots under one secret.
type Hold struct {
	// Secret is the capability; only its hash is stored.
	Secret string `json:"-"`
	// Expire is when the hold lapses.
	Expire int64
	// Slots are the held times, in the order asked.
	Slots []Opening
}

// HoldSlot claims one public slot for a short time. A repeat gives the same hold. Errors: ErrSlotTaken with OpenSlots,
// ErrHoldBudgetUsed, ErrRequestIDReused, invalid fields.
func (s *Scheduler) HoldSlot(ctx context.Context, call Call, token string) (Hold, error) {
	slot, wrong := s.slotOf(token, "slot", s.now())
	if t := s.types[slot.TypeID]; wrong == nil && (t == nil || !t.Public) {
		wrong = invalid("slot", "cannot be held here")
	}
	if wrong == nil {
		wrong = s.spend(ctx, call)
	}
	secret := s.keys.holdSecret(call.Once)
	hold, err := findPlace(ctx, s, func(tx Placing) (Hold, error) {
		var hold Hold
		draft := Appointment{State: Held, HoldHash: hashSecret(secret), HoldExpire: s.now() + s.rules.HoldFor.Microseconds()}
		_, _, err := s.take(ctx, tx, call, slot, wrong, draft, &hold, func(a *Appointment) (Record, error) {
			hold = Hold{Expire: a.HoldExpire, Slots: []Opening{{Slot: slot, Token: token, End: a.End}}}
			return call.record(a.Updated, nil, hold)
		})
		hold.Secret = secret
		return hold, err
	})
	return hold, s.withOpen(ctx, err, slot)
}

// Extend makes a public hold last HoldFor from now. A repeat gives the first answer and extends nothing. Errors:
// ErrHoldNotFound, ErrHoldExtensionsUsed, ErrHoldBudgetUsed, ErrRequestIDReused.
func (s *Scheduler) Extend(ctx context.Context, call Call, secret string) (Hold, error) {
	wrong := s.spend(ctx, call)
	return write(ctx, s, func(tx Tx) (Hold, error) {
		rows, v, now, err := s.held(ctx, tx, call.Once, secret)
		var first Hold
		if ok, err := call.replayed(v, &first); ok || err != nil {
			first.Secret = secret
			return first, err
		}
		switch {
		case err != nil:
			return Hold{}, err
		case len(rows) > 1 || rows[0].HoldExtensions >= s.rules.HoldExtensions:
			return Hold{}, ErrHoldExtensionsUsed
		case wrong != nil:
			return Hold{}, wrong
		}
		a := rows[0]
		a.HoldExpire = now + s.rules.HoldFor.Microseconds()
		a.HoldExtensions++
		a.Version++
		a.Updated = now
		hold := s.holdOf(secret, a.HoldExpire, a)
		r, err := call.record(now, nil, hold)
		if err != nil {
			return Hold{}, err
		}
		return hold, tx.Update(ctx, &a, r)
	})
}

// Release lets a hold go. Error: ErrHoldNotFound when it is gone already.
func (s *Scheduler) Release(ctx context.Context, secret string) (Hold, error) {
	return write(ctx, s, func(tx Tx) (Hold, error) {
		rows, _, now, err := s.held(ctx, tx, Once{}, secret)
		if err != nil {
			return Hold{}, err
		}
		for i := range rows {
			if err := s.letGo(ctx, tx, &rows[i], now); err != nil {
				return Hold{}, err
			}
		}
		return s.holdOf(secret, now, rows...), nil
	})
}

// held returns the rows of a hold that has not lapsed, and all that was seen.
func (s *Scheduler) held(ctx context.Context, tx Tx, o Once, secret string) ([]Appointment, View, int64, error) {
	now := s.now()
	v, err := tx.Look(ctx, Look{Once: o, HoldHash: hashSecret(secret)})
	if err != nil {
		return nil, v, 0, err
	}
	var live []Appointment
	for _, r := range v.Hold {
		if !r.lapsed(now) {
			live = append(live, r)
		}
	}
	if len(live) == 0 {
		return nil, v, 0, ErrHoldNotFound
	}
	return live, v, now, nil
}

func (s *Scheduler) holdOf(secret string, expire int64, rows ...Appointment) Hold {
	h := Hold{Secret: secret, Expire: expire}
	for _, r := range rows {
		slot := Slot{TypeID: r.TypeID, ProviderID: r.ProviderID, Start: r.Start, Mode: r.Mode, Wish: r.Wish}
		h.Slots = append(h.Slots, Opening{Slot: slot, Token: s.keys.Seal(slot), End: r.End})
	}
	return h
}
