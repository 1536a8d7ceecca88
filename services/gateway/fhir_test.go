package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// issue requires the answer to be an OperationOutcome of the given HTTP code and reason.
func (a answer) issue(tb testing.TB, code int, reason string) {
	tb.Helper()
	require.Equal(tb, code, a.StatusCode, string(a.text))
	require.Equal(tb, "application/fhir+json", a.Header.Get("Content-Type"))
	var outcome struct {
		ResourceType string
		Issue        []struct {
			Severity, Code, Diagnostics string
			Details                     struct{ Coding []struct{ Code string } }
		}
	}
	require.NoError(tb, json.Unmarshal(a.text, &outcome))
	require.Equal(tb, "OperationOutcome", outcome.ResourceType)
	require.Equal(tb, "error", outcome.Issue[0].Severity)
	require.Equal(tb, reason, outcome.Issue[0].Details.Coding[0].Code)
	require.Equal(tb, "request "+a.Header.Get("X-Request-Id"), outcome.Issue[0].Diagnostics)
}

const fhirHold = `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueReference":{"reference":"Appointment/slot.abc"}}]}`

// A request for a resource is judged in the order of the API.
func TestFHIROrderOfRefusal(t *testing.T) {
	t.Parallel()
	p := start(t)
	const fhirJSON = "application/fhir+json"
	for _, c := range []struct {
		name, method, path, token, contentType, body string
		code                                         int
		reason                                       string
	}{
		{"path before person", "GET", "/fhir/r4/Patient", "", "", "", 404, "NOT_FOUND"},
		{"no such id", "GET", "/fhir/r4/Slot/a_b", "", "", "", 404, "NOT_FOUND"},
		{"an escape", "GET", "/fhir/r4/Slot/a%2Eb", "", "", "", 404, "NOT_FOUND"},
		{"a deeper path", "GET", "/fhir/r4/Slot/a/b", "", "", "", 404, "NOT_FOUND"},
		{"method before person", "DELETE", "/fhir/r4/Slot/a", "", "", "", 405, "METHOD_NOT_ALLOWED"},
		{"an operation that changes something is posted", "GET", "/fhir/r4/Appointment/$hold", "", "", "", 405, "METHOD_NOT_ALLOWED"},
		{"nobody", "GET", "/fhir/r4/Slot?foo=1", "", "", "", 401, "UNAUTHENTICATED"},
		{"nobody, any body", "POST", "/fhir/r4/Appointment/$hold", "", "text/plain", "x", 401, "UNAUTHENTICATED"},
		{"role before query", "GET", "/fhir/r4/Slot?foo=1", "clinician-token", "", "", 403, "PERMISSION_DENIED"},
		{"role before body", "POST", "/fhir/r4/Appointment/$book", "clinician-token", "text/plain", "x", 403, "PERMISSION_DENIED"},
		{"admin is no front desk", "GET", "/fhir/r4/Appointment", "admin-token", "", "", 403, "PERMISSION_DENIED"},
		{"query before type", "POST", "/fhir/r4/Appointment/$hold?foo=1", "desk-token", "text/plain", "x", 400, "INVALID_FIELDS"},
		{"malformed query", "GET", "/fhir/r4/Slot?a=%zz", "desk-token", "", "", 400, "INVALID_FIELDS"},
		{"no type", "POST", "/fhir/r4/Appointment/$hold", "desk-token", "", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"XML", "POST", "/fhir/r4/Appointment/$hold", "desk-token", "application/fhir+xml", "<x/>", 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"type before size", "POST", "/fhir/r4/Appointment/$hold", "desk-token", "text/plain", strings.Repeat("x", 40<<10), 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"size before body", "POST", "/fhir/r4/Appointment/$hold", "desk-token", fhirJSON, strings.Repeat("x", 40<<10), 413, "BODY_TOO_LARGE"},
		{"body", "POST", "/fhir/r4/Appointment/$hold", "desk-token", fhirJSON, "x", 400, "INVALID_FIELDS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var headers []string
			if c.token != "" {
				headers = append(headers, "Authorization", "Bearer "+c.token)
			}
			if c.contentType != "" {
				headers = append(headers, "Content-Type", c.contentType)
			}
			a := send(t, c.method, p.staff+c.path, c.body, headers...)
			a.issue(t, c.code, c.reason)
			require.Equal(t, c.code == 405, a.Header.Get("Allow") != "")
		})
	}
	require.Equal(t, http.StatusOK, get(t, p.staff+"/fhir/r4/metadata").StatusCode, "what is here is no secret")
	require.Equal(t, http.StatusNotFound, get(t, p.public+"/fhir/r4/metadata").StatusCode)
	require.Equal(t, http.StatusNotFound, get(t, p.public+"/fhir/r4/Slot", "Authorization", "Bearer desk-token").StatusCode)
}

func TestFHIRActsForThePerson(t *testing.T) {
	t.Parallel()
	p := start(t)
	var seen identity.Identity
	p.hold = func(ctx context.Context, in *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
		seen = identity.From(ctx)
		if in.GetSlot() != "abc" {
			return nil, errs.Internal(nil)
		}
		return &schedulingv1.CreateHoldResponse{Hold: "secret"}, nil
	}
	for _, contentType := range []string{"application/fhir+json", "application/json", "application/fhir+json; charset=utf-8"} {
		a := send(t, http.MethodPost, p.staff+"/fhir/r4/Appointment/$hold", fhirHold,
			"Authorization", "Bearer desk-token", "Content-Type", contentType)
		require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
		require.Equal(t, "application/fhir+json", a.Header.Get("Content-Type"))
		require.Equal(t, "staff/desk", seen.Actor.ID)
	}
	// The pages' cookie reads, and never writes.
	cookie := []string{"Cookie", "firstcall=desk-session"}
	require.Equal(t, http.StatusOK, get(t, p.staff+"/fhir/r4/Appointment", cookie...).StatusCode)
	send(t, http.MethodPost, p.staff+"/fhir/r4/Appointment/$hold", fhirHold, append(cookie, "Content-Type", "application/json")...).
		issue(t, http.StatusUnauthorized, "UNAUTHENTICATED")
}

func TestFHIRVersions(t *testing.T) {
	t.Parallel()
	p := start(t)
	desk := []string{"Authorization", "Bearer desk-token"}
	url := p.staff + "/fhir/r4/Appointment/a1"
	a := get(t, url, desk...)
	require.Equal(t, http.StatusOK, a.StatusCode, string(a.text))
	require.Equal(t, `W/"v1"`, a.Header.Get("ETag"))
	require.Contains(t, string(a.text), `"versionId":"v1"`)
	a = get(t, url, append(desk, "If-None-Match", `W/"v1"`)...)
	require.Equal(t, http.StatusNotModified, a.StatusCode)
	require.Empty(t, a.text)
	require.Equal(t, http.StatusOK, get(t, url, append(desk, "If-None-Match", `W/"v0"`)...).StatusCode)
	for _, entry := range p.logs.All() {
		for _, field := range entry.Context {
			require.NotContains(t, field.String, "a1", "the log knows the route's template and no id")
		}
	}
}
