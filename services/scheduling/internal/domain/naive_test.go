package domain

import (
	"slices"
	"time"
)

// naive is the rule written down once more, as slowly and plainly as possible: it looks at the wall clock minute by
// minute with package time. It shares nothing with the engine but the types.
type naive struct{ world }

// offered says whether the provider can be booked for the start in some way (ModeNone) or in this one.
func (n naive) offered(t Type, p *Provider, start int64, mode Mode) bool {
	at := time.UnixMicro(start)
	now := time.UnixMicro(n.now)
	if at.Before(now.Add(t.Notice)) || at.After(now.Add(t.Horizon)) || !p.Takes(t.ID) {
		return false
	}
	sites := n.sites(t, p, at)
	if len(sites) == 0 {
		return false
	}
	if n.inTheWay(t, p, start) {
		return false
	}
	if n.full(t, p, at) || t.Packed && !n.packs(t, p, at) {
		return false
	}
	modes := t.Modes
	if len(t.Modes) > 1 && len(p.Modes) > 0 {
		modes = slices.DeleteFunc(slices.Clone(t.Modes), func(m Mode) bool { return !slices.Contains(p.Modes, m) })
	}
	for _, m := range modes {
		if (mode == ModeNone || mode == m) && (m != InPerson || n.room(t, start, sites)) {
			return true
		}
	}
	return false
}

// shut says whether the practice's clock shows a closed day at some minute of the appointment.
func (n naive) shut(at time.Time, length time.Duration) bool {
	if len(n.closures) == 0 {
		return false
	}
	dial := n.memory.dial(n.catalog.Practice.String())
	for _, c := range n.closures {
		first, last := numbered(c.First), numbered(c.Last)
		for m := time.Duration(0); m < length; m += time.Minute {
			if day := dial.at(at.Add(m).UnixMicro()).date; first <= day && day <= last {
				return true
			}
		}
	}
	return false
}

// away says whether time off or a closure is in the way.
func (n naive) away(t Type, p *Provider, start int64) bool {
	for _, e := range p.Schedule.Exceptions {
		if e.Kind == TimeOff && e.Start < start+t.Duration.Microseconds() && e.End > start &&
			(len(e.Types) == 0 || slices.Contains(e.Types, t.ID)) {
			return true
		}
	}
	return n.shut(time.UnixMicro(start), t.Duration)
}

// inTheWay says whether the provider is away or something occupies their time.
func (n naive) inTheWay(t Type, p *Provider, start int64) bool {
	if n.away(t, p, start) {
		return true
	}
	for _, s := range n.elsewhere[p.ID] {
		if s.Start < s.End && s.Start < start+(t.Duration+t.BufferAfter).Microseconds() && s.End > start-t.BufferBefore.Microseconds() {
			return true
		}
	}
	return n.taken(t, start, func(o Occupied) bool { return o.Provider == p.ID })
}

// room says whether some room has what is asked for, is where the provider is, and is free.
func (n naive) room(t Type, start int64, sites []string) bool {
	for _, r := range n.catalog.rooms {
		if r.Capacity != 0 && r.Capacity < n.wish.Persons || n.wish.Accessible && !r.Accessible ||
			n.wish.SiteID != "" && n.wish.SiteID != r.SiteID ||
			!slices.Contains(sites, "") && !slices.Contains(sites, r.SiteID) {
			continue
		}
		if !n.taken(t, start, func(o Occupied) bool { return o.Room == r.ID }) {
			return true
		}
	}
	return false
}

func (n naive) taken(t Type, start int64, mine func(Occupied) bool) bool {
	from := start - t.BufferBefore.Microseconds()
	to := start + (t.Duration + t.BufferAfter).Microseconds()
	for _, o := range n.rows {
		if mine(o) && (o.HoldExpire == 0 || o.HoldExpire > n.now) && o.BlockedStart < to && o.BlockedEnd > from {
			return true
		}
	}
	return false
}

// sites returns where the provider is in each of the windows and extra hours that allow the start.
func (n naive) sites(t Type, p *Provider, at time.Time) (out []string) {
	for _, w := range n.windows(t, p) {
		if w.allows(at) {
			out = append(out, w.site)
		}
	}
	return out
}

// allowed is a window or extra hours: where the provider is, and whether it allows a start.
type allowed struct {
	site   string
	allows func(time.Time) bool
	// free remembers, by the minute, whether the provider is free in it for a start.
	free []answer
}

// windows returns those of the provider for the type, always the same ones.
func (n naive) windows(t Type, p *Provider) []*allowed {
	key := windowsOf{t.ID, p.ID}
	out, known := n.memory.windows[key]
	if !known {
		out = n.newWindows(t, p)
		n.memory.windows[key] = out
	}
	return out
}

func (n naive) newWindows(t Type, p *Provider) (out []*allowed) {
	for _, e := range p.Schedule.Exceptions {
		if e.Kind == ExtraHours && (len(e.Types) == 0 || slices.Contains(e.Types, t.ID)) {
			out = append(out, &allowed{site: e.SiteID, allows: func(at time.Time) bool {
				return e.Start <= at.UnixMicro() && at.Add(t.Duration).UnixMicro() <= e.End &&
					(t.Packed || at.Sub(time.UnixMicro(e.Start))%t.Step == 0)
			}})
		}
	}
	for _, h := range p.Schedule.Hours {
		if len(h.Types) == 0 || slices.Contains(h.Types, t.ID) {
			dial := n.memory.dial(p.Schedule.TimeZone)
			out = append(out, &allowed{site: h.SiteID, allows: func(at time.Time) bool { return inWindow(t, h, dial, at) }})
		}
	}
	return out
}

func inWindow(t Type, h Hours, dial *dial, at time.Time) bool {
	first := dial.at(at.UnixMicro())
	if h.From != nil && first.date < numbered(*h.From) || h.To != nil && first.date > numbered(*h.To) {
		return false
	}
	if !t.Packed && (time.Duration(first.minute-h.Start)*time.Minute)%t.Step != 0 {
		return false
	}
	// Every minute of the appointment, the clock shows a time of this day inside the window.
	for m := time.Duration(0); m < t.Duration; m += time.Minute {
		c := dial.at(at.Add(m).UnixMicro())
		if c.date != first.date || c.day != h.Day || c.minute < h.Start || c.minute >= h.End {
			return false
		}
	}
	return true
}
