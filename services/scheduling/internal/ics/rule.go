package ics

import (
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Bounds of one rule. The expansion keeps a list of hours times minutes times seconds for every day of its period, and
// never comes to an end with some intervals.
const (
	maxInterval = 1_000
	maxTimes    = 48
	maxParts    = 400
)

// expand calls yield with every reading at which the rule lets an event that begins at start happen again, in order,
// up to a last instant. The rule counts by the clock on the wall, so it is expanded as if that were UTC: what a change of
// the clock does to a reading is the zone's affair. Rules within a day (HOURLY and finer) are beyond it.
func (r *reader) expand(text string, start stamp, last int64, yield func(reading int64)) (err error) {
	defer func() { // the library indexes past its tables at some rules that can never be met
		if recover() != nil {
			err = errUnreadable
		}
	}()
	option, err := ruleOf(text, start, last+2*day)
	if err != nil {
		return err
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return errUnreadable
	}
	next := rule.Iterator()
	for own := maxOwnSteps; ; own-- {
		if own == 0 || r.steps == 0 || r.ctx.Err() != nil {
			return errUnreadable
		}
		r.steps--
		t, ok := next()
		if !ok {
			return nil
		}
		yield(t.UnixMicro())
	}
}

// ruleOf reads a rule that is asked for readings up to a last one, and refuses what would take too much of memory or
// time.
func ruleOf(text string, start stamp, last int64) (*rrule.ROption, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	o, err := rrule.StrToROption(strings.TrimSuffix(text, ";"))
	if err != nil || o.Freq > rrule.DAILY || o.Interval < 0 || o.Interval > maxInterval || o.Count < 0 {
		return nil, errUnreadable
	}
	if max(1, len(o.Byhour))*max(1, len(o.Byminute))*max(1, len(o.Bysecond)) > maxTimes {
		return nil, errUnreadable
	}
	for _, n := range []int{
		len(o.Bysetpos), len(o.Bymonth), len(o.Bymonthday), len(o.Byyearday), len(o.Byweekno), len(o.Byweekday),
	} {
		if n > maxParts {
			return nil, errUnreadable
		}
	}
	for _, w := range o.Byweekday {
		if o.Freq == rrule.MONTHLY && (w.N() > 5 || w.N() < -5) {
			return nil, errUnreadable
		}
	}
	if len(o.Byeaster) > 0 {
		return nil, errUnreadable // no part of RFC 5545
	}
	o.Dtstart = time.UnixMicro(start.reading).UTC()
	// Without an end of its own the library would give up after 290 years; some calendars count from 1601.
	end := time.UnixMicro(last).UTC()
	if o.Until = until(text, o.Until, start); o.Until.IsZero() || o.Until.After(end) {
		o.Until = end
	}
	return o, nil
}

// until returns the last reading: UNTIL may be an instant, a reading, or a date, which counts as a whole.
func until(text string, parsed time.Time, start stamp) time.Time {
	if parsed.IsZero() {
		return parsed
	}
	for part := range strings.SplitSeq(text, ";") {
		value, ok := strings.CutPrefix(part, "UNTIL=")
		switch {
		case !ok:
		case strings.HasSuffix(value, "Z"):
			return time.UnixMicro(start.zone.reading(parsed.UnixMicro())).UTC()
		case len(value) == len("20060102"):
			return parsed.Add(24*time.Hour - time.Second)
		}
	}
	return parsed
}
