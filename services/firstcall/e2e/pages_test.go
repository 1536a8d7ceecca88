package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// With every service behind it gone, the gateway still shows where to find help: on the crisis page, on the booking
// page and on every error page.
func TestHelpIsShownWithEverythingDown(t *testing.T) {
	t.Parallel()
	p := start(t, "sqlite", fourRoles)
	for _, proc := range p.processes[:len(p.processes)-1] {
		proc.kill()
	}
	for path, status := range map[string]int{
		"/crisis": http.StatusOK, "/privacy": http.StatusOK, "/manage": http.StatusOK, "/book/callback": http.StatusOK,
		"/book": http.StatusServiceUnavailable, "/nothing-here": http.StatusNotFound,
	} {
		got, err := send(http.MethodGet, p.public+path, "", nil)
		require.NoError(t, err)
		require.Equal(t, status, got.status, path)
		for _, words := range []string{"Call 988", "sms:988", "tel:911", "not monitored around the clock"} {
			require.Contains(t, string(got.raw), words, path)
		}
	}
	require.NotContains(t, p.logs(), "crisis")
}
