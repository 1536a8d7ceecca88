package domain

import (
	"context"
	"time"
)

// Request makes a write repeatable: the same ID and hash give the first answer, another hash is refused.
type Request struct {
	// Method separates the ids of different writes.
	Method string
	// ID is empty for a write that is not repeated.
	ID string
	// Hash is the fingerprint of the body.
	Hash string
}

// Store keeps matching's state. Every method is one transaction; every error is one of this package's or a fault.
// Methods that take now see expired claims as gone, swept or not.
type Store interface {
	TherapistStore
	DecisionStore
	ProposalStore
	PairingStore
	WaitlistStore
	PlanStore
	PricingStore
}

// TherapistStore keeps the profiles.
type TherapistStore interface {
	// CreateTherapist adds the therapist and returns its id, or the id of the first answer to the same request.
	CreateTherapist(ctx context.Context, t *Therapist, req Request) (string, error)
	// DiscardTherapist removes a therapist whom scheduling refused, and the request that made it.
	DiscardTherapist(ctx context.Context, id string, req Request) error
	// UpdateTherapist applies change to the current profile, unless the same request did. ErrNotFound.
	UpdateTherapist(ctx context.Context, id string, req Request, now time.Time, change func(*Therapist) error) error
	// Therapist reads one. ErrNotFound.
	Therapist(ctx context.Context, id string, now time.Time) (Therapist, error)
	// ListTherapists reads at most limit therapists after (name, id), by display name; limit 0 reads all, deleted reads
	// deleted ones as well.
	ListTherapists(ctx context.Context, now time.Time, name, id string, limit int, deleted bool) ([]Therapist, error)
	// NamedTherapists is that of those whose name is one of them.
	NamedTherapists(ctx context.Context, now time.Time, is func(name string) bool, name, id string, limit int, deleted bool) ([]Therapist, error)
	// Therapists reads those of the ids that exist and are not deleted, in any order.
	Therapists(ctx context.Context, ids []string, now time.Time) ([]Therapist, error)
	// CountTherapists is how many of the ids there are, deleted or not.
	CountTherapists(ctx context.Context, ids []string) (int, error)
	// Roster reads the therapists who are not as they were at the mark, deleted ones included, and where to go on; from
	// the zero mark on it reads all who are not deleted.
	Roster(ctx context.Context, after RosterMark, now time.Time) (RosterMark, []Therapist, error)
	// ImportTherapists gives plan every therapist, deleted ones included, and writes what it returns: those unknown are
	// added, the others changed. The answer is remembered for the request and returned without asking plan when the
	// same request comes again.
	ImportTherapists(ctx context.Context, req Request, now time.Time, plan func(all []Therapist) ([]Therapist, string, error)) (answer string, err error)
	// SeedTherapist adds the therapist unless the id exists.
	SeedTherapist(ctx context.Context, t *Therapist) error
	// LicensesEnding are the therapists of whom a licence ends by the day (YYYY-MM-DD), or has, in no order.
	LicensesEnding(ctx context.Context, until string, now time.Time) ([]Therapist, error)
	// UnsyncedTherapists are those whose provider in scheduling is not as the profile says.
	UnsyncedTherapists(ctx context.Context, now time.Time) ([]Therapist, error)
	// MarkSynced records that the provider is as the profile's version says.
	MarkSynced(ctx context.Context, id string, version int64) error
}

// DecisionStore keeps rankings.
type DecisionStore interface {
	SaveDecision(ctx context.Context, d *Decision) error
	// Recent counts the clients who were paired since, as far as their cases are written.
	Recent(ctx context.Context, since time.Time) (Recent, error)
	// ClientRecord is what is known of the client of an inquiry beside the need.
	ClientRecord(ctx context.Context, inquiry string, now time.Time) (ClientRecord, error)
	// ClientRecords is that of many, by inquiry.
	ClientRecords(ctx context.Context, inquiries []string, now time.Time) (map[string]ClientRecord, error)
	// Look is that together with whether [TherapistStore.Roster] has anything to say after the mark.
	Look(ctx context.Context, after RosterMark, inquiry string, now time.Time) (Look, error)
	// Decision reads one. ErrDecisionNotFound.
	Decision(ctx context.Context, id string) (Decision, error)
	// ListDecisions reads at most limit decisions after the id, by id, without why staff chose as they did.
	ListDecisions(ctx context.Context, after string, limit int) ([]Decision, error)
}

// ProposalStore keeps proposals and the places they set aside.
type ProposalStore interface {
	// Made is what the same request made; empty when it did not come before. ErrRequestIDReused.
	Made(ctx context.Context, req Request) (string, error)
	// BeginProposal stores the proposal as pending with a place of every therapist, or returns the one the same request
	// made. ErrNoCapacity, ErrAnswerFlagged unless what it made is open already, ErrRequestIDReused.
	BeginProposal(ctx context.Context, p *Proposal, req Request) (Proposal, error)
	// OpenProposal records the hold of a pending proposal: with that it is offered. ErrAnswerFlagged.
	OpenProposal(ctx context.Context, id, hold string, expire time.Time) (Proposal, error)
	// AbandonProposal removes a pending proposal and the request that made it, and gives the places back.
	AbandonProposal(ctx context.Context, id string, now time.Time) error
	// Proposal reads one. ErrNotFound.
	Proposal(ctx context.Context, id string) (Proposal, error)
	// WithdrawProposal closes an open proposal and marks its hold for release; closed already is fine. ErrNotFound.
	WithdrawProposal(ctx context.Context, id string, now time.Time) (Proposal, error)
	// PendingProposals are those begun before the time and not opened.
	PendingProposals(ctx context.Context, before time.Time) ([]Proposal, error)
	// DueReleases are closed proposals whose hold is still to be let go.
	DueReleases(ctx context.Context) ([]Proposal, error)
	// MarkReleased records that the hold is gone.
	MarkReleased(ctx context.Context, id string) error
}

// PairingStore keeps pairings and the places they take.
type PairingStore interface {
	// ReservePairing stores the pairing with a place of the therapist, or returns the one the same request made, renewed
	// if it had lapsed and the wish is judged, or the one that is agreed with the same therapist. ErrLapsed, ErrNoCapacity, ErrAnswerFlagged unless it came before, ErrPairingUnderWay, ErrProposalClosed, ErrRequestIDReused.
	ReservePairing(ctx context.Context, p *Pairing, req Request) (Pairing, error)
	// ConfirmPairing agrees it, accepts its proposal and closes the inquiry's other proposals; agreed already, it gets
	// the new first session. ErrNotFound, ErrPairingUnderWay.
	ConfirmPairing(ctx context.Context, id string, firstSession, now time.Time) (Pairing, error)
	// CancelPairing gives the place back; unknown and cancelled already are fine. ErrPairingAgreed.
	CancelPairing(ctx context.Context, requestID, inquiry string, now time.Time) error
	// EndPairing ends an agreed pairing and gives the place back; ended already is fine. ErrNotFound.
	EndPairing(ctx context.Context, id string, now time.Time) (Pairing, error)
	// Sweep writes down what has lapsed, forgets requests older than forget, and seals what an older version kept in the clear.
	Sweep(ctx context.Context, now, forget time.Time) error
}
