package fhir

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// FuzzRoutes: whatever is asked, the answer is a resource, or an error that says which parameter was wrong; and what is
// held or booked is what was named.
func FuzzRoutes(f *testing.F) {
	f.Add("GET", "/Appointment/$find", "start=2026-11-24&end=2026-11-25T10:00:00-05:00&visit-type=consultation&_count=2", "")
	f.Add("GET", "/Appointment/$find", "start=9999-12-31&end=0001-01-01T00:00:00Z", "")
	f.Add("POST", "/Appointment/$find", "_count=1", `{"resourceType":"Parameters","parameter":[{"name":"start","valueDateTime":"2026-11"}]}`)
	f.Add("POST", "/Appointment/$hold", "", bookBody("Appointment/slot.AQM.one"))
	f.Add("POST", "/Appointment/$hold", "", `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueReference":{"reference":"`+base+`/Appointment/slot.abc"}},{"name":"request-id","valueUuid":"urn:uuid:8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"}]}`)
	f.Add("POST", "/Appointment/$book", "", bookBody("Appointment/hold.secret.of-hold"))
	f.Add("GET", "/Slot", "schedule=Schedule/consultation&status=free&start=ge2026-11-24&start=lt2026-12&_count=2&page=2", "")
	f.Add("GET", "/Slot", "schedule=Schedule/first-session."+okafor+"&status=free,busy", "")
	f.Add("GET", "/Slot/consultation.1795449600.10", "", "")
	f.Add("GET", "/Schedule", "actor=Practitioner/"+okafor+"&_count=1", "")
	f.Add("GET", "/Schedule", "actor:identifier="+systemProvider+"|"+okafor, "")
	f.Add("GET", "/Schedule/session."+okafor, "_format=xml", "")
	f.Add("GET", "/Appointment", "date=ge2026-11&date=le2026&status=booked,cancelled&actor="+dana, "")
	f.Add("GET", "/Appointment/a1", "page=x", "")
	f.Add("GET", "/metadata", "", "")
	f.Add("GET", "/Slot", "\x10=1&=2", "")
	f.Add("GET", "/Slot", "a"+strings.Repeat("é", 30), "")
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		s := practice()
		service, err := New(s, s, s, clock.NewFake(now()))
		require.NoError(t, err)
		rt, id, _ := service.Match(method, Root+path)
		values, malformed := url.ParseQuery(query)
		if rt == nil || malformed != nil {
			return
		}
		var answer *Answer
		r, err := rt.Request(id, base, values)
		if err == nil {
			if method == "POST" {
				r.Body = []byte(body)
			}
			answer, err = service.Serve(t.Context(), rt, r)
		}
		if err != nil {
			requireRefusal(t, err)
			return
		}
		text, err := json.Marshal(answer.Resource)
		require.NoError(t, err)
		require.Contains(t, string(text), `"resourceType":"`)
		for _, asked := range s.asked {
			requireNamed(t, asked, body)
		}
	})
}

// requireRefusal wants an error of the caller's making that names what is wrong with it.
func requireRefusal(t *testing.T, err error) {
	t.Helper()
	e, ok := errs.As(err)
	require.True(t, ok, "%v", err)
	require.Contains(t, []errs.Code{errs.InvalidArgument, errs.NotFound}, e.Code, "%v", err)
	require.Equal(t, e.Reason == errs.ReasonInvalidFields, len(e.Violations) > 0)
	for _, v := range e.Violations {
		require.NotEmpty(t, v.Field)
		require.True(t, utf8.ValidString(v.Field), "%q", v.Field)
		require.NotEmpty(t, v.Description)
	}
}

// requireNamed wants a change to be about the time that the body names.
func requireNamed(t *testing.T, asked any, body string) {
	t.Helper()
	token := ""
	switch ask := asked.(type) {
	case *schedulingv1.CreateHoldRequest:
		token = proposedID(ask.GetSlot())
	case *intakev1.BookConsultationRequest:
		if token = proposedID(ask.GetSlot()); ask.GetSlot() == "" {
			token = heldID(ask.GetHold())
		}
	default:
		return
	}
	var in input
	require.NoError(t, json.Unmarshal([]byte(body), &in))
	for _, p := range in.Parameter {
		if p.Name == paramAppointment {
			require.True(t, strings.HasSuffix(p.ValueReference.Reference, "Appointment/"+token), "%q is not %q", token, p.ValueReference.Reference)
		}
	}
}
