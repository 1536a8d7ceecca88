package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// WeeklySearch asks for weekly hours of several providers.
type WeeklySearch struct {
	// Search says whose, of what kind, how, and what is preferred; Within has no meaning here, and PerProvider 0 means
	// all.
	Search
	// Weeks is how many weeks the hour must be free; 0 means 8.
	Weeks int
	// MaxExceptions is in how many of them it may not be.
	MaxExceptions int
	// StartDate is the date from which on the first week counts, YYYY-MM-DD in the provider's zone; "" means today.
	StartDate string
}

// WeeklyOpening is a weekly hour of a provider.
type WeeklyOpening struct {
	ProviderID string
	Rule       Rule
	Mode       Mode
	// Wish is what it asks of its rooms, which are all at the same site.
	Wish RoomWish
	// Start and End are those of the first occurrence that is free.
	Start, End int64
	// Preferred says that all free occurrences lie inside the preferred windows.
	Preferred bool
	// Exceptions are the occurrences that are not free.
	Exceptions []Occurrence
}

const defaultWeeks = 8

// FindWeekly returns the weekly hours of the providers, in the order asked, that are free in every week but for the
// exceptions allowed; of one provider the preferred ones come first, then by time. Each is judged by itself: two of
// them may want the same room. Errors: ErrNotFound for an unknown type, invalid fields.
func (s *Scheduler) FindWeekly(ctx context.Context, q WeeklySearch) ([]WeeklyOpening, error) {
	t := s.types[q.TypeID]
	if t == nil {
		return nil, ErrNotFound
	}
	q.Weeks = cmp.Or(q.Weeks, defaultWeeks)
	span := int64(q.Weeks) * 7 * dayUS
	if span > t.Horizon.Microseconds() {
		return nil, invalid("weeks", fmt.Sprintf("must lie within %d days", int(t.Horizon.Hours()/24)))
	}
	preferred := s.practice
	if q.TimeZone != "" {
		var err error
		if preferred, err = Zone(q.TimeZone); err != nil {
			return nil, invalid("timeZone", "must be an IANA time zone, such as America/New_York")
		}
	}
	now := s.now()
	first, _ := t.bookable(now)
	var since Date
	if q.StartDate != "" {
		var ok bool
		if since, ok = ParseDate(q.StartDate); !ok {
			return nil, invalid("startDate", "must be a date, YYYY-MM-DD")
		}
	}
	from := max(first, int64(since)*dayUS) - 2*dayUS
	to := from + span + 11*dayUS
	cal, err := s.calendar(ctx, from, to)
	if err != nil {
		return nil, err
	}
	cal = cal.Wishing(q.Wish)
	wishes := newWishes(preferred, q.Preferred, from, to)
	var out []WeeklyOpening
	for _, id := range q.ProviderIDs {
		out = append(out, cal.weekly(t, id, q, wishes, since)...)
	}
	return out, nil
}

// weekly returns the weekly hours of one provider, none for an unknown one.
func (c *Calendar) weekly(t *Type, providerID string, q WeeklySearch, w *wishes, since Date) []WeeklyOpening {
	i, ok := c.index[providerID]
	if !ok || !c.providers[i].Takes(t.ID) {
		return nil
	}
	p := c.providers[i]
	first, _ := t.bookable(c.Now)
	since = max(since, DateIn(p.zone, first))
	var out []WeeklyOpening
	for _, h := range c.weeklyGrid(t, i, since, q.Weeks) {
		rule := Rule{
			Start: since + Date((int(h.day)-int(since.Weekday())+7)%7), Minute: h.minute,
			TimeZone: p.zone.String(), Interval: 1, Count: q.Weeks,
		}
		if at, _ := wall(c.zones.of(p.zone), rule.local(0)); at < first {
			rule.Start += 7
		}
		if o, ok := c.weeklyHour(t, p, rule, q, w); ok && (o.Preferred || !q.OnlyPreferred) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b WeeklyOpening) int {
		return cmp.Or(order(b.Preferred, a.Preferred), cmp.Compare(a.Rule.local(0), b.Rule.local(0)))
	})
	if q.PerProvider > 0 && len(out) > q.PerProvider {
		out = out[:q.PerProvider]
	}
	return out
}

