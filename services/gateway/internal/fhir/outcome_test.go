package fhir

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

func TestOutcomes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err    error
		status int
	}{
		"outcome-fields": {errs.Invalid(errs.Field("date", "must be a date"), errs.Field("status", "must be a code")), 400},
		"outcome-taken": {errs.New(errs.Aborted, "SLOT_TAKEN", "this time is taken").WithDetails(&schedulingv1.OpenSlots{
			Slots: []*schedulingv1.Slot{{Slot: "AQM_two", StartTime: after(140), EndTime: after(150)}},
		}), 409},
		"outcome-state": {errs.New(errs.FailedPrecondition, "WRONG_INQUIRY_STATE", "the inquiry is in a state that does not allow this"), 400},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		WriteOutcome(w, r.WithContext(requestid.With(t.Context(), "request-1")), c.err)
		require.Equal(t, c.status, w.Code)
		require.Equal(t, "application/fhir+json", w.Header().Get("Content-Type"))
		golden(t, name, json.RawMessage(w.Body.Bytes()))
	}
}

func TestIssueCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    *errs.Error
		status int
		code   string
	}{
		{problem.NotFound(), 404, "not-found"},
		{problem.MethodNotAllowed(), 405, "not-supported"},
		{problem.UnsupportedMediaType(), 415, "not-supported"},
		{problem.BodyTooLarge(32 << 10), 413, "too-long"},
		{problem.Unauthenticated(), 401, "login"},
		{problem.PermissionDenied(), 403, "forbidden"},
		{errs.Invalid(), 400, "invalid"},
		{errs.New(errs.Aborted, errs.ReasonRequestIDReused, "reused"), 409, "conflict"},
		{errs.New(errs.ResourceExhausted, errs.ReasonRateLimited, "wait").WithRetryAfter(1500 * time.Millisecond), 429, "throttled"},
		{errs.New(errs.Unavailable, errs.ReasonUnavailable, "later"), 503, "transient"},
		{errs.New(errs.DeadlineExceeded, errs.ReasonDeadlineExceeded, "late"), 504, "timeout"},
		{errs.Internal(http.ErrBodyNotAllowed), 500, "exception"},
		{errs.NotBuilt(), 501, "not-supported"},
	} {
		w := httptest.NewRecorder()
		WriteOutcome(w, httptest.NewRequest(http.MethodGet, "/", nil), c.err)
		require.Equal(t, c.status, w.Code)
		require.Contains(t, w.Body.String(), `"code":"`+c.code+`"`)
		require.NotContains(t, w.Body.String(), http.ErrBodyNotAllowed.Error(), "no cause leaves the process")
		if c.status == 429 {
			require.Equal(t, "2", w.Header().Get("Retry-After"))
		}
		require.Equal(t, c.status == 401, w.Header().Get("WWW-Authenticate") != "")
	}
}

// The capability statement and the routes say the same.
func TestCapability(t *testing.T) {
	t.Parallel()
	var statement struct {
		Rest []struct {
			Resource []struct {
				Type        string
				Interaction []struct{ Code string }
				SearchParam []struct{ Name string }
				Operation   []struct{ Name string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(capability, &statement))
	said := map[string][]string{}
	for _, resource := range statement.Rest[0].Resource {
		for _, i := range resource.Interaction {
			path := map[string]string{"read": "/{id}", "search-type": ""}[i.Code]
			said["GET "+Root+"/"+resource.Type+path] = nil
		}
		for _, p := range resource.SearchParam {
			address := "GET " + Root + "/" + resource.Type
			said[address] = append(said[address], p.Name)
		}
		for _, o := range resource.Operation {
			said["POST "+Root+"/"+resource.Type+"/$"+o.Name] = nil
		}
	}
	for _, r := range routes() {
		if r.Open {
			continue
		}
		if strings.Contains(r.Template, "$") && r.Method == http.MethodGet { // an operation that changes nothing is a GET, too
			require.Equal(t, Root+"/Appointment/$find", r.Template)
			continue
		}
		names, ok := said[r.Label()]
		require.True(t, ok, r.Label())
		delete(said, r.Label())
		for _, name := range r.query {
			if name != "_count" && name != "page" && !strings.Contains(name, ":") {
				require.Contains(t, names, name, r.Label())
			}
		}
	}
	require.Empty(t, said)
}
