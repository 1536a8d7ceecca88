package domain

import (
	"errors"
	"time"
)

// PairingState is where a pairing stands.
type PairingState string

// The states of a pairing. Cancelled is one that was given up, before or after it was agreed. Lapsed is a reservation whose time passed; it can still be confirmed, because by then the
// first session may have been booked, which is the point of no return.
const (
	PairingReserved  PairingState = "RESERVED"
	PairingConfirmed PairingState = "CONFIRMED"
	PairingCancelled PairingState = "CANCELLED"
	PairingLapsed    PairingState = "LAPSED"
)

// ErrLapsed says that a reservation has lapsed, and that the rules are to be asked before it is renewed. No caller sees it.
var ErrLapsed = errors.New("the reservation has lapsed")

// Pairing is client and therapist, agreed or about to be. It takes a place of the therapist's caseload.
type Pairing struct {
	ID        string
	Therapist string
	Inquiry   string
	State     PairingState
	Decision  string
	// Proposal is empty when the pairing comes from a decision directly.
	Proposal       string
	Slot           string
	OverrideReason string
	CreateTime     time.Time
	// ExpireTime is when a reservation lapses.
	ExpireTime time.Time
	// Severe is whether the client is badly off as the place is taken; it is kept with the place.
	Severe bool
	// Judged is whether the rules were asked as the place is taken.
	Judged bool
	// FirstSession is when the first session begins; zero until confirmed.
	FirstSession time.Time
}

// At returns the pairing as it stands at now.
func (p *Pairing) At(now time.Time) Pairing {
	out := *p
	if p.State == PairingReserved && !p.ExpireTime.After(now) {
		out.State = PairingLapsed
	}
	return out
}
