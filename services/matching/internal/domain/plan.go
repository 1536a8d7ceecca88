package domain

import (
	"context"
	"time"
)

// Plan is the best assignment of the waitlist to the places and openings there were at its making. It holds nothing; each
// of its assignments becomes an offer when the plan is committed.
type Plan struct {
	ID         string    `json:"id"`
	Engine     string    `json:"engine"`
	CreateTime time.Time `json:"createTime"`
	// Assignments come in the order in which offers are made: the most pressing first.
	Assignments []Assignment `json:"assignments,omitempty"`
	// Waiting are the inquiries that wait on.
	Waiting []string `json:"waiting,omitempty"`
	// Prices are what one more place of a therapist would be worth; therapists with places to spare are left out.
	Prices map[string]Micro `json:"prices,omitempty"`
	// Primal is what the assignment is worth: that clients are served, by how pressing it is, and what each opening is worth to
	// its client, less what it costs that caseloads fill. Dual is what no assignment is worth more than, and Gap by how much
	// another could be better at most: the difference.
	Primal Micro `json:"primal,omitempty"`
	Dual   Micro `json:"dual,omitempty"`
	Gap    Micro `json:"gap,omitempty"`
	// CandidatesOnly says that the bound is for the pairs that were looked at, not for all.
	CandidatesOnly bool `json:"candidatesOnly,omitempty"`
	// Start is what the next plan begins from: kept of the newest only, and not read with it.
	Start PlanStart `json:"-"`
}

// Assignment is one client with the therapist and the opening the plan gives them.
type Assignment struct {
	Inquiry     string    `json:"inquiry"`
	Since       time.Time `json:"since"`
	Therapist   string    `json:"therapist"`
	DisplayName string    `json:"displayName"`
	Opening     Opening   `json:"opening"`
	// Score is what a ranking that knew this opening alone would say, to the bit, but for a price that a plan found, which is what
	// the plan itself is about.
	Score Micro `json:"score"`
	// Revision is the waitlist entry's, to notice what has changed since.
	Revision int64 `json:"revision"`
}

// Obstacle says why an assignment cannot be offered as it is any more.
type Obstacle string

// The obstacles; the empty one is none.
const (
	ObstacleLeft        Obstacle = "LEFT"
	ObstacleOffered     Obstacle = "OFFERED"
	ObstacleNeedChanged Obstacle = "NEED_CHANGED"
	ObstacleNoCapacity  Obstacle = "NO_CAPACITY"
	// A licensed person speaks with the client first.
	ObstacleRiskHold Obstacle = "RISK_HOLD"
	// Other openings of the therapist may be offered instead.
	ObstacleSlotTaken       Obstacle = "SLOT_TAKEN"
	ObstacleExcluded        Obstacle = "THERAPIST_EXCLUDED"
	ObstacleLocationUnknown Obstacle = "LOCATION_UNKNOWN"
)

// PlanView is a plan as it stands now.
type PlanView struct {
	Plan
	// Now says for each assignment what stands in its way and what became of its offer.
	Now []AssignmentNow
	// Unserved are those of Waiting who still wait for an offer.
	Unserved []Waiting
	// Priced are the prices that rankings go by now.
	Priced []PriceInForce
}

// AssignmentNow is what became of an assignment.
type AssignmentNow struct {
	Obstacle Obstacle
	// Why says it in words, where a rule excludes the therapist.
	Why string
	// Need is the client's as it is now; nil where they wait no more, or have an offer of the plan.
	Need *Need
	// Offer is the proposal made of it; its ID is empty when there is none.
	Offer Proposal
}

// PlanStore keeps plans.
type PlanStore interface {
	// SavePlan stores the plan, or returns the id of the one the same request made. Prices move towards those it found unless a
	// forecast, which knows more, is in force.
	SavePlan(ctx context.Context, p *Plan, req Request) (string, error)
	// PlanStart is what the last plan left for the next.
	PlanStart(ctx context.Context) (PlanStart, error)
	// PlanOf returns the id of the plan the request made, "" when it made none. ErrRequestIDReused.
	PlanOf(ctx context.Context, req Request) (string, error)
	// Plan reads one. ErrNotFound.
	Plan(ctx context.Context, id string) (Plan, error)
	// OffersOf are the proposals made of the plan, by inquiry.
	OffersOf(ctx context.Context, id string) (map[string]Proposal, error)
}
