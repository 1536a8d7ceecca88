package domain

import (
	"context"
	"time"
)

// When names a time to book: a listed slot or a hold; SlotOfHold says which slot of a hold of several.
type When struct {
	Slot       string `json:"slot,omitempty"`
	Hold       string `json:"hold,omitempty"`
	SlotOfHold string `json:"slotOfHold,omitempty"`
	// Provider is the providers/… it has to be with; "" when anybody will do.
	Provider string `json:"provider,omitempty"`
	// Contact is a keyed hash of who is called, of whom one call may be open; "" when staff said why there may be another.
	Contact string `json:"contact,omitempty"`
}

// Scheduling is what intake asks of the scheduling service. Every write is named by a request id, and a repeat with the
// same one gives the same appointment.
type Scheduling interface {
	// Book books a time for an inquiry, given by its bare id.
	Book(ctx context.Context, inquiry string, kind VisitKind, when When, requestID string) (Appointment, error)
	// Appointments finds the appointments of an inquiry, newest first, cancelled ones too.
	Appointments(ctx context.Context, inquiry string) ([]Appointment, error)
	// Move moves an appointment: the new time is secured before the old is let go.
	Move(ctx context.Context, appointment string, when When, requestID string) (Appointment, error)
	// CallOff cancels an appointment.
	CallOff(ctx context.Context, appointment, requestID string) (Appointment, error)
	// Settle records that an appointment took place.
	Settle(ctx context.Context, appointment, requestID string) (Appointment, error)
	// Watch hands every change after the cursor to fn, in order, until ctx ends or fn fails.
	Watch(ctx context.Context, after string, fn func(VisitChange) error) error
}

// Matching is what intake asks of the matching service. It is told needs, never who has them.
type Matching interface {
	// Rank ranks the therapists for a need; plan is that of which an offer is made, "" for none.
	Rank(ctx context.Context, inquiry string, need Need, timeZone string, maxCandidates int, plan string) (Ranking, error)
	// Propose holds openings of a ranking, if the rules allow them for the need of now.
	Propose(ctx context.Context, p ProposalOrder, wanted Wanted, requestID string) (Proposal, error)
	// End ends a pairing and gives the therapist's place back; one that is ended already is fine.
	End(ctx context.Context, pairing string) error
	// Plan reads whom a plan gives a therapist, in its order.
	Plan(ctx context.Context, plan string) ([]Planned, error)
	// TrackWaiting says how it stands with a client who waits; an older revision than the one known changes nothing.
	TrackWaiting(ctx context.Context, e WaitlistEntry) error
	// Withdraw takes a proposal back; one that is closed already is fine.
	Withdraw(ctx context.Context, proposal string) error
	// Reserve sets capacity aside, if the rules allow the pairing for the need of now; a repeat with the same request id
	// gives the same pairing.
	Reserve(ctx context.Context, p PairingOrder, wanted Wanted, requestID string) (Reservation, error)
	// Confirm agrees a reserved pairing after the booking, also when the reservation has lapsed.
	Confirm(ctx context.Context, pairing string, firstSession time.Time) error
	// Cancel gives reserved capacity back; nothing reserved is fine.
	Cancel(ctx context.Context, inquiry, requestID string) error
}

// Wanted is a need as it is now, with the IANA zone of its times.
type Wanted struct {
	Need     Need
	TimeZone string
}

// Ranking is a stored decision of matching.
type Ranking struct {
	Decision string `json:"decision"`
	// Openings are the slots of each candidate, by therapists/….
	Openings map[string][]string `json:"-"`
	// Excluded are the therapists/… whom a rule excludes, with what it says.
	Excluded map[string]string `json:"-"`
	// Answer is what the caller is shown, passed on as it is; only the RPC layer looks inside.
	Answer []byte `json:"answer"`
}

// ProposalOrder says what to propose.
type ProposalOrder struct {
	Inquiry  string `json:"-"`
	Decision string `json:"decision"`
	// Plan is the plan it is made of; "" for none.
	Plan    string           `json:"plan,omitempty"`
	Options []ProposedOption `json:"options"`
}

// ProposedOption is one therapist with openings.
type ProposedOption struct {
	Therapist string   `json:"therapist"`
	Slots     []string `json:"slots"`
}

// Proposal is therapists with openings, held while the client chooses.
type Proposal struct {
	Name       string    `json:"name"`
	ExpireTime time.Time `json:"expireTime"`
}

// PairingOrder says who with whom. One of Decision and Proposal is set.
type PairingOrder struct {
	Inquiry        string `json:"-"`
	Therapist      string `json:"therapist"`
	Decision       string `json:"decision,omitempty"`
	Proposal       string `json:"proposal,omitempty"`
	Slot           string `json:"slot"`
	OverrideReason string `json:"overrideReason,omitempty"`
}

// Reservation is capacity set aside, and what to book with it.
type Reservation struct {
	Pairing string
	// Hold is the proposal's hold to book from; "" means the slot itself.
	Hold string
}

// Tries counts tries of a key and says whether one more is allowed, and if not, when.
type Tries interface {
	Try(ctx context.Context, key string) (allowed bool, retryAfter time.Duration, err error)
}

// Sender delivers letters. A *mail.Error says whether trying again can help.
type Sender interface {
	Send(ctx context.Context, messageID string, l Letter) error
}

// Indexer makes keyed digests: equal values give equal digests, and nobody without the key can try values.
type Indexer interface {
	Index(label, value string) string
}
