package domain

import "time"

// ChoreKind says what another service is to be told.
type ChoreKind string

// The kinds of chores.
const (
	ChoreSettle  ChoreKind = "SETTLE"
	ChoreCallOff ChoreKind = "CALL_OFF"
	// ChoreWithdraw takes a proposal or a pairing back.
	ChoreWithdraw ChoreKind = "WITHDRAW"
	// ChoreWaitlist tells matching how it stands with a client who waits.
	ChoreWaitlist ChoreKind = "WAITLIST"
)

// Chore is something another service is told after a change here was stored. It is done at least once; its id names it
// there.
type Chore struct {
	ID      string
	Inquiry string
	Kind    ChoreKind
	// Target is the appointment, proposal, pairing or inquiry.
	Target   string
	Actor    string
	Attempts int
	Due      time.Time
}

// ChoreGrace is how long a new chore is left to the call that ordered it before the worker looks at it.
const ChoreGrace = 10 * time.Second
