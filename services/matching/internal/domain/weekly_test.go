package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// TestWeeklyHourKnowsAbsences: leave and the end of a licence are missing weeks, beside those of the calendar.
func TestWeeklyHourKnowsAbsences(t *testing.T) {
	t.Parallel()
	zone, err := clock.Zone(testZone)
	require.NoError(t, err)
	first := testNow().AddDate(0, 0, 7) // Monday, November 30, at ten
	o := Opening{Start: first, End: first.Add(50 * time.Minute)}
	week := func(n int) time.Time { return first.AddDate(0, 0, 7*n) }
	hour := WeeklyHour{Day: "MONDAY", Time: "10:00", Zone: testZone}
	blocked := hour
	blocked.Missing = []time.Time{week(2), week(5)}
	lapse := func(day string) []Absence { return []Absence{{Start: day}} }
	leave := []Absence{{Start: "2026-12-14", End: "2026-12-20"}}
	for name, test := range map[string]struct {
		hour     WeeklyHour
		absences []Absence
		want     []time.Time
	}{
		"always there":                   {hour, nil, nil},
		"on leave":                       {hour, leave, []time.Time{week(2)}},
		"on leave when taken as well":    {blocked, leave, []time.Time{week(2), week(5)}},
		"on leave before a taken one":    {blocked, []Absence{{Start: "2026-12-07", End: "2026-12-07"}}, []time.Time{week(1), week(2), week(5)}},
		"until the license ends":         {hour, lapse("2027-01-12"), []time.Time{week(7), week(8)}},
		"after the weeks ahead":          {hour, lapse("2027-01-26"), nil},
		"another hour is free in none":   {WeeklyHour{Day: "MONDAY", Time: "11:00", Zone: testZone}, nil, []time.Time{week(1), week(2), week(3), week(4), week(5), week(6), week(7), week(8)}},
		"a leave that ends before it is": {hour, []Absence{{Start: "2026-11-30", End: "2026-12-06"}}, nil},
	} {
		require.Equal(t, test.want, weeklyOf(o, []WeeklyHour{test.hour}, test.absences, zone).Missing, name)
	}
}

func TestHourWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Mondays at 1 pm", hourWords(time.Date(2026, 11, 30, 13, 0, 0, 0, time.UTC)))
	require.Equal(t, "Tuesdays at noon", hourWords(time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)))
	require.Equal(t, "Sundays at 9:30 am", hourWords(time.Date(2026, 11, 29, 9, 30, 0, 0, time.UTC)))
}
