package domain

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// RRule returns the rule as BookSeries takes it: COUNT counts every week.
func (r Rule) RRule() string {
	option := r.option()
	option.Count = r.Count
	return option.RRuleString()
}

func (r Rule) option() *rrule.ROption {
	days := [...]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	option := &rrule.ROption{Freq: rrule.WEEKLY, Byweekday: []rrule.Weekday{days[r.Start.Weekday()]}}
	if r.Interval > 1 {
		option.Interval = r.Interval
	}
	return option
}

// Lines returns the rule in lines of RFC 5545: an RRULE, an EXDATE for the dates at which none of the starts is, and an
// RDATE for the starts that are at none of its dates. For other programs COUNT does not count a time that the clock
// skips, so UNTIL is given then.
func (r Rule) Lines(loc *time.Location, starts []int64) []string {
	zone := r.zone(loc, r.Count)
	option := r.option()
	option.Count = r.Count
	rest := slices.Clone(starts)
	var out []string
	for n := r.First; n < r.First+r.Count; n++ {
		at, exists := wall(zone, r.local(n))
		if !exists {
			option.Count = 0
		}
		if i := slices.Index(rest, at); exists && i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, time.UnixMicro(r.local(n)).UTC().Format(rrule.LocalDateTimeFormat))
	}
	if option.Count == 0 {
		last, _ := wall(zone, r.local(r.First+r.Count-1))
		option.Until = time.UnixMicro(last)
	}
	lines := []string{"RRULE:" + option.RRuleString()}
	if len(out) > 0 {
		lines = append(lines, "EXDATE;TZID="+r.TimeZone+":"+strings.Join(out, ","))
	}
	if len(rest) > 0 {
		slices.Sort(rest)
		extra := make([]string, len(rest))
		for i, at := range rest {
			extra[i] = time.UnixMicro(at).UTC().Format(rrule.DateTimeFormat)
		}
		lines = append(lines, "RDATE:"+strings.Join(extra, ","))
	}
	return lines
}
