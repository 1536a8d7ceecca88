package outcome

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// Store keeps outcomes. Every method but SaveEvidence is one transaction; every error is one of the domain's or a fault.
type Store interface {
	// SaveMeasure stores the measure with the therapist the inquiry is paired with now, or returns the one the same request
	// made. With own set, an inquiry that is not paired with that therapist is ErrNotFound.
	SaveMeasure(ctx context.Context, m *Measure, own string, req domain.Request) (Measure, error)
	// SaveCheckIn is the same for a check-in; an inquiry that is paired with nobody is ErrNotFound. A session has one
	// check-in with each therapist: a later one takes its place.
	SaveCheckIn(ctx context.Context, c *CheckIn, own string, req domain.Request) (CheckIn, error)
	// ListMeasures reads at most limit measures before the position, newest first. Empty fields of the filter ask nothing.
	ListMeasures(ctx context.Context, f Filter, before time.Time, id string, limit int) ([]Measure, error)
	// Flagged are those of the inquiries of which a measure needs a human and nobody looked. With own set, only measures of that
	// therapist's clients count.
	Flagged(ctx context.Context, inquiries []string, own string) ([]string, error)
	// SeeMeasure records that somebody looked; the first stays. ErrNotFound, ErrRequestIDReused.
	SeeMeasure(ctx context.Context, id, by string, now time.Time, req domain.Request) (Measure, error)

	// Decision reads one. ErrDecisionNotFound.
	Decision(ctx context.Context, id string) (domain.Decision, error)
	// NewPairings are at most limit agreed pairings without a case, with when their inquiry was first ranked, and
	// the decision of each.
	NewPairings(ctx context.Context, limit int) ([]Case, []string, error)
	// SaveCase stores the facts of an agreed pairing, once.
	SaveCase(ctx context.Context, c *Case) error
	// Cases are those whose first session lies between the times, by pairing.
	Cases(ctx context.Context, from, to time.Time) ([]Case, error)
	// Waits are those who were first ranked between the times, as is known now.
	Waits(ctx context.Context, from, to, now time.Time) ([]Wait, error)
	// Measures are all of them, by inquiry and time; CheckIns those taken between the times.
	Measures(ctx context.Context) ([]Measure, error)
	CheckIns(ctx context.Context, from, to time.Time) ([]CheckIn, error)

	// Basis names the data there is: it is another when there is more.
	Basis(ctx context.Context) (string, error)
	// Evidence is the newest snapshot; its Version is empty when there is none.
	Evidence(ctx context.Context) (Evidence, error)
	// SaveEvidence gives every therapist their track, an empty one to those who have none, and then stores the snapshot. What was learnt later
	// stays, and nothing is final before the snapshot is there.
	SaveEvidence(ctx context.Context, e *Evidence, tracks map[string]domain.Track) error
}

// Filter says which measures are listed.
type Filter struct {
	Inquiry, Therapist string
	// Unseen asks for those that need a human and that nobody looked at.
	Unseen bool
}

// Evidence is a snapshot of what all measures together say.
type Evidence struct {
	Version string
	// Basis is the data it was made from.
	Basis string
	// Tau2 and Rho describe therapists in general, in millionths.
	Tau2, Rho  int64
	Courses    int
	CreateTime time.Time
}
