package domain

import (
	"slices"
	"time"
)

// VisitChange is one event of scheduling's change feed.
type VisitChange struct {
	// Cursor is where the feed goes on after it; it names the event.
	Cursor      string
	Inquiry     string
	Appointment string
	Kind        VisitChangeKind
	Actor       string
	CallID      string
	Time        time.Time
}

// VisitChangeKind says what happened to an appointment, named as in scheduling's API.
type VisitChangeKind string

// The kinds of changes.
const (
	VisitWasBooked    VisitChangeKind = "BOOKED"
	VisitTimeFreed    VisitChangeKind = "FREED"
	VisitWasMoved     VisitChangeKind = "RESCHEDULED"
	VisitWasCancelled VisitChangeKind = "CANCELLED"
	VisitTookPlace    VisitChangeKind = "COMPLETED"
	VisitWasMissed    VisitChangeKind = "NO_SHOW"
)

// visitWords are the words an inquiry has for what happens to each of its visits.
type visitWords struct {
	booked, moved, cancelled                      EventKind
	confirmedLetter, movedLetter, cancelledLetter LetterKind
	lost, missed, attended                        Verb
}

func wordsFor(kind VisitKind) visitWords {
	if kind == FirstSessionVisit {
		return visitWords{
			EventFirstSessionBooked, EventFirstSessionMoved, EventFirstSessionCancelled,
			LetterSessionConfirmed, LetterSessionMoved, LetterSessionCancelled, LoseSession, LoseSession, AttendSession,
		}
	}
	return visitWords{
		EventConsultationBooked, EventConsultationMoved, EventConsultationCancelled,
		LetterConsultationConfirmed, LetterConsultationMoved, LetterConsultationCancelled, LoseCall, "", "",
	}
}

// loseVisit stores that a visit was cancelled.
func (in *Intake) loseVisit(f *File, kind VisitKind, a Appointment) {
	v, words := f.Inquiry.Visit(kind), wordsFor(kind)
	*v = VisitOf(a)
	v.State = VisitCancelled
	if next, ok := Next(words.lost, f.Inquiry.State); ok {
		f.Inquiry.State = next
	}
	f.Record(words.cancelled, visitFacts(*v))
	f.Write(words.cancelledLetter, kind, "")
}

// dropVisit cancels a visit that lies ahead here, and has scheduling told.
func (in *Intake) dropVisit(f *File, kind VisitKind) {
	v := f.Inquiry.Visit(kind)
	if !v.Ahead(f.By.Time) {
		return
	}
	v.State = VisitCancelled
	v.Sequence++
	words := wordsFor(kind)
	f.Record(words.cancelled, visitFacts(*v))
	f.Write(words.cancelledLetter, kind, "")
	f.Order(ChoreCallOff, v.Appointment)
	f.Changes.KillLinks = f.Changes.KillLinks || kind == ConsultationVisit
}

// takeOver brings a visit in line with what scheduling says of it, and records who did what. changes are the feed's
// about this appointment, oldest first. What the inquiry itself did is stored already, and counted in the visit's
// sequence: only the changes beyond it are new. It reports false, and does nothing, when one of those is still to come:
// without it nobody would know who did what.
func (in *Intake) takeOver(f *File, kind VisitKind, now Appointment, changes []VisitChange) bool {
	v, words := f.Inquiry.Visit(kind), wordsFor(kind)
	before := *v
	unseen := now.Sequence - before.Sequence
	ended := now.State != before.State && (now.State == VisitCompleted || now.State == VisitNoShow)
	if unseen <= 0 && !ended {
		return true
	}
	news := newest(changes, unseen, ended)
	if !tellAll(news, before, now) {
		return false
	}
	*v = VisitOf(now)
	by := f.By
	for _, c := range news {
		f.By = By{Actor: c.Actor, CallID: c.CallID, Time: c.Time}
		switch c.Kind {
		case VisitWasMoved:
			f.Record(words.moved, visitFacts(*v))
		case VisitWasCancelled:
			in.moveOn(f, words.lost)
			f.Record(words.cancelled, visitFacts(*v))
		case VisitTookPlace:
			in.moveOn(f, words.attended)
			f.Record(EventAppointmentCompleted, visitFacts(*v))
		case VisitWasMissed:
			in.moveOn(f, words.missed)
			f.Record(EventAppointmentMissed, visitFacts(*v))
		}
	}
	f.By = by
	f.Changes.Inquiry = true
	switch {
	case now.State == VisitCancelled && before.State != VisitCancelled:
		f.Write(words.cancelledLetter, kind, "")
	case now.State == VisitBooked && !now.Start.Equal(before.Start):
		in.tellMove(f, kind)
	}
	return true
}

// tellAll reports whether the changes explain how the visit came from before to now.
func tellAll(news []VisitChange, before Visit, now Appointment) bool {
	steps, reached := 0, now.State == before.State
	for _, c := range news {
		if c.Kind == VisitWasMoved || c.Kind == VisitWasCancelled {
			steps++
		}
		reached = reached || string(c.Kind) == string(now.State)
	}
	return steps >= now.Sequence-before.Sequence && reached
}

// tellMove writes to the client about a time that staff moved. The link the client has goes on working, and the letter
// brings another: the first one may have been on a page that is closed.
func (in *Intake) tellMove(f *File, kind VisitKind) {
	v, url := f.Inquiry.Visit(kind), ""
	if kind == ConsultationVisit {
		f.Changes.LinksUntil = v.Start
		if f.Inquiry.Person.Contact.Email != "" {
			url = in.issueLink(f, v.Start)
		}
	}
	f.Write(wordsFor(kind).movedLetter, kind, url)
}

func (in *Intake) moveOn(f *File, v Verb) {
	if next, ok := Next(v, f.Inquiry.State); ok {
		f.Inquiry.State = next
	}
}

// newest picks the changes that are new: the last unseen ones that moved or cancelled, and the last that ended it.
func newest(changes []VisitChange, unseen int, ended bool) []VisitChange {
	var picked []VisitChange
	for _, c := range slices.Backward(changes) {
		switch c.Kind {
		case VisitWasMoved, VisitWasCancelled:
			if unseen > 0 {
				unseen--
				picked = append(picked, c)
			}
		case VisitTookPlace, VisitWasMissed:
			if ended {
				ended = false
				picked = append(picked, c)
			}
		}
	}
	slices.Reverse(picked)
	return picked
}
