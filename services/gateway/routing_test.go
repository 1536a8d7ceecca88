package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRouting(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, c := range []struct {
		side, method, path string
		code               int
		reason, allow      string
	}{
		// Unknown on either side.
		{"public", "GET", "/v1/nothing", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1/", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1//holds", 404, "NOT_FOUND", ""},
		{"public", "POST", "/v1/holds/", 404, "NOT_FOUND", ""},
		{"public", "POST", "/v1/../v1/holds", 404, "NOT_FOUND", ""},
		{"staff", "GET", "/v1/nothing", 404, "NOT_FOUND", ""},
		{"staff", "POST", "/v1/inquiries/x:nothing", 404, "NOT_FOUND", ""},
		{"staff", "GET", "/v1/inquiries/a%2Fb", 404, "NOT_FOUND", ""},
		{"staff", "GET", "/v1/inquiries/a%3Amatch", 404, "NOT_FOUND", ""},
		// Nothing of the staff API answers on the public side.
		{"public", "GET", "/v1/inquiries", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1/inquiries/x", 404, "NOT_FOUND", ""},
		{"public", "POST", "/v1/inquiries/x:recordCall", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1/appointments", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1/therapists", 404, "NOT_FOUND", ""},
		{"public", "POST", "/v1/slots:explain", 404, "NOT_FOUND", ""},
		{"public", "GET", "/v1/changes", 404, "NOT_FOUND", ""},
		// And nothing of the public API on the staff side.
		{"staff", "POST", "/v1/holds", 404, "NOT_FOUND", ""},
		{"staff", "GET", slotsPath, 404, "NOT_FOUND", ""},
		{"staff", "POST", "/v1/consultations:lookup", 404, "NOT_FOUND", ""},
		// Another HTTP method.
		{"public", "GET", "/v1/holds", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"public", "DELETE", "/v1/inquiries", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"public", "POST", slotsPath, 405, "METHOD_NOT_ALLOWED", "GET"},
		{"public", "HEAD", slotsPath, 405, "", "GET"},
		{"public", "GET", "/u/token", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"public", "POST", "/readyz", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"},
		{"staff", "GET", "/v1/inquiries/x:match", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"staff", "DELETE", "/v1/providers/x/schedule", 405, "METHOD_NOT_ALLOWED", "GET, PUT"},
		// Promised for later.
		{"public", "POST", "/v1/subscriptions", 501, "NOT_BUILT", ""},
		{"public", "POST", "/v1/proposals:accept", 501, "NOT_BUILT", ""},
		{"public", "POST", "/u/token", 501, "NOT_BUILT", ""},
	} {
		t.Run(strings.Join([]string{c.side, c.method, c.path}, " "), func(t *testing.T) {
			t.Parallel()
			base, headers := p.public, []string(nil)
			if c.side == "staff" {
				base, headers = p.staff, []string{"Authorization", "Bearer desk-token"}
				stranger := send(t, c.method, base+c.path, "")
				stranger.failure(t, http.StatusUnauthorized, "UNAUTHENTICATED")
			}
			a := send(t, c.method, base+c.path, "", headers...)
			require.Equal(t, c.code, a.StatusCode, string(a.text))
			require.Equal(t, c.allow, a.Header.Get("Allow"))
			if c.reason != "" {
				a.failure(t, c.code, c.reason)
			}
		})
	}
}

// A form post must never reach a read, and no header may turn one method into another (CVE-2026-37236).
func TestMethodOverrideIsOff(t *testing.T) {
	t.Parallel()
	p := start(t)
	const form = "application/x-www-form-urlencoded"
	send(t, http.MethodPost, p.public+slotsPath, "startDate=2026-11-24", "Content-Type", form).
		failure(t, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED")
	send(t, http.MethodPost, p.public+slotsPath, "a=b", "Content-Type", form, "X-HTTP-Method-Override", "GET").
		failure(t, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED")
	send(t, http.MethodPost, p.staff+"/v1/inquiries/x", "a=b", "Content-Type", form, "X-HTTP-Method-Override", "GET",
		"Authorization", "Bearer desk-token").failure(t, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED")
}
