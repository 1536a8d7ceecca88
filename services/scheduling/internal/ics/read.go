package ics

import (
	"context"
	"strings"

	"github.com/emersion/go-ical"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// reader gathers the busy time of the calendars of one file.
type reader struct {
	ctx    context.Context
	window Window
	// local is the owner's clock.
	local zone
	// zones are the clocks met so far, unknown the names for which the owner's stands in, defined what the file
	// defines.
	zones   map[string]zone
	unknown []string
	defined map[string]*ical.Component
	// steps is how many more occurrences may be looked at.
	steps int
	// doubtful says that something of the present event could not be read.
	doubtful bool

	spans      []domain.Span
	unreadable int
}

// calendar reads one VCALENDAR.
func (r *reader) calendar(c *ical.Component) error {
	r.zones, r.unknown, r.defined = make(map[string]zone), nil, make(map[string]*ical.Component)
	var events []*ical.Component
	for _, child := range c.Children {
		switch child.Name {
		case ical.CompTimezone:
			if id := child.Props.Get(ical.PropTimezoneID); id != nil {
				r.defined[id.Value] = child
			}
		case ical.CompEvent:
			events = append(events, child)
		}
	}
	if len(events) > maxEvents {
		return ErrTooLarge
	}
	moved := r.moved(events)
	for _, e := range events {
		if err := context.Cause(r.ctx); err != nil {
			return err
		}
		r.doubtful = e.Props.Get(unreadable) != nil
		if err := r.event(e, moved[text(e, ical.PropUID)]); err != nil || r.doubtful {
			r.unreadable++
		}
		if r.steps == 0 {
			return ErrTooLarge
		}
	}
	return nil
}

// moved returns, by UID, the occurrences that have an event of their own instead of the rule's.
func (r *reader) moved(events []*ical.Component) map[string]*exclusion {
	out := make(map[string]*exclusion)
	for _, e := range events {
		p := e.Props.Get(ical.PropRecurrenceID)
		if p == nil {
			continue
		}
		uid := text(e, ical.PropUID)
		if out[uid] == nil {
			out[uid] = newExclusion()
		}
		if s, err := r.stamp(p); err == nil {
			out[uid].add(s)
		}
	}
	return out
}

// event adds the busy time of one VEVENT.
func (r *reader) event(e *ical.Component, moved *exclusion) error {
	if strings.HasSuffix(text(e, ical.PropUID), uidDomain) || free(e) {
		return nil
	}
	begin := e.Props.Get(ical.PropDateTimeStart)
	if begin == nil {
		return errUnreadable
	}
	start, err := r.stamp(begin)
	if err != nil {
		return err
	}
	length, err := r.length(e, start)
	if err != nil {
		return err
	}
	if p := e.Props.Get(ical.PropRecurrenceID); p != nil {
		if p.Params.Get("RANGE") != "" {
			r.doubtful = true // it moves all later ones too
		}
		r.add(start, start.reading, length)
		return nil
	}
	return r.occurrences(e, start, length, moved)
}

// free reports whether the event leaves its time open.
func free(e *ical.Component) bool {
	return strings.EqualFold(text(e, ical.PropStatus), "CANCELLED") ||
		strings.EqualFold(text(e, ical.PropTransparency), "TRANSPARENT") ||
		strings.EqualFold(text(e, "X-MICROSOFT-CDO-BUSYSTATUS"), "FREE")
}

// text returns the value of a property as it stands; "" without one.
func text(e *ical.Component, name string) string {
	if p := e.Props.Get(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

// add adds the occurrence at a reading, so far as it lies inside the window.
func (r *reader) add(start stamp, reading int64, l length) {
	from := start.zone.instant(reading)
	to := from + l.exact
	if l.nominal != 0 {
		to = start.zone.instant(reading + l.nominal)
	}
	from, to = max(from, r.window.From), min(to, r.window.To)
	if from < to {
		r.spans = append(r.spans, domain.Span{Start: from, End: to})
	}
}
