package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"
)

func TestParseRecurrence(t *testing.T) {
	t.Parallel()
	day := func(s string) Date {
		d, ok := ParseDate(s)
		require.True(t, ok)
		return d
	}
	tests := map[string]struct {
		text, start string
		count       int
		wrong       string
	}{
		"count":                    {text: "FREQ=WEEKLY;COUNT=8", count: 8},
		"a prefix and a weekday":   {text: "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=12", count: 12},
		"small letters":            {text: "freq=weekly;count=2", count: 2},
		"every other week":         {text: "FREQ=WEEKLY;INTERVAL=2;COUNT=3;WKST=SU", count: 3},
		"until a date":             {text: "FREQ=WEEKLY;UNTIL=20261215", count: 4},
		"until an instant":         {text: "FREQ=WEEKLY;UNTIL=20261215T150000Z", count: 4},
		"until just before it":     {text: "FREQ=WEEKLY;UNTIL=20261215T145959Z", count: 3},
		"every other week until":   {text: "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261221", count: 2},
		"daily":                    {text: "FREQ=DAILY;COUNT=8", wrong: "FREQ=WEEKLY"},
		"no end":                   {text: "FREQ=WEEKLY", wrong: "COUNT or UNTIL"},
		"two ends":                 {text: "FREQ=WEEKLY;COUNT=2;UNTIL=20261215", wrong: "COUNT or UNTIL"},
		"two days":                 {text: "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=2", wrong: "one weekday"},
		"the second Tuesday":       {text: "FREQ=WEEKLY;BYDAY=2TU;COUNT=2", wrong: "weekday"},
		"another weekday":          {text: "FREQ=WEEKLY;BYDAY=WE;COUNT=2", wrong: "startDate"},
		"every third week":         {text: "FREQ=WEEKLY;INTERVAL=3;COUNT=2", wrong: "INTERVAL"},
		"backwards":                {text: "FREQ=WEEKLY;INTERVAL=-1;COUNT=2", wrong: "INTERVAL"},
		"an hour of its own":       {text: "FREQ=WEEKLY;BYHOUR=9;COUNT=2", wrong: "only"},
		"a month":                  {text: "FREQ=WEEKLY;BYMONTH=3;COUNT=2", wrong: "only"},
		"until a floating time":    {text: "FREQ=WEEKLY;UNTIL=20261215T100000", wrong: "UTC"},
		"until before it begins":   {text: "FREQ=WEEKLY;UNTIL=20261101", wrong: "before startDate"},
		"too many":                 {text: "FREQ=WEEKLY;COUNT=105", wrong: "104"},
		"until too late":           {text: "FREQ=WEEKLY;UNTIL=20301101", wrong: "104"},
		"none":                     {text: "FREQ=WEEKLY;COUNT=-3", wrong: "COUNT"},
		"a start of its own":       {text: "DTSTART:20261124T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2", wrong: "RRULE"},
		"nonsense":                 {text: "every Tuesday", wrong: "RRULE"},
		"nothing":                  {text: "", wrong: "RRULE"},
		"something after the rule": {text: "FREQ=WEEKLY;COUNT=2\nEXDATE:20261201", wrong: "RRULE"},
	}
	zone, err := Zone("America/New_York")
	require.NoError(t, err)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, wrong := ParseRecurrence(test.text)
			var rule Rule
			if wrong == "" {
				rule, wrong = r.Rule(day("2026-11-24"), 10*60, zone)
			}
			if test.wrong != "" {
				require.Contains(t, wrong, test.wrong)
				return
			}
			require.Empty(t, wrong)
			require.Equal(t, test.count, rule.Count)
			again, wrong := ParseRecurrence(rule.RRule())
			require.Empty(t, wrong)
			same, wrong := again.Rule(day("2026-11-24"), 10*60, zone)
			require.Empty(t, wrong)
			require.Equal(t, rule, same, "what is written is read")
		})
	}
}

