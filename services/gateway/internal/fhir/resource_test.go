package fhir

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const requestID = "8b1f6c2e-6f0e-4b52-9a53-0d6c3f2f8a11"

func bookBody(appointment string) string {
	return `{"resourceType":"Parameters","id":"anything","parameter":[
		{"name":"appointment-reference","valueReference":{"reference":"` + appointment + `","display":"passed over"}},
		{"name":"inquiry","valueIdentifier":{"use":"usual","system":"urn:firstcall:inquiry","value":"` + inquiry + `"}},
		{"name":"request-id","valueUuid":"urn:uuid:` + requestID + `"}]}`
}

// Every answer there is, in full; the files were reviewed against R4.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, method, address, body string }{
		{"schedule", "GET", "/Schedule/first-session." + okafor, ""},
		{"schedules", "GET", "/Schedule?_count=1", ""},
		{"slot", "GET", "/Slot/consultation.1795449600.10", ""},
		{"slots", "GET", "/Slot?start=ge2026-11-23&start=lt2026-11-24&_count=4", ""},
		{"appointment", "GET", "/Appointment/a1", ""},
		{"appointments", "GET", "/Appointment?date=ge2026-11-23T11:00:00-05:00&actor=Practitioner/" + dana, ""},
		{"find", "POST", "/Appointment/$find", `{"resourceType":"Parameters","parameter":[
			{"name":"start","valueDateTime":"2026-11-23T11:10:00-05:00"},{"name":"end","valueDateTime":"2026-11-23"}]}`},
		{"find", "GET", "/Appointment/$find?start=2026-11-23T11:10:00-05:00&end=2026-11-23&visit-type=urn:firstcall:appointment-type|consultation", ""},
		{"find-one", "GET", "/Appointment/$find?start=2026-11-23T11:10:00-05:00&end=2026-11-24&_count=1", ""},
		{"schedule-following", "GET", "/Schedule/session." + okafor, ""},
		{"hold", "POST", "/Appointment/$hold", `{"resourceType":"Parameters","parameter":[
			{"name":"appointment-reference","valueReference":{"reference":"` + base + `/Appointment/slot.AQM.one"}}]}`},
		{"book", "POST", "/Appointment/$book", bookBody("Appointment/hold.secret.of-hold")},
	} {
		t.Run(c.method+" "+c.name, func(t *testing.T) {
			t.Parallel()
			answer, err := ask(t, practice(), c.method, c.address, c.body)
			require.NoError(t, err)
			golden(t, c.name, answer.Resource)
		})
	}
}

func TestOperationsAskWhatTheirNamesSay(t *testing.T) {
	t.Parallel()
	s := practice()
	_, err := ask(t, s, http.MethodPost, "/Appointment/$hold", `{"resourceType":"Parameters","parameter":[
		{"name":"appointment-reference","valueReference":{"reference":"Appointment/slot.AQM.one"}},
		{"name":"request-id","valueString":"`+requestID+`"}]}`)
	require.NoError(t, err)
	held, _ := s.asked[0].(*schedulingv1.CreateHoldRequest)
	require.Equal(t, "AQM_one", held.GetSlot())
	require.Equal(t, requestID, held.GetRequestId())

	for reference, when := range map[string]string{"hold.secret.of-hold": "secret_of-hold", "slot.AQM-three": "AQM-three"} {
		s := practice()
		answer, err := ask(t, s, http.MethodPost, "/Appointment/$book", bookBody("Appointment/"+reference))
		require.NoError(t, err)
		booked, _ := s.asked[0].(*intakev1.BookConsultationRequest)
		require.Equal(t, when, booked.GetHold()+booked.GetSlot())
		require.Equal(t, "inquiries/"+inquiry, booked.GetName())
		require.Equal(t, requestID, booked.GetRequestId())
		require.Equal(t, "va1", answer.Version)
	}
}

// Without a request id a hold is a new one every time.
func TestARequestWithoutAnIDIsItsOwn(t *testing.T) {
	t.Parallel()
	s := practice()
	for range 2 {
		_, err := ask(t, s, http.MethodPost, "/Appointment/$hold", `{"resourceType":"Parameters","parameter":[
			{"name":"appointment-reference","valueReference":{"reference":"Appointment/slot.AQM.one"}}]}`)
		require.NoError(t, err)
	}
	first, _ := s.asked[0].(*schedulingv1.CreateHoldRequest)
	second, _ := s.asked[1].(*schedulingv1.CreateHoldRequest)
	require.NotEqual(t, first.GetRequestId(), second.GetRequestId())
}

