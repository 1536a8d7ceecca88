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
	// Absences are dates of providers, in TimeZone, on which no opening is of use.
	Absences []ProviderAbsence
	// FreeRooms asks for the rooms that are free for each opening.
	FreeRooms bool
}

// Openings of one provider, by time.
type Openings struct {
	ProviderID string
	Slots      []Opening
	// FreeRooms are of each slot, if asked for, all rooms that suit and are free, whatever other openings of the answer would take: none
	// for one that needs no room.
	FreeRooms [][]string
}

const defaultPerProvider = 3

// Find returns openings of the providers that have any, in the order asked. All of them together, of one provider and
// of all, can be held at once: they overlap neither in a provider's time nor beyond the rooms there are. Errors:
// ErrNotFound for an unknown type, invalid fields.
func (s *Scheduler) Find(ctx context.Context, q Search) ([]Openings, error) {
	l, err := s.look(ctx, q)
	if err != nil {
		return nil, err
	}
	f, wishes := l.finder(), l.wishes(l.search.Preferred)
	var out []Openings
	for _, id := range q.ProviderIDs {
		if picked := f.pick(id, &l.search, wishes); len(picked) > 0 {
			of := Openings{ProviderID: id, Slots: s.openings(l.typ, picked)}
			if l.search.FreeRooms {
				of.FreeRooms = l.freeRooms(id, picked)
			}
			out = append(out, of)
		}
	}
	return out, nil
}

// freeRooms names the rooms that each start of the provider could be in if nothing were claimed.
func (l *looking) freeRooms(providerID string, starts []Start) [][]string {
	c := *l.cal
	c.roomClaimed = nil
	out := make([][]string, len(starts))
	for k, at := range starts {
		if !at.Mode.NeedsRoom() {
			continue
		}
		for _, r := range c.freeRooms(l.typ, c.index[providerID], at.At) {
			out[k] = append(out[k], c.rooms[r].ID)
		}
	}
	return out
}

// looking is a search with what it looks at.
type looking struct {
	search   Search
	typ      *Type
	cal      *Calendar
	zone     *time.Location
	from, to int64
}

func (s *Scheduler) look(ctx context.Context, q Search) (*looking, error) {
	t := s.types[q.TypeID]
	if t == nil {
		return nil, ErrNotFound
	}
	l := &looking{search: q, typ: t, zone: s.practice}
	if q.TimeZone != "" {
		var err error
		if l.zone, err = Zone(q.TimeZone); err != nil {
			return nil, invalid("timeZone", "must be an IANA time zone, such as America/New_York")
		}
	}
	if q.Within <= 0 || q.Within > t.Horizon {
		l.search.Within = t.Horizon
	}
	if q.PerProvider == 0 {
		l.search.PerProvider = defaultPerProvider
	}
	l.from = s.now()
	l.to = l.from + l.search.Within.Microseconds() + 1
	cal, err := s.calendar(ctx, l.from, l.to)
	if err != nil {
		return nil, err
	}
	l.cal = cal.Wishing(q.Wish)
	return l, nil
}

// finder looks for the search's openings in its calendar.
func (l *looking) finder() *finder {
	first, last := l.typ.bookable(l.cal.Now)
	f := l.cal.finder(l.typ, first, min(last, l.to-1))
	f.modes = l.search.Modes
	f.absent = absences(l.zone, l.search.Absences)
	return f
}

func (l *looking) wishes(preferred []Hours) *wishes {
	return newWishes(l.zone, preferred, l.from, l.to)
}

// pick chooses the provider's openings and claims them in the calendar: wished ones before others, and one a day
// before a second on the same day. Only what is about to be picked is judged.
func (f *finder) pick(providerID string, q *Search, w *wishes) []Start {
	t := f.typ
	i, ok := f.index[providerID]
	if !ok || !f.providers[i].Takes(t.ID) {
		return nil
	}
	own := modesOf(t, f.providers[i].Provider)
	modes := wanted(own, q.Modes)
	f.picks = f.present(i, f.picks[:0])
	var picked []Start
	days := make(map[Date]bool, q.PerProvider)
	for pass := range 4 {
		wished, freshDay := pass < 2, pass%2 == 0
		if wished && len(w.windows) == 0 {
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
