package domain

import (
	"context"
	"errors"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// withoutOwn tries what was refused once more when the inquiry's own holds were in the way, so that a client who was
// proposed a time can be proposed it again, or be given it. Those holds are let go in the same transaction; when it is
// refused again, or was for another reason, they stay.
func (s *Scheduler) withoutOwn(ctx context.Context, tx Tx, inquiryID string, refused error, slots []Slot, again func() error) error {
	why, ok := inTheWayOf(refused)
	if !ok || inquiryID == "" {
		return refused
	}
	held, err := tx.HeldFor(ctx, inquiryID)
	if err != nil {
		return err
	}
	held = slices.DeleteFunc(held, func(a Appointment) bool {
		return !slices.ContainsFunc(slots, func(slot Slot) bool { return s.blocks(&a, slot, why) })
	})
	if len(held) == 0 {
		return refused
	}
	now := s.now()
	for i := range held {
		if err := s.letGo(ctx, tx, &held[i], now); err != nil {
			return err
		}
	}
	return again()
}

// inTheWayOf returns why a slot was refused, and whether a hold may be behind it.
func inTheWayOf(refused error) (why Reason, ok bool) {
	e, known := errs.As(refused)
	if !known || !errors.Is(refused, ErrSlotTaken) {
		return "", false
	}
	why = Reason(e.Metadata["why"])
	return why, why == HeldByOther || why == NoRoom || why.limits()
}

// blocks reports whether the held row takes the provider's time or a room that the slot needs, or counts under the same
// limit.
func (s *Scheduler) blocks(a *Appointment, slot Slot, why Reason) bool {
	t := s.types[slot.TypeID]
	if t == nil {
		return false
	}
	from, to := t.blocked(slot.Start)
	if why.limits() {
		return a.ProviderID == slot.ProviderID && a.Start > slot.Start-7*dayUS && a.Start < slot.Start+7*dayUS
	}
	return a.BlockedStart < to && a.BlockedEnd > from &&
		(slot.ProviderID == "" || a.ProviderID == slot.ProviderID || why == NoRoom && a.RoomID != "")
}
