package e2e

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// parametersOf is a Parameters resource; values come as name, element, value.
func parametersOf(values ...any) object {
	var list []any
	for i := 0; i+2 < len(values); i += 3 {
		list = append(list, object{"name": values[i], values[i+1].(string): values[i+2]})
	}
	return object{"resourceType": "Parameters", "parameter": list}
}

// TestFHIR finds, holds and books a call for somebody who asked to be called, reads it in every way there is, and sees
// it cancelled.
func TestFHIR(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk, base := p.tokens.FrontDesk, p.staff+"/fhir/r4"
		form := edit(func(f object) {
			delete(f, "slot")
			f["callback"] = object{"windows": []string{"WEEKDAY_MORNING"}}
			f["origin"] = "phone"
		})
		inquiry := at[string](t, call(t, 200, "POST", p.staff+"/v1/inquiries", desk, form), "name")
		id := strings.TrimPrefix(inquiry, "inquiries/")
		reference := func(bundle object, n int) object {
			return object{"reference": "Appointment/" + at[string](t, bundle, "entry", n, "resource", "id")}
		}

		// Next week's Tuesday at ten, when both coordinators work.
		day := time.Now().In(newYork(t)).AddDate(0, 0, 2)
		for day.Weekday() != time.Tuesday {
			day = day.AddDate(0, 0, 1)
		}
		from := time.Date(day.Year(), day.Month(), day.Day(), 10, 0, 0, 0, newYork(t)).Format(time.RFC3339)

		found := call(t, 200, "POST", base+"/Appointment/$find", desk, parametersOf("start", "valueDateTime", from))
		require.Equal(t, "proposed", at[string](t, found, "entry", 0, "resource", "status"))
		slot := at[string](t, found, "entry", 0, "resource", "slot", 0, "reference")
		require.Equal(t, "free", call(t, 200, "GET", base+"/"+slot, desk, nil)["status"])
		free := call(t, 200, "GET", base+"/Slot?schedule=Schedule/consultation&status=free&_count=2&start=ge"+url.QueryEscape(from), desk, nil)
		require.Equal(t, slot, "Slot/"+at[string](t, free, "entry", 0, "resource", "id"), "one engine lists for all")
		next := call(t, 200, "GET", at[string](t, free, "link", 1, "url"), desk, nil)
		require.Equal(t, at[string](t, found, "entry", 2, "resource", "slot", 0, "reference"),
			"Slot/"+at[string](t, next, "entry", 0, "resource", "id"), "the second page goes on where the first ended")

		hold := parametersOf("appointment-reference", "valueReference", reference(found, 0), "request-id", "valueUuid", "urn:uuid:"+requestID())
		held := call(t, 200, "POST", base+"/Appointment/$hold", desk, hold)
		require.Equal(t, held, call(t, 200, "POST", base+"/Appointment/$hold", desk, hold), "a repeat is the same hold")
		require.Equal(t, "pending", at[string](t, held, "entry", 0, "resource", "status"))
		// Both coordinators are asked for: the first start is held once for this inquiry and once for nobody.
		call(t, 200, "POST", base+"/Appointment/$hold", desk,
			parametersOf("appointment-reference", "valueReference", reference(found, 0)))
		taken, err := send("POST", base+"/Appointment/$hold", desk,
			parametersOf("appointment-reference", "valueReference", reference(found, 0)))
		require.NoError(t, err)
		require.Equal(t, 409, taken.status, string(taken.raw))
		require.Equal(t, "SLOT_TAKEN", at[string](t, taken.body, "issue", 0, "details", "coding", 0, "code"))
		require.NotEmpty(t, at[[]any](t, taken.body, "issue", 0, "extension"), "what is open instead")
		require.Equal(t, "busy-tentative", call(t, 200, "GET", base+"/"+slot, desk, nil)["status"])

		book := parametersOf("appointment-reference", "valueReference", reference(held, 0),
			"inquiry", "valueIdentifier", object{"system": "urn:firstcall:inquiry", "value": id},
			"request-id", "valueUuid", requestID())
		booked := call(t, 200, "POST", base+"/Appointment/$book", desk, book)
		require.Equal(t, booked, call(t, 200, "POST", base+"/Appointment/$book", desk, book), "a repeat is the same booking")
		appointment := at[object](t, booked, "entry", 0, "resource")
		require.Equal(t, "booked", appointment["status"])
		require.Equal(t, id, at[string](t, appointment, "supportingInformation", 0, "identifier", "value"))
		after := call(t, 200, "GET", p.staff+"/v1/"+inquiry, desk, nil)
		require.Equal(t, "CONSULTATION_BOOKED", after["state"])
		require.Equal(t, "appointments/"+appointment["id"].(string), at[string](t, after, "consultation", "appointment"))
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"},
			kinds(t, at[[]any](t, call(t, 200, "GET", p.staff+"/v1/"+inquiry+"/history", desk, nil), "events"), "MESSAGE_SENT"))

		address := base + "/Appointment/" + appointment["id"].(string)
		read, err := send("GET", address, desk, nil)
		require.NoError(t, err)
		require.Equal(t, appointment, read.body)
		require.Equal(t, `W/"`+at[string](t, appointment, "meta", "versionId")+`"`, read.header.Get("ETag"))
		for _, secret := range []string{`"Ana"`, "Ruiz", "2125550142", "example.com"} {
			require.NotContains(t, string(read.raw), secret, "nobody's name, number or address")
		}
		search := func(query string) int {
			list := call(t, 200, "GET", base+"/Appointment?"+query, desk, nil)
			entries, _ := list["entry"].([]any)
			return len(entries)
		}
		start := url.QueryEscape(appointment["start"].(string))
		actor := at[string](t, appointment, "participant", 0, "actor", "identifier", "value")
		require.Equal(t, 1, search("date="+start+"&status=booked&actor=Practitioner/"+actor))
		require.Zero(t, search("date=gt"+start+"&actor="+actor))
		require.Zero(t, search("date="+start+"&status=cancelled"))
		call(t, 400, "POST", base+"/Appointment/$book", desk, parametersOf(
			"appointment-reference", "valueReference", reference(found, 5),
			"inquiry", "valueIdentifier", object{"system": "urn:firstcall:inquiry", "value": id}))

		call(t, 200, "POST", p.staff+"/v1/appointments/"+appointment["id"].(string)+":cancel", desk, object{"requestId": requestID()})
		require.Equal(t, "cancelled", call(t, 200, "GET", address, desk, nil)["status"])
		require.Equal(t, 1, search("date="+start+"&status=cancelled"))
		require.Equal(t, "free", call(t, 200, "GET", base+"/"+slot, desk, nil)["status"])
	})
}