func TestSlotStatuses(t *testing.T) {
	t.Parallel()
	for reason, status := range map[schedulingv1.SlotStatus_Reason]string{
		schedulingv1.SlotStatus_HELD: "busy-tentative", schedulingv1.SlotStatus_BUSY: "busy",
		schedulingv1.SlotStatus_BUFFER: "busy", schedulingv1.SlotStatus_NO_ROOM: "busy",
		schedulingv1.SlotStatus_TIME_OFF: "busy-unavailable", schedulingv1.SlotStatus_PRACTICE_CLOSED: "busy-unavailable",
		schedulingv1.SlotStatus_TOO_SOON: "busy-unavailable", schedulingv1.SlotStatus_DAY_FULL: "busy-unavailable",
		schedulingv1.SlotStatus_WEEK_FULL: "busy-unavailable", schedulingv1.SlotStatus_NEW_CLIENTS_FULL: "busy-unavailable",
		schedulingv1.SlotStatus_LEAVES_GAP:    "busy-unavailable",
		schedulingv1.SlotStatus_OUTSIDE_HOURS: "", schedulingv1.SlotStatus_TOO_FAR: "",
		schedulingv1.SlotStatus_NONEXISTENT_LOCAL_TIME: "",
	} {
		s := practice()
		s.answers["ExplainSlot"] = &schedulingv1.ExplainSlotResponse{Reason: reason}
		answer, err := ask(t, s, http.MethodGet, "/Slot/first-session."+okafor+".1795453200.50", "")
		if status == "" {
			require.ErrorIs(t, err, notFound(), reason)
			continue
		}
		require.NoError(t, err)
		slot, _ := answer.Resource.(*Slot)
		require.Equal(t, status, slot.Status, reason)
		asked, _ := s.asked[0].(*schedulingv1.ExplainSlotRequest)
		require.Equal(t, "providers/"+okafor, asked.GetProvider())
	}
	s := practice()
	s.answers["ExplainSlot"] = &schedulingv1.ExplainSlotResponse{
		Offered: true, Reason: schedulingv1.SlotStatus_OFFERED, Slot: &schedulingv1.Slot{EndTime: after(130)},
	}
	answer, err := ask(t, s, http.MethodGet, "/Slot/consultation.1795449600.10", "")
	require.NoError(t, err)
	slot, _ := answer.Resource.(*Slot)
	require.Equal(t, "free", slot.Status)
	_, err = ask(t, s, http.MethodGet, "/Slot/consultation.1795449600.20", "")
	require.ErrorIs(t, err, notFound(), "another length is another slot, and there is none")
}

func TestPagesOfSlots(t *testing.T) {
	t.Parallel()
	s := practice()
	address, seen := "/Slot?start=lt2026-11-25&_count=2", 0
	for address != "" {
		answer, err := ask(t, s, http.MethodGet, address, "")
		require.NoError(t, err)
		bundle, _ := answer.Resource.(*Bundle)
		require.Equal(t, 7, *bundle.Total)
		address = ""
		for _, link := range bundle.Link {
			if link.Relation == "next" {
				address = strings.TrimPrefix(link.URL, base)
			}
		}
		for _, e := range bundle.Entry {
			if e.Search.Mode == "match" {
				seen++
			}
		}
	}
	require.Equal(t, 7, seen)
	for _, wrong := range []string{"/Slot?page=x", "/Slot?_count=0", "/Slot?_count=x", "/Slot?status=open", "/Slot?foo=1",
		"/Slot?start=yesterday", "/Slot?start=ge2020&start=lt2030", "/Slot?status=free&status=busy", "/Appointment?actor=a/b",
		"/Appointment?actor=x&actor:identifier=y", "/Appointment?date=sa2026", "/Appointment?status=BOOKED"} {
		_, err := ask(t, s, http.MethodGet, wrong, "")
		require.Error(t, err, wrong)
	}
}

// Whoever has several addresses says at which one an appointment is.
func TestSiteOfAnAppointment(t *testing.T) {
	t.Parallel()
	answer, err := ask(t, practice(), http.MethodGet, "/Appointment?date=lt2026-11-23T09:00:00-05:00", "")
	require.NoError(t, err)
	bundle, _ := answer.Resource.(*Bundle)
	a, _ := bundle.Entry[0].Resource.(*Appointment)
	require.Len(t, a.Participant, 3)
	require.Equal(t, byName("Location", systemRoom, "east", "East room"), a.Participant[1].Actor)
	require.Equal(t, byName("Location", systemSite, "uptown", "Uptown"), a.Participant[2].Actor)
}

func TestFindRefuses(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"visit-type=first-session", "start=2026&start=2027", "specialty=x", "_count=0", "start=soon"} {
		_, err := ask(t, practice(), http.MethodGet, "/Appointment/$find?"+query, "")
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err), query)
	}
}
