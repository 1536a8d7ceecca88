package domain

// State is where an appointment's row stands. Hold, booking and completed appointment are one row changing state. The
// values are the wire's names.
type State string

// The states. The first four occupy their time; a hold does so until the instant it lapses.
const (
	Held      State = "HELD"
	Booked    State = "BOOKED"
	Completed State = "COMPLETED"
	NoShow    State = "NO_SHOW"
	Cancelled State = "CANCELLED"
	Released  State = "RELEASED"
)

// Occupies reports whether a row in this state takes its provider's time and its room.
func (s State) Occupies() bool {
	return s == Held || s == Booked || s == Completed || s == NoShow
}

// Kind says what a change did. The values are the wire's names.
type Kind string

// The kinds of change.
const (
	KindBooked      Kind = "BOOKED"
	KindRescheduled Kind = "RESCHEDULED"
	KindCancelled   Kind = "CANCELLED"
	KindCompleted   Kind = "COMPLETED"
	KindNoShow      Kind = "NO_SHOW"
	// KindFreed says that time others may want is free again. It comes besides what freed it.
	KindFreed Kind = "FREED"
)
