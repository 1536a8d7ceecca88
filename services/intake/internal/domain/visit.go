package domain

import "time"

// VisitKind tells an inquiry's two appointments apart. Its value is scheduling's appointment type.
type VisitKind string

// The appointments an inquiry knows.
const (
	ConsultationVisit VisitKind = "consultation"
	FirstSessionVisit VisitKind = "first-session"
)

// VisitState is an appointment's state, named as in scheduling's API.
type VisitState string

// The states of a visit.
const (
	VisitBooked    VisitState = "BOOKED"
	VisitCompleted VisitState = "COMPLETED"
	VisitNoShow    VisitState = "NO_SHOW"
	VisitCancelled VisitState = "CANCELLED"
)

// Appointment is what scheduling says of one.
type Appointment struct {
	Name     string // appointments/{id}
	Inquiry  string // the bare id
	Kind     VisitKind
	State    VisitState
	Start    time.Time
	End      time.Time
	Mode     string
	Room     string // display name
	Provider string // providers/{id}
	// Sequence rises by one with every move and with the cancellation.
	Sequence int
	// Overbook is the rule that staff went over to book it, OverbookReason why; "" for none.
	Overbook, OverbookReason string
}

// Visit is an appointment as the inquiry keeps it.
type Visit struct {
	Appointment string     `json:"appointment"`
	State       VisitState `json:"state"`
	Start       time.Time  `json:"start"`
	End         time.Time  `json:"end"`
	Mode        string     `json:"mode,omitempty"`
	Room        string     `json:"room,omitempty"`
	Provider    string     `json:"provider,omitempty"`
	Sequence    int        `json:"sequence,omitempty"`
}

// VisitOf returns the appointment as a visit.
func VisitOf(a Appointment) Visit {
	return Visit{
		Appointment: a.Name, State: a.State, Start: a.Start, End: a.End,
		Mode: a.Mode, Room: a.Room, Provider: a.Provider, Sequence: a.Sequence,
	}
}

// Ahead reports whether the visit is booked and has not begun.
func (v Visit) Ahead(now time.Time) bool { return v.State == VisitBooked && v.Start.After(now) }