// TestFHIRSchedules reads the schedules and a therapist's slots, and keeps people to their roles.
func TestFHIRSchedules(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk, base := p.tokens.FrontDesk, p.staff+"/fhir/r4"
		all := call(t, 200, "GET", base+"/Schedule", desk, nil)
		require.Len(t, at[[]any](t, all, "entry"), 25, "the free call, and two of each of twelve therapists")
		schedule := at[object](t, all, "entry", 1, "resource")
		id := schedule["id"].(string)
		require.Equal(t, schedule, call(t, 200, "GET", base+"/Schedule/"+id, desk, nil))
		therapist := strings.TrimPrefix(id, "first-session.")
		require.Equal(t, therapist, at[string](t, schedule, "actor", 0, "identifier", "value"))
		slots := call(t, 200, "GET", base+"/Slot?schedule="+id, desk, nil)
		slot := at[object](t, slots, "entry", 0, "resource")
		require.Equal(t, "Schedule/"+id, at[string](t, slot, "schedule", "reference"))
		require.Equal(t, slot, call(t, 200, "GET", base+"/Slot/"+slot["id"].(string), desk, nil))

		call(t, 200, "GET", base+"/metadata", "", nil)
		call(t, 401, "GET", base+"/Slot", "", nil)
		call(t, 403, "GET", base+"/Slot", p.tokens.Clinician, nil)
		call(t, 200, "GET", base+"/Appointment", p.tokens.Clinician, nil)
		call(t, 403, "POST", base+"/Appointment/$book", p.tokens.Clinician, object{})
		call(t, 404, "GET", base+"/Patient", desk, nil)
		call(t, 404, "GET", p.public+"/fhir/r4/metadata", "", nil)
	})
}
