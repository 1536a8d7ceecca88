package domain

import (
	"context"
	"errors"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// maxNearest is how many open slots accompany ErrSlotTaken.
const maxNearest = 6

// withOpen adds to ErrSlotTaken the nearest slots that are open now. It reads outside of any transaction; failing to
// read only loses the suggestions.
func (s *Scheduler) withOpen(ctx context.Context, err error, slot Slot) error {
	refused, ok := errs.As(err)
	if !ok || !errors.Is(err, ErrSlotTaken) {
		return err
	}
	t := s.types[slot.TypeID]
	if t == nil {
		return err
	}
	for _, reach := range []int64{4 * dayUS, t.Horizon.Microseconds()} {
		starts, readErr := s.open(ctx, t, slot, slot.Start-reach, slot.Start+reach)
		if readErr != nil {
			return err
		}
		if len(starts) > 0 {
			return refused.WithDetails(OpenSlots{Slots: s.openings(t, nearest(starts, slot.Start))})
		}
	}
	return refused.WithDetails(OpenSlots{})
}

// open returns the open starts in [from, to) that suit whoever wants the slot: of its provider, if it has one, with what
// it asks of the room.
func (s *Scheduler) open(ctx context.Context, t *Type, slot Slot, from, to int64) ([]Start, error) {
	cal, err := s.calendar(ctx, from, to)
	if err != nil {
		return nil, err
	}
	starts := cal.Wishing(slot.Wish).Open(t, from, to)
	if slot.ProviderID != "" {
		starts = slices.DeleteFunc(starts, func(s Start) bool { return s.Provider != slot.ProviderID })
	}
	return starts, nil
}

func nearest(starts []Start, wished int64) []Start {
	distance := func(s Start) int64 { return max(s.At-wished, wished-s.At) }
	slices.SortStableFunc(starts, func(a, b Start) int { return compare(distance(a), distance(b)) })
	return starts[:min(len(starts), maxNearest)]
}