// weeklyHour judges every occurrence of the rule; false when it has more exceptions than allowed.
func (c *Calendar) weeklyHour(t *Type, p member, rule Rule, q WeeklySearch, w *wishes) (WeeklyOpening, bool) {
	how, all, exceptions, ok := c.everyWeek(t, p, rule, wanted(modesOf(t, p.Provider), q.Modes), q.MaxExceptions)
	if !ok {
		return WeeklyOpening{}, false
	}
	length := t.Duration.Microseconds()
	o := WeeklyOpening{ProviderID: p.ID, Rule: rule, Mode: how.mode, Wish: how.wish, Preferred: true, Exceptions: exceptions}
	for _, one := range all {
		if one.Reason != Offered {
			continue
		}
		if o.End == 0 {
			o.Start, o.End = one.Start, one.Start+length
		}
		o.Preferred = o.Preferred && w.wished(one.Start, one.Start+length)
	}
	return o, true
}

// weeklyWay is a way of meeting, and where.
type weeklyWay struct {
	mode Mode
	wish RoomWish
}

// weeklyWays returns the ways of meeting, those in person once for every site.
func (c *Calendar) weeklyWays(modes []Mode) []weeklyWay {
	var out []weeklyWay
	for _, m := range modes {
		wishes := []RoomWish{c.wish}
		if m.NeedsRoom() {
			wishes = c.siteWishes()
		}
		for _, w := range wishes {
			out = append(out, weeklyWay{m, w})
		}
	}
	return out
}

// everyWeek judges every occurrence of the rule with the first way of meeting that leaves no more exceptions than
// allowed and something besides them. When there is none, it says false and what is in the way of the first.
func (c *Calendar) everyWeek(t *Type, p member, rule Rule, modes []Mode, allowed int) (how weeklyWay, all, exceptions []Occurrence, ok bool) {
	for n, way := range c.weeklyWays(modes) {
		judged := c.Wishing(way.wish).occurrences(t, p.ID, p.zone, rule, way.mode, upTo(rule.First, rule.Count))
		wrong := inTheWay(judged, p.zone, rule.Minute)
		if len(wrong) <= allowed && len(wrong) < len(judged) {
			return way, judged, wrong, true
		}
		if n == 0 {
			how, all, exceptions = way, judged, wrong
		}
	}
	return how, all, exceptions, false
}

// wanted returns those of a provider's own ways of meeting that are asked for, in the order asked; all for none.
func wanted(own, asked []Mode) []Mode {
	if len(asked) == 0 {
		return own
	}
	var out []Mode
	for _, m := range asked {
		if slices.Contains(own, m) {
			out = append(out, m)
		}
	}
	return out
}

// weekdayMinute is a weekday and a minute of the wall clock.
type weekdayMinute struct {
	day    time.Weekday
	minute int
}

// weeklyGrid returns the weekly hours at which the provider's grid has a start in some of the weeks from the date on.
func (c *Calendar) weeklyGrid(t *Type, provider int, since Date, weeks int) []weekdayMinute {
	p, zone := c.providers[provider], c.zones.of(c.providers[provider].zone)
	from, _ := wall(zone, int64(since)*dayUS)
	to, _ := wall(zone, int64(since+Date(7*weeks+7))*dayUS)
	step := t.Step.Microseconds()
	known := make(map[weekdayMinute]bool)
	var out []weekdayMinute
	p.starts(t, zone, from, to, func(r run) {
		for at := r.from(from, step); at <= min(r.last, to); at += step {
			local := at + offsetAt(zone, at)
			day := Date(floorDiv(local, dayUS))
			h := weekdayMinute{day: day.Weekday(), minute: int((local - int64(day)*dayUS) / minuteUS)}
			if local%minuteUS == 0 && !known[h] {
				known[h] = true
				out = append(out, h)
			}
		}
	})
	return out
}
