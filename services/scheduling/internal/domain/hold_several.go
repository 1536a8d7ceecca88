package domain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Holding asks for several slots to be held together for an inquiry.
type Holding struct {
	Call
	Slots     []string
	InquiryID string
	For       time.Duration
}

// HoldSlots claims all of the slots or none. Such a hold cannot be extended. A repeat gives the same hold. Errors:
// ErrSlotTaken with the slot in the metadata, ErrRequestIDReused, invalid fields.
func (s *Scheduler) HoldSlots(ctx context.Context, h Holding) (Hold, error) {
	slots := make([]Slot, len(h.Slots))
	var wrong error
	for i, token := range h.Slots {
		field := fmt.Sprintf("slots[%d]", i)
		slot, err := s.slotOf(token, field, s.now())
		if err == nil && slices.Contains(slots[:i], slot) {
			err = invalid(field, "is asked for twice")
		}
		if slots[i] = slot; err != nil && wrong == nil {
			wrong = err
		}
	}
	secret := s.keys.holdSecret(h.Once)
	hold, err := write(ctx, s, func(tx Tx) (Hold, error) {
		hold, err := s.holdAll(ctx, tx, h, slots, wrong, hashSecret(secret))
		hold.Secret = secret
		return hold, err
	})
	if errors.Is(err, ErrSlotTaken) {
		if e, ok := errs.As(err); ok {
			if i := slices.Index(h.Slots, e.Metadata["slot"]); i >= 0 {
				err = s.withOpen(ctx, err, slots[i])
			}
		}
	}
	return hold, err
}

func (s *Scheduler) holdAll(ctx context.Context, tx Tx, h Holding, slots []Slot, wrong error, hash string) (Hold, error) {
	now := s.now()
	look := s.spanning(h.Once, slots)
	v, err := tx.Look(ctx, look)
	if err != nil {
		return Hold{}, err
	}
	var hold Hold
	if ok, err := h.replayed(v, &hold); ok || err != nil {
		return hold, err
	}
	if wrong != nil {
		return Hold{}, wrong
	}
	rows, err := s.placeAll(v, h, slots, now)
	if err = s.withoutOwn(ctx, tx, h.InquiryID, err, slots, func() (err error) {
		if v, err = tx.Look(ctx, s.spanning(h.Once, slots)); err == nil {
			rows, err = s.placeAll(v, h, slots, now)
		}
		return err
	}); err != nil {
		return Hold{}, err
	}
	if err := releaseLapsed(ctx, tx, v.Rows, look.From, look.To, now); err != nil {
		return Hold{}, err
	}
	hold.Expire = now + h.For.Microseconds()
	for i, slot := range slots {
		hold.Slots = append(hold.Slots, Opening{Slot: slot, Token: h.Slots[i], End: rows[i].End})
		rows[i].HoldHash, rows[i].HoldExpire, rows[i].HoldExtensions = hash, hold.Expire, s.rules.HoldExtensions
	}
	// One order for everybody, so that two who want the same slots, or add to the same limits, do not wait for each other.
	slices.SortFunc(rows, func(a, b Appointment) int {
		return cmp.Or(cmp.Compare(a.ProviderID, b.ProviderID), cmp.Compare(a.Start, b.Start))
	})
	for i := range rows {
		var r Record
		if i == len(rows)-1 {
			if r, err = h.record(now, nil, hold); err != nil {
				return Hold{}, err
			}
		}
		if ok, err := tx.Insert(ctx, &rows[i], r); err != nil {
			return Hold{}, err
		} else if !ok {
			return Hold{}, ErrRaced
		}
	}
	return hold, nil
}

// spanning returns what a transaction must see to judge all of the slots.
func (s *Scheduler) spanning(o Once, slots []Slot) Look {
	l := Look{Once: o}
	for _, slot := range slots {
		if t := s.types[slot.TypeID]; t != nil {
			from, to := t.blocked(slot.Start)
			if l.From == 0 || from < l.From {
				l.From = from
			}
			l.To = max(l.To, to)
		}
	}
	return l
}

// placeAll gives every slot its provider and room, or says which one is taken.
func (s *Scheduler) placeAll(v View, h Holding, slots []Slot, now int64) ([]Appointment, error) {
	rows := make([]Appointment, len(slots))
	cal := NewCalendar(v.Catalog, now, slices.MinFunc(slots, bySlotStart).Start, slices.MaxFunc(slots, bySlotStart).Start, v.Rows)
	var wants []roomWant
	for i, slot := range slots {
		t := v.Catalog.Type(slot.TypeID)
		if t == nil {
			return nil, ErrSlotTaken.With("slot", h.Slots[i])
		}
		cal := cal.Wishing(slot.Wish)
		claims, reason := cal.Claims(t, slot.ProviderID, slot.Start, slot.Mode, Claim{})
		if reason != Offered {
			return nil, ErrSlotTaken.With("slot", h.Slots[i]).With("why", string(reason))
		}
		a := Appointment{
			ID: id.New(), TypeID: slot.TypeID, State: Held, InquiryID: h.InquiryID, Wish: slot.Wish, Version: 1, Created: now, Updated: now,
		}
		a.at(t, slot.Start, claims[0])
		a.Guards = cal.guards(a.ProviderID, t, slot.Start)
		cal.claim(a)
		if a.Mode.NeedsRoom() {
			w := roomWant{slot: i, from: a.BlockedStart, to: a.BlockedEnd}
			cal.suitable(t, v.Catalog.index[a.ProviderID], slot.Start, func(room int) bool {
				w.rooms = append(w.rooms, room)
				return true
			})
			wants = append(wants, w)
		}
		rows[i] = a
	}
	rooms, missing := cal.assignRooms(wants)
	if missing >= 0 {
		return nil, ErrSlotTaken.With("slot", h.Slots[wants[missing].slot]).With("why", string(NoRoom))
	}
	for n, w := range wants {
		rows[w.slot].RoomID = v.Catalog.rooms[rooms[n]].ID
	}
	return rows, nil
}

func bySlotStart(a, b Slot) int { return compare(a.Start, b.Start) }
