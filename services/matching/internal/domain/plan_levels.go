package domain

import (
	"slices"
	"time"
)

// How the worth of being served is put together. Policy, but for the ten days.
const (
	// levels of urgency are told apart.
	levels = 4
	// overdueDays are the business days within which New York has plans offer a first appointment (10 NYCRR 98-5.5).
	overdueDays = 10
	// levelRoom is more than the scores of two clients and the time they have waited can differ by, in units of the score.
	levelRoom = 4
	// weeksCounted bounds the time waited that counts within a level.
	weeksCounted = 52
	// In the way of an opening can be two others of its therapist; where openings may be in person two more in its room, and where clients are
	// badly off one more who takes the therapist's place for them.
	besideTime, besideRoom, besideSevere = 2, 2, 1
)

// urgency is what it is worth that a client of each level is served, beside the score and the time waited.
type urgency struct {
	// least is that of the lowest level there is: more than all scores of two assignments can differ by.
	least Micro
	level [levels]Micro
}

// level is how pressing it is: routine, overdue, priority, urgent.
func (w *waitlist) level(e *Waiting, zone *time.Location) int64 {
	if t := tiers[e.Need.Tier]; t > 0 {
		return int64(t) + 1
	}
	if businessDays(e.Since.In(zone), w.now.In(zone)) >= overdueDays {
		return 1
	}
	return 0
}

// businessDays counts the days from Monday to Friday after the day of from, up to and including that of to; at most
// overdueDays are told apart.
func businessDays(from, to time.Time) int {
	n := 0
	for day := from.AddDate(0, 0, 1); n < overdueDays && !day.After(to); day = day.AddDate(0, 0, 1) {
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			n++
		}
	}
	return n
}

// served is what it is worth that the client is served at all: the level decides, then the time waited.
func (w *waitlist) served(e *Waiting, level int64) int64 {
	weeks := min(w.now.Sub(e.Since)/time.Hour, weeksCounted*7*24)
	return w.urgency.level[level] + w.weights.WaitWeek*int64(weeks)/(7*24)
}

// rate finds what being served is worth where no value may be above most. Which clients can be served together in an assignment problem is a matroid
// (Edmonds and Fulkerson, "Transversals and matroid partition", Journal of Research of the National Bureau of Standards 69B, 1965): if only a
// higher level is worth more, as many of the highest are served as can be, then of the next. By the limits beyond (see [graph.search]) one opening
// can be in the way of several others, so a level is worth more than that many of the one below. Where there is no room for that, there are
// too many clients for a search, too, and each of its steps is an assignment problem. Levels at which nobody is take no room. With yet more clients, the
// least is what there is room for.
func (w *waitlist) rate(zone *time.Location, most Micro) {
	var there [levels]bool
	for i := range w.clients {
		there[w.level(w.clients[i].entry, zone)] = true
	}
	places := int64(0)
	for j := range w.therapists {
		places += int64(w.therapists[j].places())
	}
	least := levelRoom * Unit * (min(int64(len(w.clients)), places) + 1)
	most -= levelRoom * Unit
	for _, beside := range []int64{w.beside(), 1} {
		var worth [levels]int64
		last := int64(0)
		for level := range worth {
			if there[level] {
				last = 1 + beside*last
				worth[level] = last
			}
		}
		w.urgency = urgency{least: max(1, min(least, most/max(1, last)))}
		for level := range worth {
			w.urgency.level[level] = worth[level] * w.urgency.least
		}
		if w.urgency.least == least {
			return
		}
	}
}

// beside is how many others an opening can be in the way of. It is no more than it must be, as values have a bound.
func (w *waitlist) beside() int64 {
	n := int64(besideTime)
	if slices.ContainsFunc(w.clients, func(c planned) bool {
		return len(c.entry.Need.Modes) == 0 || slices.Contains(c.entry.Need.Modes, InPerson)
	}) {
		n += besideRoom
	}
	if slices.ContainsFunc(w.clients, func(c planned) bool { return c.entry.Need.Severe() }) {
		n += besideSevere
	}
	return n
}
