package domain

import "time"

// LetterKind says what a letter is about, named as in package mail.
type LetterKind string

// The kinds of letters.
const (
	LetterConsultationConfirmed LetterKind = "CONSULTATION_CONFIRMED"
	LetterConsultationMoved     LetterKind = "CONSULTATION_MOVED"
	LetterConsultationCancelled LetterKind = "CONSULTATION_CANCELLED"
	LetterSessionConfirmed      LetterKind = "FIRST_SESSION_CONFIRMED"
	LetterSessionMoved          LetterKind = "FIRST_SESSION_MOVED"
	LetterSessionCancelled      LetterKind = "FIRST_SESSION_CANCELLED"
)

// Letter is an e-mail to the client, before it is put into words. It waits sealed under the person's key.
type Letter struct {
	Kind      LetterKind `json:"kind"`
	To        string     `json:"to"`
	Start     time.Time  `json:"start"`
	End       time.Time  `json:"end"`
	TimeZone  string     `json:"timeZone"`
	ManageURL string     `json:"manageUrl,omitempty"`
	Code      string     `json:"code,omitempty"`
	// Event is the lasting identity of the calendar event, Sequence its revision.
	Event    string `json:"event"`
	Sequence int    `json:"sequence"`
	Locale   string `json:"locale,omitempty"`
	Mode     string `json:"mode,omitempty"`
}

// Message is a letter on its way.
type Message struct {
	ID      string
	Inquiry string
	// Topic is the visit it is about: a newer message on the same topic takes the place of one that still waits.
	Topic    VisitKind
	Letter   Letter
	Attempts int
	Due      time.Time
}
