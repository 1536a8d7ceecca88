package linear

import "fmt"

// Kind is what a call asks for.
type Kind string

// The calls.
const (
	// Hold claims a slot for a visitor, HoldSeveral several of them for an inquiry.
	Hold        Kind = "hold"
	HoldSeveral Kind = "hold several"
	// Extend makes a hold last longer.
	Extend Kind = "extend"
	// Release lets a hold go; ReleaseSeveral does not mind when it is gone.
	Release        Kind = "release"
	ReleaseSeveral Kind = "release several"
	// Book books a slot; BookHold books a slot of a hold and lets the others go.
	Book     Kind = "book"
	BookHold Kind = "book hold"
	// Move moves an appointment to a slot, MoveToHold to the slot another case holds.
	Move       Kind = "move"
	MoveToHold Kind = "move to hold"
	// Cancel calls an appointment off.
	Cancel Kind = "cancel"
	// BookSeries books a slot for each of several cases, all or none; MoveSeries moves those from one on that are booked,
	// and EndSeries calls them off.
	BookSeries Kind = "book series"
	MoveSeries Kind = "move series"
	EndSeries  Kind = "end series"
	// ReadOpen asks which of the slots are open, ReadBooked for all appointments of the board.
	ReadOpen   Kind = "read open"
	ReadBooked Kind = "read booked"
)

// Op is one call.
type Op struct {
	Kind Kind
	// Case is whose row it is about, Other whose hold an appointment is moved to.
	Case, Other int
	// Slots are those it names; of a series one for each of its Cases, which are its occurrences. Case is the first.
	Slots []int
	Cases []int
	// From is the index of the first occurrence that is moved or called off.
	From int
	// Contact says for whom it is booked, who may have one open; 0 when nobody minds.
	Contact int
	// Below bounds the cases that ReadBooked asks for; 0 for all.
	Below int
	// Version is the one the caller read, 0 for any.
	Version int64
	// For is how long a hold lasts, in microseconds.
	For int64
	// Call and Return bound the call, in microseconds of the servers' clock; Return is Forever without an answer.
	Call, Return int64
}

// Code says how a call was answered.
type Code string

// The answers.
const (
	OK             Code = "OK"
	Taken          Code = "SLOT_TAKEN"
	NoHold         Code = "HOLD_NOT_FOUND"
	ExtensionsUsed Code = "HOLD_EXTENSIONS_USED"
	WrongState     Code = "WRONG_APPOINTMENT_STATE"
	Stale          Code = "ETAG_MISMATCH"
	NotFree        Code = "SERIES_NOT_FREE"
	CallOpen       Code = "CALL_ALREADY_OPEN"
	// Invalid is the answer to a call that no state of the board allows.
	Invalid Code = "INVALID_FIELDS"
	// Unanswered means that nobody knows.
	Unanswered Code = ""
)

// Answer is what came back.
type Answer struct {
	Code Code
	// At is what the server's clock showed when it began the attempt that succeeded; 0 when it did not say.
	At int64
	// Expire is when the hold lapses.
	Expire int64
	// Row is the appointment, of which slot, state, version and sequence count.
	Row Row
	// Open has a bit for each open slot.
	Open uint64
	// Rows are the appointments read, or those of the series.
	Rows []Row
}

// Event is a call with its answer.
type Event struct {
	// Client says who called.
	Client int
	Op     Op
	Answer Answer
}

// String describes the event for whoever looks for the fault.
func (e Event) String() string {
	text := fmt.Sprintf("client %d: %s case %d slots %v", e.Client, e.Op.Kind, e.Op.Case, e.Op.Slots)
	if len(e.Op.Cases) > 0 {
		text += fmt.Sprintf(" cases %v from %d", e.Op.Cases, e.Op.From)
	}
	if e.Op.Kind == MoveToHold {
		text += fmt.Sprintf(" other %d", e.Op.Other)
	}
	if e.Op.Contact != 0 {
		text += fmt.Sprintf(" contact %d", e.Op.Contact)
	}
	if e.Op.Version != 0 {
		text += fmt.Sprintf(" version %d", e.Op.Version)
	}
	if e.Op.Return == Forever {
		return fmt.Sprintf("%s [%d, ...] unanswered", text, e.Op.Call)
	}
	text += fmt.Sprintf(" [%d, %d] %s", e.Op.Call, e.Op.Return, e.Answer.Code)
	switch {
	case e.Answer.Code != OK:
		return text
	case e.Op.Kind == ReadOpen:
		return fmt.Sprintf("%s open %b", text, e.Answer.Open)
	case e.Op.Kind == ReadBooked || len(e.Op.Cases) > 0:
		return fmt.Sprintf("%s rows %+v", text, e.Answer.Rows)
	case e.Answer.Expire != 0:
		return fmt.Sprintf("%s until %d", text, e.Answer.Expire)
	default:
		return fmt.Sprintf("%s row %+v", text, e.Answer.Row)
	}
}
