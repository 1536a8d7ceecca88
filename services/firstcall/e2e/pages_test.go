package e2e

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
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

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// post sends a form as a browser without script does, and returns the page with its hidden fields.
func post(t *testing.T, address string, form url.Values) (page string, hidden url.Values) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := httpClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(text), hiddenOf(string(text))
}

func hiddenOf(page string) url.Values {
	hidden := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		hidden.Set(m[1], html.UnescapeString(m[2]))
	}
	return hidden
}

// A hold that is gone costs the visitor nothing: the time is booked while it is open, and when somebody else took it,
// every answer is kept and the nearest times are offered on the same page.
func TestALostHoldLosesNoAnswer(t *testing.T) {
	t.Parallel()
	p := start(t, "sqlite", allInOne)
	slots := call(t, http.StatusOK, http.MethodGet, p.public+"/v1/appointmentTypes/consultation/slots", "", nil)["slots"].([]any)
	slot := slots[len(slots)-1].(object)["slot"].(string)
	start, err := send(http.MethodGet, p.public+"/book", "", nil)
	require.NoError(t, err)
	visitor := func(n int) url.Values {
		form := hiddenOf(string(start.raw))
		form.Set("visit", fmt.Sprint("visit", n))
		form.Set("slot", slot)
		_, details := post(t, p.public+"/book/hold", form)
		require.NotEmpty(t, details.Get("hold"))
		call(t, http.StatusOK, http.MethodPost, p.public+"/v1/holds:release", "", object{"hold": details.Get("hold")})
		for name, value := range map[string]string{
			"given-name": "Ana", "phone": fmt.Sprintf("212 555 01%02d", n), "message": "none", "agree": "2026-11",
		} {
			details.Set(name, value)
		}
		return details
	}
	var forms []url.Values
	for n := range 4 {
		forms = append(forms, visitor(n))
	}
	booked := 0
	for _, form := range forms {
		page, again := post(t, p.public+"/book/details", form)
		if strings.Contains(page, "Your call is booked") {
			booked++
			continue
		}
		require.Contains(t, page, "Your answers are kept")
		require.Contains(t, page, `value="Ana"`)
		other := regexp.MustCompile(`type="radio" name="slot" value="([^"]+)"`).FindStringSubmatch(page)
		require.NotNil(t, other, "other times are offered")
		for _, name := range []string{"given-name", "phone", "message", "agree"} {
			again.Set(name, form.Get(name))
		}
		again.Set("slot", html.UnescapeString(other[1]))
		page, _ = post(t, p.public+"/book/details", again)
		require.Contains(t, page, "Your call is booked")
	}
	require.Positive(t, booked)
	require.Less(t, booked, len(forms), "there are fewer coordinators than visitors")
}
