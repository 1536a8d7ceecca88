package pages

import (
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// maxCall bounds what the calendar page writes for a call.
const maxCall = 2 * time.Hour

// calendar writes a calendar file for a call: "Call", the practice's neutral short name and the time, and nothing that
// says what it is about or who booked it. It changes nothing.
func (s *site) calendar(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	start, end := parseStamp(r.PostForm.Get("start")), parseStamp(r.PostForm.Get("end"))
	if start.IsZero() || !end.After(start) || end.Sub(start) > maxCall {
		s.notFound(w, r)
		return
	}
	practice := s.practiceView(r.Context())
	cal := ics.NewCalendar()
	cal.SetProductId("-//Firstcall//Call//EN")
	cal.SetMethod(ics.MethodPublish)
	event := cal.AddEvent(id.Derive("calendar", start.UTC().String()) + "@call.invalid")
	event.SetDtStampTime(s.Clock.Now().UTC())
	event.SetStartAt(start.UTC())
	event.SetEndAt(end.UTC())
	event.SetSummary("Call with " + practice.ShortName)
	event.SetLocation("Phone")
	event.SetClass(ics.ClassificationPrivate)
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="call.ics"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(cal.Serialize(ics.WithNewLineWindows)))
}
