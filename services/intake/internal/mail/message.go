// Package mail writes and sends the few messages a client gets. They are neutral on purpose: on a locked screen or in a
// shared mailbox they say "Call", a neutral practice name, a time with its zone and a link, and nothing else.
package mail

import "time"

// Kind says what a message is about.
type Kind string

// The kinds of messages.
const (
	ConsultationConfirmed Kind = "CONSULTATION_CONFIRMED"
	ConsultationMoved     Kind = "CONSULTATION_MOVED"
	ConsultationCancelled Kind = "CONSULTATION_CANCELLED"
	FirstSessionConfirmed Kind = "FIRST_SESSION_CONFIRMED"
	FirstSessionMoved     Kind = "FIRST_SESSION_MOVED"
	FirstSessionCancelled Kind = "FIRST_SESSION_CANCELLED"
)

// Message is everything a message may say. A field that is not here cannot leak: add one only after deciding that a
// stranger may read it on the client's screen.
type Message struct {
	// Kind says what the message is about.
	Kind Kind
	// To is the bare address of the client.
	To string
	// StartTime and EndTime bound the appointment.
	StartTime, EndTime time.Time
	// TimeZone is the IANA zone the times are shown in; an unknown one is shown as UTC.
	TimeZone string
	// PracticeShortName is the neutral name of the practice.
	PracticeShortName string
	// PracticePhone is the number of the front desk.
	PracticePhone string
	// ManageURL is the manage link with its token in the fragment; "" when there is none (any more).
	ManageURL string
	// Code is the confirmation code, with or without its hyphen; "" when there is none.
	Code string
	// UID is the opaque, lasting identity of the calendar event: <id>@<domain>.
	UID string
	// Sequence is the revision of the calendar event: one more with every move and with the cancellation.
	Sequence int
	// MessageID identifies this one message, without angle brackets: <id>@<domain>. Sending it twice is the same message.
	MessageID string
	// Locale is the BCP 47 locale of the client; anything but Spanish is written in English.
	Locale string
	// Mode is how the appointment takes place: PHONE, VIDEO or IN_PERSON.
	Mode string
}

// The modes of an appointment.
const (
	ModePhone    = "PHONE"
	ModeVideo    = "VIDEO"
	ModeInPerson = "IN_PERSON"
)

// action is what happened to the appointment, whichever kind of appointment it is.
type action int

const (
	confirmed action = iota
	moved
	cancelled
)

func (k Kind) action() (action, bool) {
	switch k {
	case ConsultationConfirmed, FirstSessionConfirmed:
		return confirmed, true
	case ConsultationMoved, FirstSessionMoved:
		return moved, true
	case ConsultationCancelled, FirstSessionCancelled:
		return cancelled, true
	default:
		return 0, false
	}
}
