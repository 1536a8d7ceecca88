package fhir

import (
	"strings"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// What a slot and an appointment may be in R4.
const (
	slotFree          = "free"
	slotBusy          = "busy"
	slotHeld          = "busy-tentative"
	slotUnavailable   = "busy-unavailable"
	statusProposed    = "proposed"
	statusPending     = "pending"
	statusBooked      = "booked"
	statusFulfilled   = "fulfilled"
	statusNoShow      = "noshow"
	statusCancelled   = "cancelled"
	participantAgreed = "accepted"
	participantAsked  = "needs-action"
)

// statusOf is the status of an appointment in R4.
func statusOf(s schedulingv1.Appointment_State) string {
	switch s {
	case schedulingv1.Appointment_BOOKED:
		return statusBooked
	case schedulingv1.Appointment_COMPLETED:
		return statusFulfilled
	case schedulingv1.Appointment_NO_SHOW:
		return statusNoShow
	case schedulingv1.Appointment_CANCELLED:
		return statusCancelled
	default:
		return statusPending
	}
}

// slotStatus is the status of a slot in R4; "" for a start that is none, because nobody works then.
func slotStatus(r schedulingv1.SlotStatus_Reason) string {
	switch r {
	case schedulingv1.SlotStatus_OFFERED:
		return slotFree
	case schedulingv1.SlotStatus_HELD:
		return slotHeld
	case schedulingv1.SlotStatus_BUSY, schedulingv1.SlotStatus_BUFFER, schedulingv1.SlotStatus_NO_ROOM:
		return slotBusy
	case schedulingv1.SlotStatus_TIME_OFF, schedulingv1.SlotStatus_PRACTICE_CLOSED, schedulingv1.SlotStatus_TOO_SOON,
		schedulingv1.SlotStatus_DAY_FULL, schedulingv1.SlotStatus_WEEK_FULL, schedulingv1.SlotStatus_NEW_CLIENTS_FULL,
		schedulingv1.SlotStatus_LEAVES_GAP:
		return slotUnavailable
	default:
		return ""
	}
}

// occupies reports whether an appointment keeps its time from others.
func occupies(a *schedulingv1.Appointment) bool {
	return a.GetState() != schedulingv1.Appointment_CANCELLED
}

func serviceType(kind string) []CodeableConcept {
	display := ""
	switch kind {
	case consultation:
		display = "Consultation"
	case firstSession:
		display = "First session"
	case session:
		display = "Session"
	}
	return []CodeableConcept{concept(systemType, kind, display)}
}

func serviceCategory(m typev1.Need_Mode) []CodeableConcept {
	if m == typev1.Need_MODE_UNSPECIFIED {
		return nil
	}
	return []CodeableConcept{concept(systemMode, m.String(), "")}
}

func toSlot(s start, status string) *Slot {
	return &Slot{
		ResourceType: slotType, ID: s.id(), ServiceType: serviceType(s.kind), Status: status,
		Schedule: Reference{Reference: scheduleType + "/" + s.schedule()}, Start: instant(s.at), End: instant(s.end()),
	}
}

// startOf is the slot an appointment takes up.
func startOf(a *schedulingv1.Appointment) start {
	return newStart(a.GetType(), bare(a.GetProvider()), a.GetStartTime().AsTime(), a.GetEndTime().AsTime())
}

func toAppointment(a *schedulingv1.Appointment) *Appointment {
	s := startOf(a)
	out := &Appointment{
		ResourceType: appointmentType, ID: bare(a.GetName()), Status: statusOf(a.GetState()),
		Meta:            &Meta{VersionID: a.GetEtag(), LastUpdated: instant(a.GetUpdateTime().AsTime())},
		ServiceCategory: serviceCategory(a.GetMode()), ServiceType: serviceType(a.GetType()),
		Start: instant(s.at), End: instant(s.end()), MinutesDuration: s.minutes,
		Slot:    []Reference{{Reference: slotType + "/" + s.id()}},
		Created: instant(a.GetCreateTime().AsTime()),
		Participant: []Participant{{
			Actor:  byName("Practitioner", systemProvider, bare(a.GetProvider()), a.GetProviderDisplayName()),
			Status: participantAgreed,
		}},
	}
	if a.GetRoom() != "" {
		out.Participant = append(out.Participant, Participant{
			Actor: byName("Location", systemRoom, bare(a.GetRoom()), a.GetRoomDisplayName()), Status: participantAgreed,
		})
	}
	if a.GetSite() != "" {
		out.Participant = append(out.Participant, Participant{
			Actor: byName("Location", systemSite, bare(a.GetSite()), a.GetSiteDisplayName()), Status: participantAgreed,
		})
	}
	if a.GetInquiry() != "" {
		out.SupportingInformation = []Reference{{Identifier: &Identifier{System: systemInquiry, Value: bare(a.GetInquiry())}}}
	}
	return out
}

// offered is a time that nobody has yet: proposed, or held until a time. Who makes the call is not known before it is
// booked.
func offered(id, status string, from, to, expire time.Time) *Appointment {
	s := newStart(consultation, "", from, to)
	out := &Appointment{
		ResourceType: appointmentType, ID: id, Status: status, ServiceType: serviceType(s.kind),
		Start: instant(s.at), End: instant(s.end()), MinutesDuration: s.minutes,
		Slot:        []Reference{{Reference: slotType + "/" + s.id()}},
		Participant: []Participant{{Actor: pool(), Status: participantAsked}},
	}
	if !expire.IsZero() {
		out.Extension = []Extension{{URL: holdExpires, ValueInstant: instant(expire)}}
	}
	return out
}

// pool stands for whoever of the coordinators is free.
func pool() *Reference { return byName("HealthcareService", systemType, consultation, "Consultation") }

// bare is the id in a resource name such as providers/{id}.
func bare(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
