package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func TestNextWorkingDay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	for name, c := range map[string]struct{ now, want string }{
		"in the week":               {"2026-11-24T14:00:00Z", "2026-11-25T15:00:00Z"},
		"before a weekend":          {"2026-11-27T14:00:00Z", "2026-11-30T15:00:00Z"},
		"on a Saturday":             {"2026-11-28T14:00:00Z", "2026-11-30T15:00:00Z"},
		"late here, tomorrow there": {"2026-11-25T04:30:00Z", "2026-11-25T15:00:00Z"},
		"summer time begins":        {"2026-03-06T20:00:00Z", "2026-03-09T14:00:00Z"},
		"summer time ends":          {"2026-10-30T20:00:00Z", "2026-11-02T15:00:00Z"},
		"over the end of the year":  {"2026-12-31T20:00:00Z", "2027-01-01T15:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		require.NoError(t, err)
		require.Equal(t, c.want, domain.NextWorkingDay(now, zone).Format(time.RFC3339), name)
	}
}
