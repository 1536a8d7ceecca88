package domain

import (
	"context"
	"slices"
)

// Overbooking asks for a start that is not offered to be held all the same.
type Overbooking struct {
	Call
	TypeID, ProviderID string
	Start              int64
	Mode               Mode
	// Rule is what is gone over; Reason says why, in the words of who does it.
	Rule   Reason
	Reason string
}

// Overbook holds the start with the provider over the one rule that is named: what is in the way at that instant must be
// it. The row is flagged for good. The schema lets it overlap others only where the rule is their time, their buffer or
// their hold, and never in a room. A repeat gives the same hold. Errors: ErrOverbookRule, ErrNotFound,
// ErrRequestIDReused, invalid fields.
func (s *Scheduler) Overbook(ctx context.Context, o Overbooking) (Hold, error) {
	t := s.types[o.TypeID]
	if t == nil {
		return Hold{}, ErrNotFound
	}
	slot := Slot{TypeID: t.ID, ProviderID: o.ProviderID, Start: o.Start, Mode: o.Mode}
	secret := s.keys.holdSecret(o.Once)
	hold, err := findPlace(ctx, s, func(tx Placing) (Hold, error) {
		hold, err := s.overbook(ctx, tx, o, slot, hashSecret(secret))
		hold.Secret = secret
		return hold, err
	})
	return hold, err
}

func (s *Scheduler) overbook(ctx context.Context, tx Placing, o Overbooking, slot Slot, hash string) (Hold, error) {
	for range maxRounds {
		now := s.now()
		v, err := tx.Look(ctx, s.looking(o.Once, slot))
		if err != nil {
			return Hold{}, err
		}
		var hold Hold
		if ok, err := o.replayed(v, &hold); ok || err != nil {
			return hold, err
		}
		if o.Start <= now {
			return Hold{}, invalid("startTime", "lies in the past")
		}
		t := v.Catalog.Type(slot.TypeID)
		i, ok := v.Catalog.index[o.ProviderID]
		if t == nil || !ok || !v.Catalog.providers[i].Takes(t.ID) {
			return Hold{}, ErrNotFound
		}
		claim, rule := NewCalendar(v.Catalog, now, o.Start, o.Start, v.Rows).claimOver(t, i, o.Start, o.Mode)
		if rule != o.Rule {
			return Hold{}, ErrOverbookRule.With("rule", string(rule))
		}
		from, to := t.blocked(o.Start)
		if err := releaseLapsed(ctx, tx, v.Rows, from, to, now); err != nil {
			return Hold{}, err
		}
		a := Appointment{
			State: Held, HoldHash: hash, HoldExpire: now + s.rules.HoldFor.Microseconds(), HoldExtensions: s.rules.HoldExtensions,
			Overbook: o.Rule, OverbookReason: o.Reason,
		}
		a.fresh(slot.TypeID, now)
		a.at(t, o.Start, claim)
		slot.Mode = claim.Mode
		hold = Hold{Expire: a.HoldExpire, Slots: []Opening{{Slot: slot, Token: s.keys.Seal(slot), End: a.End}}}
		r, err := o.record(now, nil, hold)
		if err != nil {
			return Hold{}, err
		}
		if ok, err := tx.Insert(ctx, &a, r); ok || err != nil {
			return hold, err
		}
	}
	return Hold{}, ErrOverbookRule.With("rule", string(Busy))
}

// claimOver returns how the start can be had with the provider regardless of the rules, and the weightiest rule in the
// way: the time of another appointment before all others. Without a room that is needed there is no claim.
func (c *Calendar) claimOver(t *Type, provider int, start int64, mode Mode) (Claim, Reason) {
	p := c.providers[provider].Provider
	modes := modesOf(t, p)
	claim := Claim{Provider: p.ID, Mode: mode}
	rule := c.occupied(provider, t, start)
	if rule == Offered {
		rule = c.Judge(t, p.ID, start, ModeNone)
	}
	if mode == ModeNone {
		claim.Mode = c.anyMode(t, provider, start, modes)
	}
	if !slices.Contains(modes, claim.Mode) {
		return Claim{}, NoRoom
	}
	if claim.Mode.NeedsRoom() {
		rooms := c.freeRooms(t, provider, start)
		if len(rooms) == 0 {
			return Claim{}, NoRoom
		}
		claim.Room = c.Catalog.rooms[rooms[0]].ID
	}
	return claim, rule
}
