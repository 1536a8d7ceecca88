// Package outcome holds what came of pairings: measures and check-ins, what they say of each therapist, and whether the
// practice is fair and its predictions come true. It knows an inquiry's opaque id, numbers and times, and no person. What
// comes out ranks clients' options and is shown to the clinical lead and the practice's manager; it is never a public
// score.
package outcome

import (
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Measure is a scored questionnaire. Its answers are not kept.
type Measure struct {
	ID      string
	Inquiry string
	// Therapist is who the client was paired with then; empty: nobody yet.
	Therapist  string
	Instrument measure.Instrument
	Total      int
	Band       measure.Band
	Parts      []measure.Part
	// NeedsHuman asks for a licensed person to look.
	NeedsHuman bool
	// TakeTime is when it was answered.
	TakeTime   time.Time
	CreateTime time.Time
	// SeenBy and SeenTime tell who of the licensed staff looked, and when.
	SeenBy   string
	SeenTime time.Time
}

// CheckIn is how the client felt the fit to be, after an early session.
type CheckIn struct {
	ID        string
	Inquiry   string
	Therapist string
	// Session is 1 or 3, Fit 0 to 10.
	Session    int32
	Fit        int32
	TakeTime   time.Time
	CreateTime time.Time
}

// lowFit is the highest fit that opens the question of another pairing. Policy.
const lowFit = 4

// Low reports whether another pairing should be talked about.
func (c *CheckIn) Low() bool { return c.Fit <= lowFit }

// Case is an agreed pairing with what is needed of the decision it came from. It is written once.
type Case struct {
	Pairing   string
	Inquiry   string
	Therapist string
	// FirstSession is when the first session begins.
	FirstSession time.Time
	// Since is when the inquiry was first ranked, PairTime when it was paired; zero in cases of which this was not
	// written.
	Since, PairTime time.Time
	Facts           Facts
}

// Facts are what a case takes from its decision.
type Facts struct {
	AgeGroup domain.AgeGroup `json:"ageGroup,omitempty"`
	Format   domain.Format   `json:"format,omitempty"`
	// Language is the first of the languages wished for.
	Language string          `json:"language,omitempty"`
	Payment  string          `json:"payment,omitempty"`
	State    string          `json:"state,omitempty"`
	Severity domain.Severity `json:"severity,omitempty"`
	Risk     bool            `json:"risk,omitempty"`
	// Wishes are the kinds of wishes about the therapist that were stated.
	Wishes []domain.PreferenceKind `json:"wishes,omitempty"`
	// Elevated counts the outcome domains of the concerns; Substance says whether addiction is one.
	Elevated  int  `json:"elevated,omitempty"`
	Substance bool `json:"substance,omitempty"`
	// Ranked says whether the therapist was one of those who fit; Score is theirs and Best that of the best,
	// without a draw.
	Ranked bool         `json:"ranked,omitempty"`
	Score  domain.Micro `json:"score,omitempty"`
	Best   domain.Micro `json:"best,omitempty"`
	// Learning says that little was measured of the therapist; Explored is what it cost the client that they were drawn to come first.
	Learning bool         `json:"learning,omitempty"`
	Explored domain.Micro `json:"explored,omitempty"`
	// Predicted is the therapist's track record as the decision knew it, by outcome domain.
	Predicted [score.Domains]int32 `json:"predicted"`
}

// Outcomes is the use cases.
type Outcomes struct {
	store Store
	clock clock.Clock
	zone  *time.Location
}

// New returns the use cases over a store, with the practice's zone for the periods of reports.
func New(store Store, c clock.Clock, zone *time.Location) *Outcomes {
	return &Outcomes{store: store, clock: c, zone: zone}
}

// now is the present, in the precision the store keeps.
func (o *Outcomes) now() time.Time { return o.clock.Now().UTC().Truncate(time.Microsecond) }
