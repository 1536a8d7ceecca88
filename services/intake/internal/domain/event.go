package domain

import "time"

// EventKind says what happened to an inquiry, named as in the API.
type EventKind string

// The kinds of history events.
const (
	EventReceived              EventKind = "RECEIVED"
	EventConsultationBooked    EventKind = "CONSULTATION_BOOKED"
	EventConsultationMoved     EventKind = "CONSULTATION_MOVED"
	EventConsultationCancelled EventKind = "CONSULTATION_CANCELLED"
	EventCallRecorded          EventKind = "CALL_RECORDED"
	EventMatched               EventKind = "MATCHED"
	EventProposed              EventKind = "PROPOSED"
	EventPaired                EventKind = "PAIRED"
	EventFirstSessionBooked    EventKind = "FIRST_SESSION_BOOKED"
	EventFirstSessionMoved     EventKind = "FIRST_SESSION_MOVED"
	EventFirstSessionCancelled EventKind = "FIRST_SESSION_CANCELLED"
	EventClosed                EventKind = "CLOSED"
	EventReopened              EventKind = "REOPENED"
	EventMessageSent           EventKind = "MESSAGE_SENT"
	EventMessageFailed         EventKind = "MESSAGE_FAILED"
	EventRiskAlert             EventKind = "RISK_ALERT"
	EventAppointmentCompleted  EventKind = "APPOINTMENT_COMPLETED"
	EventAppointmentMissed     EventKind = "APPOINTMENT_MISSED"
	EventProposalClosed        EventKind = "PROPOSAL_CLOSED"
	EventWaitlisted            EventKind = "WAITLISTED"
)

// Event is one step of an inquiry's history. It identifies nobody but the actor, by an opaque id.
type Event struct {
	Time  time.Time
	Actor string
	Kind  EventKind
	// State is the inquiry's after the event.
	State State
	// Facts are short and free of identity: outcome, appointment, therapist, reason.
	Facts map[string]string
	// RequestID is the call that made it.
	RequestID string
}
