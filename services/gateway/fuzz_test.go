package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/zap"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/edge"
)

// FuzzPublicAPI: whatever is sent, the answer is JSON, an error has its shape, and nothing is a fault of ours.
func FuzzPublicAPI(f *testing.F) {
	p := start(f)
	handler, err := edge.Public{
		Common:    edge.Common{Clock: clock.System(), Log: zap.NewNop(), Ready: func(context.Context) error { return nil }},
		Inquiries: intakev1.NewPublicIntakeServiceClient(p.conns["intake"]),
		Slots:     schedulingv1.NewPublicSchedulingServiceClient(p.conns["scheduling"]),
		Auth:      access.NewAuthenticator(nil, p.signer, clock.System()),
		Pages:     edge.Pages{Handler: http.NotFoundHandler()},
	}.Handler(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("POST", "holds", "", "application/json", `"v1"`, goodHold)
	f.Add("POST", "inquiries", "a=b", "application/json; charset=utf-8", "", goodForm)
	f.Add("GET", "appointmentTypes/consultation/slots", "startDate=2026-11-24&timeZone=UTC", "", "", "")
	f.Add("POST", "consultations:lookup", "", "application/json", "", `{"token":"x"}`)
	f.Add("POST", "consultations:reschedule", "", "application/json", `W/"a"`, `{"token":"x","slot":"s","hold":"h"}`)
	f.Add("POST", "holds:extend", "hold=h", "text/plain", "", `{"hold":"h"}`)
	f.Add("PATCH", "../v1/holds", "%", "", "*", `[`)
	f.Fuzz(func(t *testing.T, method, path, query, kind, match, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Method, r.URL = method, &url.URL{Path: "/v1/" + path, RawQuery: query}
		r.Header["Content-Type"] = []string{kind}
		if match != "" {
			r.Header["If-Match"] = []string{match}
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if !json.Valid(w.Body.Bytes()) || w.Header().Get("Content-Type") != "application/json" {
			t.Fatalf("%d with %q", w.Code, w.Body)
		}
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusNotImplemented {
			t.Fatalf("%s %s: %d with %q", method, path, w.Code, w.Body)
		}
		if w.Code != http.StatusOK && !strings.Contains(w.Body.String(), `"domain":"firstcall"`) {
			t.Fatalf("%d with %q", w.Code, w.Body)
		}
	})
}
