package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A packed type is offered where it leaves no gap, and nowhere else: an empty morning in whole appointments from both
// ends, and around an appointment in the middle from that, too.
func TestPackedStarts(t *testing.T) {
	t.Parallel()
	typ := Type{
		ID: "packed", Duration: 50 * time.Minute, BufferAfter: 10 * time.Minute, Horizon: 48 * time.Hour, Step: 5 * time.Minute,
		Packed: true, Modes: []Mode{Video},
	}
	require.NoError(t, typ.Validate())
	monday, _ := ParseDate("2026-11-23")
	day := int64(monday) * dayUS
	minute := func(h, m int64) int64 { return day + (h*60+m)*minuteUS }
	p := Provider{ID: "ana", Types: []string{"packed"}, Schedule: Schedule{
		TimeZone: "UTC", Hours: []Hours{{Day: time.Monday, Start: 9 * 60, End: 12*60 + 20}},
	}}
	c, err := NewCatalog(1, time.UTC, []Type{typ}, []Provider{p}, nil)
	require.NoError(t, err)
	starts := func(rows ...Occupied) []int64 {
		var out []int64
		for _, s := range NewCalendar(c, day, day, day+dayUS, Occupy(rows)).Open(&typ, day, day+dayUS) {
			out = append(out, s.At)
		}
		return out
	}
	// The buffer of the last may reach beyond the hours: the free time is 9:00 to 12:30.
	require.Equal(t, []int64{minute(9, 0), minute(9, 30), minute(10, 0), minute(10, 30), minute(11, 0), minute(11, 30)}, starts())
	taken := Occupied{ID: "a", TypeID: "packed", Provider: "ana"}
	taken.Start, taken.End = minute(10, 0), minute(10, 50)
	taken.BlockedStart, taken.BlockedEnd = minute(10, 0), minute(11, 0)
	require.Equal(t, []int64{minute(9, 0), minute(11, 0), minute(11, 30)}, starts(taken))
	cal := NewCalendar(c, day, day, day+dayUS, Occupy([]Occupied{taken}))
	require.Equal(t, LeavesGap, cal.Judge(&typ, "ana", minute(11, 10), ModeNone))
	require.Equal(t, Busy, cal.Judge(&typ, "ana", minute(9, 30), ModeNone))
	require.Equal(t, OutsideHours, cal.Judge(&typ, "ana", minute(11, 31), ModeNone))
	require.Equal(t, FullyBooked, cal.WhyNone(&typ, minute(11, 26), minute(11, 29)), "the hours allow every minute")
	require.Contains(t, words(LeavesGap), "gap")
}

// Judging under limits and gaps takes no memory for each start.
func TestLimitsTakeNoMemory(t *testing.T) { //nolint:paralleltest // AllocsPerRun counts for the whole process
	typ := DefaultTypes()[1]
	monday, _ := ParseDate("2026-11-23")
	day := int64(monday) * dayUS
	p := Provider{ID: "ana", Types: []string{typ.ID}, Modes: []Mode{Video}, Schedule: Schedule{
		TimeZone: "America/New_York", Hours: []Hours{{Day: time.Monday, Start: 9 * 60, End: 17 * 60}},
		Limits: Limits{NewClients: 5, Caps: []Cap{{PerDay: 4, PerWeek: 12}}},
	}}
	c, err := NewCatalog(1, time.UTC, DefaultTypes(), []Provider{p}, nil)
	require.NoError(t, err)
	cal := NewCalendar(c, day-dayUS, day, day+dayUS, nil)
	at := day + 16*60*minuteUS
	require.Equal(t, Offered, cal.full(0, &typ, at))
	require.Zero(t, testing.AllocsPerRun(100, func() { cal.full(0, &typ, at) }))
}
