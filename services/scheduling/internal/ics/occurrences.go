package ics

import (
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// length is how long an event takes: by the clock on the wall when nominal is not 0, else exactly.
type length struct{ nominal, exact int64 }

// maxLength is longer than any absence.
const maxLength = 5 * 366 * day

// length reads DTEND or DURATION. Without either a date is one day and a time takes no time (RFC 5545 3.6.1).
func (r *reader) length(e *ical.Component, start stamp) (length, error) {
	var l length
	switch end, lasts := e.Props.Get(ical.PropDateTimeEnd), e.Props.Get(ical.PropDuration); {
	case end != nil:
		s, err := r.stamp(end)
		if err != nil {
			return l, err
		}
		if start.whole && s.whole {
			l.nominal = s.reading - start.reading
		} else {
			l.exact = s.instant() - start.instant()
		}
	case lasts != nil:
		d, err := lasts.Duration()
		if err != nil || d > 6*366*24*time.Hour {
			return l, errUnreadable
		}
		if days := !strings.ContainsAny(lasts.Value, "Tt"); start.whole || days {
			l.nominal = d.Microseconds()
		} else {
			l.exact = d.Microseconds()
		}
	case start.whole:
		l.nominal = day
	}
	if sum := l.nominal + l.exact; sum < 0 || sum > maxLength {
		return l, errUnreadable
	}
	return l, nil
}

// occurrences adds the first occurrence and those of rules and lists, but for what is excluded or moved.
func (r *reader) occurrences(e *ical.Component, start stamp, l length, moved *exclusion) error {
	except := newExclusion()
	for _, p := range e.Props.Values(ical.PropExceptionDates) {
		stamps, err := r.stamps(&p)
		if err != nil {
			r.doubtful = true
		}
		for _, s := range stamps {
			except.add(s)
		}
	}
	yield := func(reading int64) {
		if !except.has(start, reading) && !moved.has(start, reading) {
			r.add(start, reading, l)
		}
	}
	yield(start.reading)
	for _, p := range e.Props.Values(ical.PropRecurrenceRule) {
		if err := r.expand(p.Value, start, r.window.To, yield); err != nil {
			r.doubtful = true
		}
	}
	for _, p := range e.Props.Values(ical.PropRecurrenceDates) {
		stamps, err := r.stamps(&p)
		if err != nil {
			r.doubtful = true
		}
		for _, s := range stamps {
			yield(start.zone.reading(s.instant()))
		}
	}
	return nil
}

// exclusion is a set of occurrences, named by their instant or by their date.
type exclusion struct {
	instants map[int64]bool
	dates    map[int64]bool
}

func newExclusion() *exclusion {
	return &exclusion{instants: make(map[int64]bool), dates: make(map[int64]bool)}
}

func (x *exclusion) add(s stamp) {
	if s.whole {
		x.dates[s.reading] = true
	} else {
		x.instants[s.instant()] = true
	}
}

// has reports whether the occurrence of an event is in the set; the nil set is empty.
func (x *exclusion) has(start stamp, reading int64) bool {
	if x == nil {
		return false
	}
	midnight := reading - ((reading%day)+day)%day
	return x.dates[midnight] || !start.whole && x.instants[start.zone.instant(reading)]
}
