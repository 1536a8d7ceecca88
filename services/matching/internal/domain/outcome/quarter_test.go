package outcome

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// TestQuarter: no two periods that are reported on share a day, so that none can be taken off another.
func TestQuarter(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, zone)
	}
	o := New(nil, clock.NewFake(day(2026, 11, 24)), zone)
	for name, c := range map[string]struct {
		from, to time.Time
		wrong    []string
	}{
		"the last one":              {day(2026, 7, 1), day(2026, 10, 1), nil},
		"with a change of the hour": {day(2026, 1, 1), day(2026, 4, 1), nil},
		"said in UTC":               {day(2025, 10, 1).UTC(), day(2026, 1, 1).UTC(), nil},
		"not over":                  {day(2026, 10, 1), day(2027, 1, 1), []string{"endTime"}},
		"one month":                 {day(2026, 7, 1), day(2026, 8, 1), []string{"endTime"}},
		"two quarters":              {day(2026, 4, 1), day(2026, 10, 1), []string{"endTime"}},
		"a month too late":          {day(2026, 5, 1), day(2026, 8, 1), []string{"startTime"}},
		"an hour less":              {day(2026, 7, 1).Add(time.Hour), day(2026, 10, 1), []string{"startTime"}},
		"in another zone":           {time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), []string{"startTime", "endTime"}},
		"nothing":                   {time.Time{}, time.Time{}, []string{"startTime", "endTime"}},
	} {
		var refused *errs.Error
		err := o.quarter(c.from, c.to)
		require.Equal(t, c.wrong != nil, errors.As(err, &refused), name)
		var fields []string
		if refused != nil {
			for _, v := range refused.Violations {
				fields = append(fields, v.Field)
			}
		}
		require.Equal(t, c.wrong, fields, name)
	}
}
