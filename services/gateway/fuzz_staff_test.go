package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"go.uber.org/zap"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/edge"
)

// FuzzStaffAPI: whatever staff send to the API and to the FHIR resources, the answer is JSON, nothing is a fault of ours,
// and a refusal of what was sent names where it was. The request id is ours, whatever came along.
func FuzzStaffAPI(f *testing.F) {
	p := start(f)
	auth := access.NewAuthenticator(intakev1.NewAccessServiceClient(p.conns["intake"]), p.signer, clock.System())
	handler, err := edge.Staff{
		Common: edge.Common{Clock: clock.System(), Log: zap.NewNop(), Ready: func(context.Context) error { return nil }},
		Intake: p.conns["intake"], Scheduling: p.conns["scheduling"], Matching: p.conns["matching"],
		Auth: auth, Sessions: access.NewSessions(auth, nil, false),
		Pages: edge.Pages{Handler: http.NotFoundHandler()},
	}.Handler(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("GET", "/v1/inquiries", "filter=state+%3D+NEW+OR+origin%3D%22a+b%22&pageSize=5&orderBy=createTime+desc&pageToken=x", "", "", "r-1", "")
	f.Add("GET", "/v1/appointments", "startTime=2026-11-24T10:00:00Z&endTime=x&provider=providers/a&type=consultation", "", "", "é", "")
	f.Add("GET", "/v1/therapists", "pageSize=-1&showDeleted=true", "", "", "", "")
	f.Add("POST", "/v1/inquiries/aaaaaaaaaaaaaaaaaaaaaaaaaa:recordCall", "", `"1"`, "application/json", "a b", `{"outcome":"REACHED","requestId":"8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"}`)
	f.Add("POST", "/v1/appointments/aaaaaaaaaaaaaaaaaaaaaaaaaa:cancel", "", `W/"1"`, "application/json", strings.Repeat("x", 65), `{"requestId":"none"}`)
	f.Add("PUT", "/v1/providers/aaaaaaaaaaaaaaaaaaaaaaaaaa/schedule", "", `*`, "application/json; charset=utf-8", "..", `{"schedule":{"timeZone":"UTC"}}`)
	f.Add("PATCH", "/v1/therapists/aaaaaaaaaaaaaaaaaaaaaaaaaa", "updateMask=displayName", `"a","b"`, "application/json", "", `{"etag":"1"}`)
	f.Add("DELETE", "/v1/therapists/aaaaaaaaaaaaaaaaaaaaaaaaaa", "etag=1", `"1"`, "", "", "")
	f.Add("POST", "/fhir/r4/Appointment/$hold", "", "", "application/fhir+json", "", fhirHold)
	f.Add("GET", "/fhir/r4/Slot", "schedule=Schedule/consultation&status=free&_count=0", "", "", "", "")
	f.Fuzz(func(t *testing.T, method, path, query, match, kind, requestID, body string) {
		api, fhir := strings.HasPrefix(path, "/v1/"), strings.HasPrefix(path, "/fhir/r4/")
		if !api && !fhir {
			return
		}
		for _, token := range []string{"desk-token", "admin-token"} {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.Method, r.URL = method, &url.URL{Path: path, RawQuery: query}
			r.Header.Set("Authorization", "Bearer "+token)
			for name, value := range map[string]string{"Content-Type": kind, "If-Match": match, "X-Request-Id": requestID} {
				if value != "" {
					r.Header[name] = []string{value}
				}
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			requireAnswer(t, w, requestID)
		}
	})
}

// requireAnswer wants JSON that is nobody's fault here, and a refusal of fields that names them.
func requireAnswer(t *testing.T, w *httptest.ResponseRecorder, requestID string) {
	t.Helper()
	text := w.Body.String()
	given := w.Header().Get("X-Request-Id")
	if !requestid.Valid(given) || given == requestID {
		t.Fatalf("request id %q for %q", given, requestID)
	}
	switch {
	case w.Code >= http.StatusInternalServerError && w.Code != http.StatusNotImplemented:
		t.Fatalf("%d with %q", w.Code, text)
	case w.Code == http.StatusNoContent || w.Code == http.StatusNotModified:
		return
	case !json.Valid(w.Body.Bytes()):
		t.Fatalf("%d with %q", w.Code, text)
	case w.Code != http.StatusBadRequest:
		return
	}
	var answer struct {
		Error struct {
			Details []struct {
				Reason          string
				FieldViolations []struct{ Field, Description string }
			}
		}
		Issue []struct {
			Expression []string
			Details    struct{ Text string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	var fields []string
	for _, d := range answer.Error.Details {
		for _, v := range d.FieldViolations {
			fields = append(fields, v.Field)
		}
	}
	for _, i := range answer.Issue {
		fields = append(fields, i.Expression...)
	}
	if len(fields) == 0 || slices.Contains(fields, "") {
		t.Fatalf("no field is named in %q", text)
	}
}
