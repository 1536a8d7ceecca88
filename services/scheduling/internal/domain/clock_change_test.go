package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// On the days the clock jumps a skipped time has no start and a repeated one has two.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		zone, date string
		typ        int // of DefaultTypes
		from, to   int
		want       []string
	}{
		"an hour is skipped": {
			"America/New_York", "2026-03-08", 1, 60, 240,
			[]string{"01:00 EST", "01:30 EST", "03:00 EDT"},
		},
		"an hour is repeated": {
			"America/New_York", "2026-11-01", 1, 0, 240, []string{
				"00:00 EDT", "00:30 EDT", "01:00 EDT", "01:30 EDT",
				"01:00 EST", "01:30 EST", "02:00 EST", "02:30 EST", "03:00 EST",
			},
		},
		"a window inside the repeated hour": {
			"America/New_York", "2026-11-01", 0, 60, 90, []string{"01:00 EDT", "01:20 EDT", "01:00 EST", "01:20 EST"},
		},
		"a window inside the skipped hour": {"America/New_York", "2026-03-08", 0, 120, 180, nil},
		"midnight is skipped": {
			"America/Havana", "2026-03-08", 0, 0, 120, []string{"01:00 CDT", "01:20 CDT", "01:40 CDT"},
		},
		"a date that never was":   {"Pacific/Apia", "2011-12-30", 0, 0, 1440, nil},
		"half an hour is skipped": {"Australia/Lord_Howe", "2026-10-04", 0, 110, 160, []string{"01:50 +1030", "02:30 +11"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc, err := Zone(test.zone)
			require.NoError(t, err)
			day, ok := ParseDate(test.date)
			require.True(t, ok)
			types := DefaultTypes()
			p := Provider{ID: "p", Types: []string{"consultation", "first-session"}, Schedule: Schedule{
				TimeZone: test.zone, Hours: []Hours{{Day: day.Weekday(), Start: test.from, End: test.to}},
			}}
			c, err := NewCatalog(1, loc, types, []Provider{p}, nil)
			require.NoError(t, err)
			from, to := int64(day-2)*dayUS, int64(day+3)*dayUS
			var got []string
			for _, s := range NewCalendar(c, from-dayUS, from, to, nil).Open(&types[test.typ], from, to) {
				got = append(got, time.UnixMicro(s.At).In(loc).Format("15:04 MST"))
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestTimeOffEndsWhereItEnds(t *testing.T) {
	t.Parallel()
	loc, err := Zone("UTC")
	require.NoError(t, err)
	types := DefaultTypes()
	at := func(s string) int64 {
		v, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		return v.UnixMicro()
	}
	p := Provider{ID: "p", Types: []string{"consultation"}, Schedule: Schedule{
		TimeZone: "UTC", Hours: []Hours{{Day: time.Monday, Start: 540, End: 720}},
		Exceptions: []Exception{{Kind: TimeOff, Start: at("2026-06-01T09:50:00Z"), End: at("2026-06-01T10:20:00Z")}},
	}}
	c, err := NewCatalog(1, loc, types, []Provider{p}, nil)
	require.NoError(t, err)
	now := at("2026-05-31T09:00:00Z")
	cal := NewCalendar(c, now, now, now+2*dayUS, nil)
	for start, want := range map[string]Reason{
		"2026-06-01T09:40:00Z": Offered, "2026-06-01T10:00:00Z": OnTimeOff, "2026-06-01T10:20:00Z": Offered,
	} {
		require.Equal(t, want, cal.Judge(&types[0], "p", at(start), ModeNone), start)
	}
}

func TestInstants(t *testing.T) {
	t.Parallel()
	loc, err := Zone("America/New_York")
	require.NoError(t, err)
	for local, want := range map[string]int{"2026-03-08T02:30": 0, "2026-11-01T01:30": 2, "2026-07-01T12:00": 1} {
		v, err := time.Parse("2006-01-02T15:04", local)
		require.NoError(t, err)
		got := Instants(loc, v.UnixMicro())
		require.Len(t, got, want, local)
		for _, at := range got {
			require.Equal(t, local, time.UnixMicro(at).In(loc).Format("2006-01-02T15:04"))
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"1969-12-31", "1970-01-01", "2026-02-28", "2028-02-29", "2026-11-23"} {
		d, ok := ParseDate(s)
		require.True(t, ok)
		require.Equal(t, s, d.String())
		v, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		require.Equal(t, v.Weekday(), d.Weekday())
	}
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "26-01-01", "2026-1-1"} {
		_, ok := ParseDate(s)
		require.False(t, ok, s)
	}
}
