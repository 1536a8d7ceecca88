package domain

import (
	"strconv"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Inquiry is one person's, couple's or family's way through the practice.
type Inquiry struct {
	// ID is the bare id; Name returns the resource name.
	ID string
	// State changes only through verbs; see the table in states.go.
	State State
	// CloseReason says why it ended; "" unless CLOSED.
	CloseReason CloseReason
	// Person is everything that identifies the people behind the inquiry. Stores keep it sealed.
	Person Person
	// Details is what the inquiry is about, free of identity.
	Details
	// Origin says where it came from: blog/…, phone.
	Origin string
	// Therapist is the therapists/… the client is paired with.
	Therapist string
	// RiskAlert says that a licensed person has to look at it.
	RiskAlert bool
	// CreateTime and UpdateTime say when it came in and last changed.
	CreateTime, UpdateTime time.Time
	// Version rises with every change.
	Version int64
	// Events is how many events its history has.
	Events int64
}

// Details are the facts of an inquiry that identify nobody and that nothing is searched by.
type Details struct {
	Need          Need             `json:"need"`
	Consents      []Consent        `json:"consents,omitempty"`
	Callback      []CallbackWindow `json:"callback,omitempty"`
	Consultation  Visit            `json:"consultation,omitzero"`
	FirstSession  Visit            `json:"firstSession,omitzero"`
	Locale        string           `json:"locale,omitempty"`
	TimeZone      string           `json:"timeZone,omitempty"`
	Decision      string           `json:"decision,omitempty"`
	Proposal      string           `json:"proposal,omitempty"`
	Pairing       string           `json:"pairing,omitempty"`
	Attempts      int              `json:"attempts,omitempty"`
	NextAttempt   time.Time        `json:"nextAttempt,omitzero"`
	ConsultedTime time.Time        `json:"consultedTime,omitzero"`
	// WaitingSince is when the client came on the waitlist; zero: not there. It lasts while an offer is open, so that a
	// client who does not take it waits on without losing time.
	WaitingSince time.Time `json:"waitingSince,omitzero"`
}

// Name returns inquiries/{id}.
func (i Inquiry) Name() string { return InquiryName(i.ID) }

// ETag names this version of the inquiry.
func (i Inquiry) ETag() string { return id.Derive("etag", i.ID, strconv.FormatInt(i.Version, 10))[:16] }

// Visit returns the visit of the kind, to be changed in place.
func (i *Inquiry) Visit(kind VisitKind) *Visit {
	if kind == FirstSessionVisit {
		return &i.FirstSession
	}
	return &i.Consultation
}

// Consent is an agreement to a document in a version.
type Consent struct {
	Document string    `json:"document"`
	Version  string    `json:"version"`
	Time     time.Time `json:"time"`
}

// CallbackWindow is a coarse time of the week, named as in the API: WEEKDAY_MORNING.
type CallbackWindow string

// CloseReason says why an inquiry ended, named as in the API.
type CloseReason string

// The reasons intake itself gives; staff may give any of the API's.
const (
	ReasonDeclined CloseReason = "DECLINED"
	ReasonNotNow   CloseReason = "NOT_NOW"
)
