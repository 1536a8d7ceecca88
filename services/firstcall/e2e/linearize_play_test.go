package e2e

import (
	"slices"
	"time"
)

// act makes one call, chosen at random, about one of the cases that were new a moment ago.
func (k *caller) act(b *board) {
	slot := k.random.IntN(len(b.slots))
	late := k.random.IntN(8) == 0
	held := k.pick(b, func(c *claim) bool { return c.hold != "" && c.name == "" && (late || !c.over) })
	booked := k.pick(b, func(c *claim) bool { return c.name != "" && (late || !c.over) })
	if b.weekly && k.random.IntN(3) > 0 {
		k.actWeekly(b, late)
		return
	}
	switch n := k.random.IntN(100); {
	case n < 20 || n < 60 && held == nil && booked == nil:
		k.claim(b, slot)
	case n < 27:
		k.book(b, slot, nil)
	case n < 46 && held != nil:
		k.book(b, held.slots[k.random.IntN(len(held.slots))], held)
	case n < 51 && held != nil:
		k.extend(b, *held)
	case n < 57 && held != nil:
		k.release(b, *held)
	case n < 69 && booked != nil:
		k.move(b, *booked, k.target(b, booked, slot, late))
	case n < 73 && booked != nil && held != nil && held.public:
		k.moveToHold(b, *booked, *held)
	case n < 88 && booked != nil:
		k.cancel(b, *booked)
	case n < 94:
		k.readOpen(b, slot)
	default:
		k.readBooked(b, false)
	}
}

// target returns a slot to move the appointment to: mostly with whom it is, and in the week of an occurrence, so that
// those of one series are in nobody's way but others'.
func (k *caller) target(b *board, booked *claim, slot int, late bool) int {
	if booked.series != "" {
		return startsAWeek*booked.index + k.random.IntN(startsAWeek)
	}
	for b.slots[slot].provider != "" && b.slots[slot].provider != booked.with && !late {
		slot = k.random.IntN(len(b.slots))
	}
	return slot
}

// claim holds the slot of a call, or several slots of sessions, mostly so short that many holds lapse.
func (k *caller) claim(b *board, slot int) {
	if b.mode == 0 {
		k.hold(b, slot)
		return
	}
	slots := []int{slot}
	for range k.random.IntN(3) {
		if other := k.random.IntN(len(b.slots)); !slices.Contains(slots, other) {
			slots = append(slots, other)
		}
	}
	lasts := shortestHold + time.Duration(k.random.Int64N(int64(time.Second)))
	if k.random.IntN(4) == 0 {
		lasts = time.Minute
	}
	k.holdSeveral(b, slots, lasts)
}

// pick returns a copy of one of the newest cases like this, nil when there is none.
func (k *caller) pick(b *board, like func(*claim) bool) *claim {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []*claim
	for i := len(b.claims) - 1; i >= 0 && len(found) < recentClaims; i-- {
		if like(b.claims[i]) {
			found = append(found, b.claims[i])
		}
	}
	if len(found) == 0 {
		return nil
	}
	c := *found[k.random.IntN(len(found))]
	return &c
}
