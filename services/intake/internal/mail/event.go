package mail

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// productID names the program that wrote the file, as RFC 5545 3.7.3 wants it.
const productID = "-//Firstcall//Firstcall//EN"

// summary is the title of every event, in every language and for every kind: calendars are shared and synchronised.
const summary = "Call"

// method is what the file asks a calendar to do (RFC 5546).
func (a action) method() ics.Method {
	if a == cancelled {
		return ics.MethodCancel
	}
	return ics.MethodRequest
}

// calendar is the iCalendar file of a message: the time in UTC, so that no zone definition is needed, the practice's
// neutral name as organizer, the client's bare address as attendee, which REQUEST and CANCEL require (RFC 5546 3.2.2,
// 3.2.5), and nothing else. The manage link stays out: calendars synchronise to third parties.
func calendar(m Message, a action, from string, now time.Time) string {
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetMethod(a.method())
	event := cal.AddEvent(m.UID)
	event.SetDtStampTime(now)
	event.SetStartAt(m.StartTime)
	event.SetEndAt(m.EndTime)
	event.SetSequence(m.Sequence)
	event.SetSummary(summary)
	event.SetClass(ics.ClassificationPrivate)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	event.SetOrganizer("mailto:"+from, ics.WithCN(commonName(m.PracticeShortName)))
	event.AddAttendee("mailto:"+m.To, ics.WithRSVP(false))
	event.SetStatus(ics.ObjectStatusConfirmed)
	if a == cancelled {
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	return cal.Serialize(ics.WithNewLineWindows)
}

// commonName drops from a name what a parameter can only hold in quotes (RFC 5545 3.2), because the library escapes it
// with backslashes instead, which no calendar undoes.
func commonName(name string) string {
	name = strings.ReplaceAll(name, "'", "’")
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(`",;:\`, r)
	}), " ")
}
