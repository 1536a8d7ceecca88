package domain

import (
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// maxOccurrences bounds a series: two years of weeks. The type's horizon bounds it further.
const maxOccurrences = 104

// Recurrence is what an RRULE of RFC 5545 says of a weekly hour. Either Count, Until or UntilDate ends it.
type Recurrence struct {
	// Interval is the distance of two occurrences in weeks: 1 or 2.
	Interval int
	// Day is the weekday; false in HasDay when it is that of the first occurrence.
	Day    time.Weekday
	HasDay bool
	Count  int
	// Until is the last instant at which an occurrence may start.
	Until int64
	// UntilDate is the last date on which it may.
	UntilDate *Date
}

// ParseRecurrence reads an RRULE. The second result says what is wrong with it, "" when nothing is: only a weekly hour
// with an end is taken, and nothing is dropped silently.
func ParseRecurrence(text string) (r Recurrence, wrong string) {
	text = strings.ToUpper(strings.TrimPrefix(strings.TrimSpace(text), "RRULE:"))
	option, err := rrule.StrToROption(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return r, "must be an RRULE, such as FREQ=WEEKLY;BYDAY=TU;COUNT=12"
	}
	if option.Freq != rrule.WEEKLY || !option.Dtstart.IsZero() ||
		len(option.Bysetpos)+len(option.Bymonth)+len(option.Bymonthday)+len(option.Byyearday)+len(option.Byweekno)+
			len(option.Byhour)+len(option.Byminute)+len(option.Bysecond)+len(option.Byeaster) > 0 {
		return r, "only FREQ=WEEKLY with COUNT or UNTIL, INTERVAL and BYDAY is taken"
	}
	if r.Interval = max(option.Interval, 1); r.Interval > 2 || option.Interval < 0 {
		return r, "INTERVAL must be 1 or 2"
	}
	switch days := option.Byweekday; {
	case len(days) > 1:
		return r, "BYDAY must be one weekday: every weekly hour is a series of its own"
	case len(days) == 1 && days[0].N() != 0:
		return r, "BYDAY must be a plain weekday"
	case len(days) == 1:
		r.Day, r.HasDay = time.Weekday((days[0].Day()+1)%7), true
	}
	return r.ending(option, text)
}

// ending reads COUNT or UNTIL.
func (r Recurrence) ending(option *rrule.ROption, text string) (Recurrence, string) {
	_, until, _ := strings.Cut(";"+text, ";UNTIL=")
	until, _, _ = strings.Cut(until, ";")
	switch {
	case (option.Count != 0) == (until != ""):
		return r, "either COUNT or UNTIL must say when it ends"
	case until == "":
		if r.Count = option.Count; r.Count < 1 || r.Count > maxOccurrences {
			return r, "COUNT must be from 1 to 104"
		}
	case len(until) == len(rrule.DateFormat):
		d := Date(floorDiv(option.Until.UnixMicro(), dayUS))
		r.UntilDate = &d
	case strings.HasSuffix(until, "Z"):
		r.Until = option.Until.UnixMicro()
	default:
		return r, "UNTIL must be a date, or a time in UTC"
	}
	return r, ""
}

// Rule returns the rule that the recurrence makes of a first date, a time and a zone, or what is wrong with it.
func (r Recurrence) Rule(start Date, minute int, loc *time.Location) (rule Rule, wrong string) {
	if r.HasDay && r.Day != start.Weekday() {
		return rule, "BYDAY must be the weekday of startDate"
	}
	rule = Rule{Start: start, Minute: minute, TimeZone: loc.String(), Interval: r.Interval, Count: r.Count}
	if r.Count != 0 {
		return rule, ""
	}
	zone := rule.zone(loc, maxOccurrences+1)
	for n := range maxOccurrences + 1 {
		d := rule.Date(n)
		at, _ := wall(zone, rule.local(n))
		if r.UntilDate != nil && d > *r.UntilDate || r.UntilDate == nil && at > r.Until {
			break
		}
		rule.Count = n + 1
	}
	switch {
	case rule.Count == 0:
		return rule, "UNTIL lies before startDate"
	case rule.Count > maxOccurrences:
		return rule, "UNTIL must leave at most 104 occurrences"
	default:
		return rule, ""
	}
}