// On days when the clock jumps a series takes the first of two, and nothing for none.
func TestClockChangesOfASeries(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		zone, first string
		minute      int
		want        []string
	}{
		"skipped hour":         {"America/New_York", "2026-03-01", 150, []string{"02:30 EST", "", "02:30 EDT"}},
		"repeated hour":        {"America/New_York", "2026-10-25", 90, []string{"01:30 EDT", "01:30 EDT", "01:30 EST"}},
		"the hour after":       {"America/New_York", "2026-03-01", 180, []string{"03:00 EST", "03:00 EDT", "03:00 EDT"}},
		"London, skipped":      {"Europe/London", "2026-03-22", 60, []string{"01:00 GMT", "", "01:00 BST"}},
		"London, repeated":     {"Europe/London", "2026-10-18", 60, []string{"01:00 BST", "01:00 BST", "01:00 GMT"}},
		"half an hour skipped": {"Australia/Lord_Howe", "2026-09-27", 135, []string{"02:15 +1030", "", "02:15 +11"}},
		"half an hour twice":   {"Australia/Lord_Howe", "2026-03-29", 105, []string{"01:45 +11", "01:45 +11", "01:45 +1030"}},
		"no midnight":          {"America/Havana", "2026-03-01", 0, []string{"00:00 CST", "", "00:00 CDT"}},
		"two midnights":        {"America/Havana", "2026-10-25", 30, []string{"00:30 CDT", "00:30 CDT", "00:30 CST"}},
		"Ramadan begins":       {"Africa/Casablanca", "2026-02-08", 150, []string{"02:30 +01", "02:30 +01", "02:30 +00"}},
		"Ramadan ends":         {"Africa/Casablanca", "2026-03-15", 150, []string{"02:30 +00", "", "02:30 +01"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc, err := Zone(test.zone)
			require.NoError(t, err)
			first, ok := ParseDate(test.first)
			require.True(t, ok)
			rule := Rule{Start: first, Minute: test.minute, TimeZone: test.zone, Interval: 1, Count: len(test.want)}
			var got []string
			var starts []int64
			for n := range rule.Count {
				at, exists := wall(rule.zone(loc, rule.Count), rule.local(n))
				if !exists {
					got = append(got, "")
					continue
				}
				starts = append(starts, at)
				got = append(got, time.UnixMicro(at).In(loc).Format("15:04 MST"))
			}
			require.Equal(t, test.want, got)
			require.Equal(t, starts, expand(t, rule, loc, rule.Lines(loc, starts)))
		})
	}
}

// expand reads the lines as RFC 5545 has it: the library repeats the wall clock, which is then looked up in the zone.
// (The library itself takes the second of two equal times, and an hour before for none.)
func expand(t require.TestingT, r Rule, loc *time.Location, lines []string) []int64 {
	var out []int64
	excluded := make(map[string]bool)
	for _, line := range lines[1:] {
		name, values, _ := strings.Cut(line, ":")
		for _, value := range strings.Split(values, ",") {
			if name == "EXDATE;TZID="+r.TimeZone {
				excluded[value] = true
				continue
			}
			require.Equal(t, "RDATE", name)
			at, err := time.Parse(rrule.DateTimeFormat, value)
			require.NoError(t, err)
			out = append(out, at.UnixMicro())
		}
	}
	option, err := rrule.StrToROption(strings.TrimPrefix(lines[0], "RRULE:"))
	require.NoError(t, err)
	if !option.Until.IsZero() {
		option.Until = floating(option.Until.In(loc))
	}
	option.Dtstart = time.UnixMicro(r.local(r.First)).UTC()
	rule, err := rrule.NewRRule(*option)
	require.NoError(t, err)
	dial := newDial(loc)
	for _, local := range rule.All() {
		at, exists := dial.firstShown(local)
		if exists && !excluded[local.Format(rrule.LocalDateTimeFormat)] {
			out = append(out, at.UnixMicro())
		}
	}
	slices.Sort(out)
	return out
}

// floating returns what a clock shows as if it were UTC.
func floating(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}
