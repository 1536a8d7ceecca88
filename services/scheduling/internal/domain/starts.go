package domain

import "time"

// run is a row of starts: first, first+step, … up to and including last. site is where the provider is, "" for any.
type run struct {
	first, last int64
	site        string
}

// has reports whether the start is one of the run's. A packed type may start at any minute as far as the hours go.
func (r run) has(t *Type, start int64) bool {
	if start < r.first || start > r.last {
		return false
	}
	return t.Packed && start%minuteUS == 0 || !t.Packed && (start-r.first)%t.Step.Microseconds() == 0
}

// from returns the first start of the run that is not before an instant.
func (r run) from(instant, step int64) int64 {
	if r.first >= instant {
		return r.first
	}
	return r.first + (instant-r.first+step-1)/step*step
}

// starts calls yield with every run of starts of provider p for type t that may touch [from, to]. This is the grid:
// the only place that says which starts the hours allow.
//
// A weekly window is a set of wall-clock times. It is resolved date by date: an instant belongs to it when the clock
// shows a time inside it. So a skipped time has no start, and a time the clock repeats has one at each of its two
// instants. An appointment must lie wholly inside its window; the grid counts from the window's start.
func (p member) starts(t *Type, zone []stretch, from, to int64, yield func(run)) {
	step, length := t.Step.Microseconds(), t.Duration.Microseconds()
	if t.Packed {
		step = minuteUS
	}
	first := Date(floorDiv(from, dayUS)) - 1
	last := Date(floorDiv(to, dayUS)) + 1
	for i := range p.Schedule.Hours {
		h := &p.Schedule.Hours[i]
		d := first + Date((int(h.Day)-int(first.Weekday())+7)%7)
		for ; d <= last; d += 7 {
			if h.applies(d, t.ID) {
				window(zone, d, h, step, length, yield)
			}
		}
	}
	for i := range p.Schedule.Exceptions {
		e := &p.Schedule.Exceptions[i]
		if e.Kind == ExtraHours && e.Start <= to && e.End > from && e.End-e.Start >= length && e.concerns(t.ID) {
			yield(run{first: e.Start, last: e.End - length, site: e.SiteID})
		}
	}
}

// window yields the runs of one weekly window on one date: one per stretch of constant offset.
func window(zone []stretch, d Date, h *Hours, step, length int64, yield func(run)) {
	opens := int64(d)*dayUS + int64(h.Start)*minuteUS
	closes := int64(d)*dayUS + int64(h.End)*minuteUS
	for i, s := range zone {
		begin, end := max(opens-s.offset, s.from), min(closes-s.offset, s.to)
		if begin >= end {
			continue
		}
		// The window goes on after a change of offset when the clock still shows a time inside it.
		until := end
		for _, next := range zone[i+1:] {
			b, e := max(opens-next.offset, next.from), min(closes-next.offset, next.to)
			if b != until || b >= e {
				break
			}
			until = e
		}
		anchor := opens - s.offset
		first := anchor + (begin-anchor+step-1)/step*step
		if last := min(end-1, until-length); first <= last {
			yield(run{first, last, h.SiteID})
		}
	}
}

// zones caches the stretches of the zones met in one computation.
type zones struct {
	from, to int64
	known    map[*time.Location][]stretch
}

func newZones(from, to int64) *zones {
	// Two days of margin: a date begins up to fifteen hours away from its midnight in UTC.
	return &zones{from: from - 3*dayUS, to: to + 3*dayUS, known: make(map[*time.Location][]stretch, 1)}
}

func (z *zones) of(loc *time.Location) []stretch {
	s, ok := z.known[loc]
	if !ok {
		s = offsets(loc, z.from, z.to)
		z.known[loc] = s
	}
	return s
}

// onGrid reports whether the provider's hours allow the type to start at the instant.
func (p member) onGrid(t *Type, zone []stretch, start int64) bool {
	found := false
	p.starts(t, zone, start, start, func(r run) {
		found = found || r.has(t, start)
	})
	return found
}

// away reports whether the provider has time off for the type, "" meaning any, that touches [from, to).
func (p member) away(typeID string, from, to int64) bool {
	for i := range p.Schedule.Exceptions {
		if e := &p.Schedule.Exceptions[i]; e.Kind == TimeOff && e.Start < to && e.End > from && e.concerns(typeID) {
			return true
		}
	}
	return false
}
