package fhir

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestParametersAreRefused(t *testing.T) {
	t.Parallel()
	const reference = `{"name":"appointment-reference","valueReference":{"reference":"Appointment/slot.AQM.one"}}`
	for _, c := range []struct{ name, body, at string }{
		{"nothing", ``, "Parameters"},
		{"no JSON", `{`, "Parameters"},
		{"two objects", `{"resourceType":"Parameters"}{}`, "Parameters"},
		{"no UTF-8", "{\"resourceType\":\"\xff\"}", "Parameters"},
		{"another resource", `{"resourceType":"Appointment"}`, "Parameters"},
		{"no object", `[]`, "Parameters"},
		{"a list that is none", `{"resourceType":"Parameters","parameter":{}}`, "Parameters.parameter"},
		{"a name that is none", `{"resourceType":"Parameters","parameter":[{"name":1}]}`, "Parameters.parameter.name"},
		{"a number for a reference", `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueReference":1}]}`,
			"Parameters.parameter.valueReference"},
		{"nothing asked for", `{"resourceType":"Parameters"}`, parameter("appointment-reference")},
		{"no value", `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference"}]}`, parameter("appointment-reference")},
		{"a value of a type we do not take", `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueBoolean":true}]}`,
			parameter("appointment-reference")},
		{"a text for a reference", `{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueString":"x"}]}`,
			parameter("appointment-reference")},
		{"two values", `{"resourceType":"Parameters","parameter":[{"name":"request-id","valueString":"x","valueId":"y"}]}`,
			parameter("request-id")},
		{"twice", `{"resourceType":"Parameters","parameter":[` + reference + `,` + reference + `]}`, parameter("appointment-reference")},
		{"a patient", `{"resourceType":"Parameters","parameter":[` + reference + `,{"name":"patient-reference","valueReference":{"reference":"Patient/1"}}]}`,
			"Parameters.parameter"},
		{"another server's", strings.ReplaceAll(`{"resourceType":"Parameters","parameter":[`+reference+`]}`, "Appointment/", "https://other.example/Appointment/"),
			parameter("appointment-reference")},
		{"a booked one", strings.ReplaceAll(`{"resourceType":"Parameters","parameter":[`+reference+`]}`, "slot.AQM.one", "a1"),
			parameter("appointment-reference")},
		{"a held one", strings.ReplaceAll(`{"resourceType":"Parameters","parameter":[`+reference+`]}`, "slot.", "hold."),
			parameter("appointment-reference")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := practice()
			_, err := ask(t, s, http.MethodPost, "/Appointment/$hold", c.body)
			e, ok := errs.As(err)
			require.True(t, ok, "%v", err)
			require.Equal(t, errs.ReasonInvalidFields, e.Reason)
			require.Equal(t, c.at, e.Violations[0].Field)
			require.Empty(t, s.asked, "no service is asked")
		})
	}
}

func TestBookRefusesWhoIsNoInquiry(t *testing.T) {
	t.Parallel()
	good := bookBody("Appointment/slot.AQM.one")
	for _, body := range []string{
		strings.Replace(good, "urn:firstcall:inquiry", "urn:other", 1), strings.Replace(good, inquiry, "ana", 1),
		strings.Replace(good, `"name":"inquiry","valueIdentifier"`, `"name":"inquiry","valueReference"`, 1),
	} {
		_, err := ask(t, practice(), http.MethodPost, "/Appointment/$book", body)
		e, ok := errs.As(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, parameter("inquiry"), e.Violations[0].Field)
	}
	s := practice()
	s.err = errs.Invalid(errs.Field("requestId", "must be a UUID"), errs.Field("slot", "is none"))
	_, err := ask(t, s, http.MethodPost, "/Appointment/$book", good)
	e, _ := errs.As(err)
	require.Equal(t, parameter("request-id"), e.Violations[0].Field)
	require.Equal(t, parameter("appointment-reference"), e.Violations[1].Field)
}

func FuzzParameters(f *testing.F) {
	f.Add([]byte(bookBody("Appointment/slot.AQM.one")))
	f.Add([]byte(`{"resourceType":"Parameters","parameter":[{"name":"inquiry","valueString":"x"}]}`))
	f.Add([]byte(`{"resourceType":"Parameters","parameter":[null,{"name":null}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := readParameters(body, paramAppointment, paramInquiry, paramRequest)
		if err != nil {
			e, ok := errs.As(err)
			require.True(t, ok && e.Reason == errs.ReasonInvalidFields && len(e.Violations) > 0, "%v", err)
			for _, v := range e.Violations {
				require.LessOrEqual(t, len(v.Field), 80)
				require.True(t, strings.HasPrefix(v.Field, "Parameters"), v.Field)
			}
			return
		}
		for name, v := range in {
			n := 0
			for _, set := range []bool{v.reference != nil, v.identifier != nil, v.text != "" || v.dateTime != ""} {
				if set {
					n++
				}
			}
			require.LessOrEqual(t, n, 1, name)
		}
		if slot, hold, err := in.appointment(base); err == nil {
			require.True(t, (slot == "") != (hold == ""))
		}
	})
}
