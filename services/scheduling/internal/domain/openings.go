package domain

import (
	"context"
	"slices"
	"time"
)

// Search asks for openings of several providers.
type Search struct {
	ProviderIDs []string
	TypeID      string
	// Modes are the ways of meeting, best first; none means the provider's own.
	Modes []Mode
	// Within bounds how far ahead to look; 0 means the type's horizon.
	Within time.Duration
	// PerProvider is how many openings each gets at most; 0 means 3.
	PerProvider int
	// Preferred are weekly windows in TimeZone ("" means the practice's); openings inside come first, or alone.
	Preferred     []Hours
	TimeZone      string
	OnlyPreferred bool
	// Wish is what is asked of the room of openings in person.
	Wish RoomWish
}

// Openings of one provider, by time.
type Openings struct {
	ProviderID string
	Slots      []Opening
}

const defaultPerProvider = 3

// Find returns openings of the providers that have any, in the order asked. All of them together, of one provider and
// of all, can be held at once: they overlap neither in a provider's time nor beyond the rooms there are. Errors:
// ErrNotFound for an unknown type, invalid fields.
func (s *Scheduler) Find(ctx context.Context, q Search) ([]Openings, error) {
	t := s.types[q.TypeID]
	if t == nil {
		return nil, ErrNotFound
	}
	zone := s.practice
	if q.TimeZone != "" {
		var err error
		if zone, err = Zone(q.TimeZone); err != nil {
			return nil, invalid("timeZone", "must be an IANA time zone, such as America/New_York")
		}
	}
	if q.Within <= 0 || q.Within > t.Horizon {
		q.Within = t.Horizon
	}
	if q.PerProvider == 0 {
		q.PerProvider = defaultPerProvider
	}
	now := s.now()
	to := now + q.Within.Microseconds() + 1
	cal, err := s.calendar(ctx, now, to)
	if err != nil {
		return nil, err
	}
	cal = cal.Wishing(q.Wish)
	wishes := newWishes(zone, q, now, to)
	first, last := t.bookable(cal.Now)
	f := cal.finder(t, first, min(last, to-1))
	var out []Openings
	for _, id := range q.ProviderIDs {
		if picked := f.pick(id, q, wishes); len(picked) > 0 {
			out = append(out, Openings{ProviderID: id, Slots: s.openings(t, picked)})
		}
	}
	return out, nil
}

// pick chooses the provider's openings and claims them in the calendar: wished ones before others, and one a day
// before a second on the same day. Only what is about to be picked is judged.
func (f *finder) pick(providerID string, q Search, w *wishes) []Start {
	t := f.typ
	i, ok := f.index[providerID]
	if !ok || !f.providers[i].Takes(t.ID) {
		return nil
	}
	own := modesOf(t, f.providers[i].Provider)
	modes := wanted(own, q.Modes)
	f.picks = f.left(i, nil, f.picks[:0])
	var picked []Start
	days := make(map[Date]bool, q.PerProvider)
	for pass := range 4 {
		wished, freshDay := pass < 2, pass%2 == 0
		if wished && len(q.Preferred) == 0 {
			continue
		}
		if !wished && q.OnlyPreferred {
			break
		}
		for _, at := range f.picks {
			if len(picked) == q.PerProvider {
				break
			}
			if w.wished(at, at+t.Duration.Microseconds()) != wished {
				continue
			}
			day := DateIn(f.providers[i].zone, at)
			if freshDay && days[day] || f.judgeOnGrid(t, i, at, ModeNone, own) != Offered {
				continue
			}
			mode := f.anyMode(t, i, at, modes)
			if mode == ModeNone {
				continue
			}
			start := Start{At: at, Mode: mode, Wish: f.wished(t, i, at, mode)}
			f.claimOpening(t, i, at, mode)
			days[day] = true
			if !t.AnyProvider {
				start.Provider = providerID
			}
			picked = append(picked, start)
		}
	}
	slices.SortFunc(picked, func(a, b Start) int { return compare(a.At, b.At) })
	return picked
}

// claimOpening takes the time and a room for the rest of the computation.
func (c *Calendar) claimOpening(t *Type, provider int, start int64, mode Mode) {
	from, to := t.blocked(start)
	b := block{from: from, to: to, start: start, end: start + t.Duration.Microseconds(), held: true, claimed: true, types: c.bits[t.ID]}
	c.claimed[provider] = place(c.claimed[provider], b)
	if mode.NeedsRoom() {
		r := c.freeRooms(t, provider, start)[0]
		c.roomClaimed[r] = place(c.roomClaimed[r], b)
	}
}
