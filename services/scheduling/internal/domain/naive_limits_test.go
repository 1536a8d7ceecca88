package domain

import (
	"slices"
	"time"
)

// full counts by the dates a clock of the provider shows.
func (n naive) full(t Type, p *Provider, at time.Time) bool {
	loc, err := time.LoadLocation(p.Schedule.TimeZone)
	if err != nil {
		panic(err)
	}
	reached := func(types []string, most int, period func(time.Time) string) bool {
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
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	week := func(t time.Time) string {
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
	}
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
	for i, w := range n.windows(t, p) {
		free := func(at time.Time) bool {
			f := fact{t.ID, p.ID, i, at.UnixMicro()}
			is, known := n.facts[f]
			if !known {
				is = w.allows(at) && !n.inTheWay(t, p, at.UnixMicro())
				n.facts[f] = is
			}
			return is
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
