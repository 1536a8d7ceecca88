package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParseRecurrence reads whatever an RRULE may be: what is taken has an end within two years, and what it is written as
// means the same again.
func FuzzParseRecurrence(f *testing.F) {
	for _, text := range []string{
		"FREQ=WEEKLY;COUNT=12", "RRULE:FREQ=WEEKLY;BYDAY=MO;INTERVAL=2;UNTIL=20260301T150000Z", "FREQ=WEEKLY;UNTIL=20260301",
		"freq=weekly;byday=+1mo;count=0", "FREQ=DAILY;COUNT=-1", "DTSTART:20260101T000000Z\nRRULE:FREQ=WEEKLY;COUNT=2",
		"FREQ=WEEKLY;INTERVAL=99999999999999999999;COUNT=1", "FREQ=WEEKLY;WKST=SU;UNTIL=99991231", "",
	} {
		f.Add(text, int32(20_000), 90)
	}
	loc, err := Zone("America/Havana")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string, day int32, minute int) {
		r, wrong := ParseRecurrence(text)
		if wrong != "" {
			return
		}
		// The day and the minute come from fields that are checked before.
		start, clock := Date((day%40_000+40_000)%40_000), (minute%1440+1440)%1440
		rule, wrong := r.Rule(start, clock, loc)
		if wrong != "" {
			return
		}
		require.Positive(t, rule.Count)
		require.LessOrEqual(t, rule.Count, maxOccurrences)
		again, wrong := ParseRecurrence(rule.RRule())
		require.Empty(t, wrong)
		same, wrong := again.Rule(start, clock, loc)
		require.Empty(t, wrong)
		require.Equal(t, rule, same)
	})
}
