package ics

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const (
	// productID names the program that wrote the file (RFC 5545 3.7.3).
	productID = "-//Firstcall//Firstcall//EN"
	// title is all that a feed says of anything.
	title = "Booked"
	// uidDomain ends the identity of every event of a feed, so that copies are known again.
	uidDomain = "@calendar.firstcall.invalid"
	// organizer is required of what is published (RFC 5546 3.2.1), and nobody's address.
	organizer = "mailto:calendar@firstcall.invalid"
	// refresh is how often we would like to be asked; Google and Outlook decide for themselves.
	refresh = "PT1H"
)

// Write returns the feed as an iCalendar file: that the time is booked, and not with whom, for what or where. The same
// appointments always give the same bytes.
func Write(appointments []domain.Appointment) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetMethod(ics.MethodPublish)
	cal.SetCalscale("GREGORIAN")
	cal.SetXWRCalName(title)
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	for i := range appointments {
		add(cal, &appointments[i])
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func add(cal *ics.Calendar, a *domain.Appointment) {
	changed := time.UnixMicro(a.Updated).UTC()
	event := cal.AddEvent(UID(a.ID))
	event.SetDtStampTime(changed)
	event.SetModifiedAt(changed)
	event.SetStartAt(time.UnixMicro(a.Start).UTC())
	event.SetEndAt(time.UnixMicro(a.End).UTC())
	event.SetSequence(a.Sequence)
	event.SetSummary(title)
	event.SetClass(ics.ClassificationPrivate)
	event.SetOrganizer(organizer, ics.WithCN("Calendar"))
	event.SetTimeTransparency(ics.TransparencyOpaque)
	event.SetStatus(ics.ObjectStatusConfirmed)
	if a.State == domain.Cancelled {
		event.SetStatus(ics.ObjectStatusCancelled)
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
}

// UID is the lasting identity of an appointment's event. It does not say which appointment it is.
func UID(appointment string) string { return id.Derive("calendar", appointment) + uidDomain }
