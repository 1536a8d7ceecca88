package domain

import (
	"slices"
	"time"
)

// full counts by the dates a clock of the provider shows.
func (n naive) full(t Type, p *Provider, at time.Time) bool {
	loc := n.memory.dial(p.Schedule.TimeZone).loc
	reached := func(types []string, most int, period func(time.Time) [3]int) bool {
		if most <= 0 || len(types) > 0 && !slices.Contains(types, t.ID) {
			return false
		}
		count := 0
		for _, o := range n.rows {
			if o.Provider == p.ID && (o.HoldExpire == 0 || o.HoldExpire > n.now) &&
				(len(types) == 0 || slices.Contains(types, o.TypeID)) &&
				period(time.UnixMicro(o.Start).In(loc)) == period(at.In(loc)) {
				count++
			}
		}
		return count >= most
	}
	day := func(t time.Time) [3]int {
		year, month, day := t.Date()
		return [3]int{year, int(month), day}
	}
	week := func(t time.Time) [3]int { return day(t.AddDate(0, 0, -(int(t.Weekday())+6)%7)) }
	for _, c := range p.Schedule.Limits.Caps {
		if reached(c.Types, c.PerDay, day) || reached(c.Types, c.PerWeek, week) {
			return true
		}
	}
	return reached([]string{"first-session"}, p.Schedule.Limits.NewClients, week)
}

// packs walks from the start, minute by minute, both ways through what one window allows: one of the walks must end
// after a whole number of appointments.
func (n naive) packs(t Type, p *Provider, at time.Time) bool {
	length := int((t.BufferBefore + t.Duration + t.BufferAfter) / time.Minute)
	for _, w := range n.windows(t, p) {
		if w.free == nil {
			w.free = make([]answer, (n.to-n.from+4*dayUS)/minuteUS)
		}
		free := func(at time.Time) bool {
			known := &w.free[(at.UnixMicro()-n.from+2*dayUS)/minuteUS]
			if *known == unasked {
				*known = no
				if w.allows(at) && !n.inTheWay(t, p, at.UnixMicro()) {
					*known = yes
				}
			}
			return *known == yes
		}
		for _, way := range []time.Duration{-time.Minute, time.Minute} {
			minutes := 0
			for free(at.Add(time.Duration(minutes) * way)) {
				minutes++
			}
			if minutes > 0 && (minutes-1)%length == 0 {
				return true
			}
		}
	}
	return false
}

// whyNone looks at every minute for a time that the hours allow and nobody is away from.
func (n naive) whyNone(t Type, from, to int64) Unavailable {
	first, last := n.now+t.Notice.Microseconds(), n.now+t.Horizon.Microseconds()
	why := Closed
	switch {
	case to <= first:
		return AllTooSoon
	case from > last:
		return AllTooFar
	}
	for at := from; at < to; at += minuteUS {
		for _, p := range n.catalog.providers {
			switch {
			case !p.Takes(t.ID) || len(n.sites(t, p.Provider, time.UnixMicro(at))) == 0 || n.away(t, p.Provider, at):
			case at >= first && at <= last:
				return FullyBooked
			case at < first:
				why = AllTooSoon
			case why == Closed:
				why = AllTooFar
			}
		}
	}
	return why
}
