package domain

import "context"

// Listing asks for the open starts of a stretch of days.
type Listing struct {
	TypeID string
	// StartDate and EndDate are inclusive, YYYY-MM-DD in TimeZone; "" means today, and two weeks in all.
	StartDate, EndDate string
	// TimeZone is IANA; "" means the practice's.
	TimeZone string
	// Wish is what is asked of the room of starts in person.
	Wish RoomWish
	// Staff may list types that are not public.
	Staff bool
}

// Listed are the open starts.
type Listed struct {
	Slots []Opening
	// TimeZone is the zone the days were read in, Practice the practice's.
	TimeZone, Practice string
	// Unavailable says why there is no slot.
	Unavailable Unavailable
}

// Bounds of a listing, in days.
const (
	maxDays     = 62
	defaultDays = 14
)

// Slots lists the open starts, by time. Errors: ErrNotFound for an unknown type, invalid fields.
func (s *Scheduler) Slots(ctx context.Context, l Listing) (Listed, error) {
	t := s.types[l.TypeID]
	if t == nil || !t.Public && !l.Staff {
		return Listed{}, ErrNotFound
	}
	zone := s.practice
	if l.TimeZone != "" {
		var err error
		if zone, err = Zone(l.TimeZone); err != nil {
			return Listed{}, invalid("timeZone", "must be an IANA time zone, such as America/New_York")
		}
	}
	first, last, err := l.days(DateIn(zone, s.now()))
	if err != nil {
		return Listed{}, err
	}
	from, to := Bounds(zone, first, last)
	cal, err := s.calendar(ctx, from, to)
	if err != nil {
		return Listed{}, err
	}
	cal = cal.Wishing(l.Wish)
	out := Listed{TimeZone: zone.String(), Practice: s.practice.String()}
	out.Slots = s.openings(t, cal.Open(t, from, to))
	if len(out.Slots) == 0 {
		out.Unavailable = cal.WhyNone(t, from, to)
	}
	return out, nil
}

// days reads the dates of the listing.
func (l Listing) days(today Date) (first, last Date, err error) {
	first = today
	if l.StartDate != "" {
		var ok bool
		if first, ok = ParseDate(l.StartDate); !ok {
			return 0, 0, invalid("startDate", "must be a date, YYYY-MM-DD")
		}
	}
	last = first + defaultDays - 1
	if l.EndDate != "" {
		var ok bool
		if last, ok = ParseDate(l.EndDate); !ok {
			return 0, 0, invalid("endDate", "must be a date, YYYY-MM-DD")
		}
	}
	switch {
	case last < first:
		return 0, 0, invalid("endDate", "must not be before startDate")
	case last-first >= maxDays:
		return 0, 0, invalid("endDate", "must be within 62 days of startDate")
	}
	return first, last, nil
}

// calendar reads what is needed to judge starts in [from, to).
func (s *Scheduler) calendar(ctx context.Context, from, to int64) (*Calendar, error) {
	now := s.now()
	v, err := s.store.View(ctx)
	if err != nil {
		return nil, err
	}
	return NewCalendar(v.Catalog, now, from, to, v.Rows), nil
}

// openings gives the starts their tokens.
func (s *Scheduler) openings(t *Type, starts []Start) []Opening {
	out := make([]Opening, len(starts))
	for i, at := range starts {
		out[i] = s.opening(t, at)
	}
	return out
}

func (s *Scheduler) opening(t *Type, at Start) Opening {
	slot := Slot{TypeID: t.ID, ProviderID: at.Provider, Start: at.At, Mode: at.Mode, Wish: at.Wish}
	out := Opening{Slot: slot, Token: s.keys.Seal(slot), End: at.At + t.Duration.Microseconds()}
	if c := s.store.Known(); at.Wish.SiteID != "" && c != nil {
		out.SiteName = c.SiteName(at.Wish.SiteID)
	}
	return out
}
