package domain

import (
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// File is an inquiry in a transaction, with everything that is stored together with it.
type File struct {
	Inquiry Inquiry
	// UnderWay is the act that holds the inquiry; nil when none does.
	UnderWay *Act
	// By is who changes it.
	By By
	// Changes is what the transaction stores.
	Changes Changes
	// Handle is the store's own.
	Handle any
}

// By says who does something, when, and by which call.
type By struct {
	Actor  string
	CallID string
	Time   time.Time
	// Grace is how long what is written to the client waits for a correction.
	Grace time.Duration
}

// Changes is what is written next to an inquiry in the same transaction.
type Changes struct {
	// Inquiry says that the inquiry itself changed, Person that its sealed part did.
	Inquiry, Person bool
	Events          []Event
	Messages        []Message
	Alerts          []Alert
	Chores          []Chore
	Links           []Link
	// KillLinks ends every link there was before; KillCode ends the confirmation code.
	KillLinks, KillCode bool
	// LinksUntil, when set, is the new end of the links there were.
	LinksUntil time.Time
	// Begin is a new act; Step one that came further; Finish one that is done; Drop one that is undone.
	Begin, Step, Finish, Drop *Act
	// Request is a write that is done in this transaction.
	Request *Act
}

// Alert asks for a licensed person.
type Alert struct {
	ID string
	// Source is NOTE or STAFF.
	Source string
}

// Link is a manage link: the hash of its token and when it ends.
type Link struct {
	Hash    string
	Inquiry string
	Expire  time.Time
}

// Record adds an event to the history.
func (f *File) Record(kind EventKind, facts map[string]string) {
	f.Changes.Inquiry = true
	f.Inquiry.Events++
	f.Changes.Events = append(f.Changes.Events, Event{
		Time: f.By.Time, Actor: f.By.Actor, Kind: kind, State: f.Inquiry.State, Facts: facts, RequestID: f.By.CallID,
	})
}

// Alert raises a risk alert, and the inquiry's flag.
func (f *File) Alert(source string) {
	f.Inquiry.RiskAlert = true
	f.Changes.Alerts = append(f.Changes.Alerts, Alert{ID: id.New(), Source: source})
	f.Record(EventRiskAlert, map[string]string{"source": source})
}

// Write queues a letter about a visit when the client gave an address. It waits a moment: a correction that comes in the
// meantime takes its place.
func (f *File) Write(kind LetterKind, topic VisitKind, manageURL string) {
	to := f.Inquiry.Person.Contact.Email
	if to == "" {
		return
	}
	v := f.Inquiry.Visit(topic)
	l := Letter{
		Kind: kind, To: to, Start: v.Start, End: v.End, TimeZone: f.Inquiry.TimeZone, ManageURL: manageURL,
		Event: id.Derive("event", v.Appointment), Sequence: v.Sequence, Locale: f.Inquiry.Locale, Mode: v.Mode,
	}
	if topic == ConsultationVisit {
		l.Code = f.Inquiry.Person.Code
	}
	f.Changes.Messages = append(f.Changes.Messages, Message{
		ID: id.New(), Inquiry: f.Inquiry.ID, Topic: topic, Letter: l, Due: f.By.Time.Add(f.By.Grace),
	})
}

// Order queues something to be told another service once this is stored.
func (f *File) Order(kind ChoreKind, target string) { f.orderAt(kind, target, f.By.Time) }

// orderAt is Order for something that is not told before due.
func (f *File) orderAt(kind ChoreKind, target string, due time.Time) {
	f.Changes.Chores = append(f.Changes.Chores, Chore{
		ID: id.New(), Inquiry: f.Inquiry.ID, Kind: kind, Target: target, Actor: f.By.Actor, Due: due,
	})
}
