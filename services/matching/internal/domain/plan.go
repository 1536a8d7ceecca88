package domain

import (
	"context"
	"slices"
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
)

// PlanView is a plan as it stands now.
type PlanView struct {
	Plan
	// Now says for each assignment what stands in its way and what became of its offer.
	Now []AssignmentNow
	// Priced are the prices that rankings go by now.
	Priced []PriceInForce
}

// AssignmentNow is what became of an assignment.
type AssignmentNow struct {
	Obstacle Obstacle
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
	// Flagged are those of the inquiries of which an answer asks for a licensed person and nobody licensed has looked. With own
	// set, only answers of that therapist's clients count.
	Flagged(ctx context.Context, inquiries []string, own string) ([]string, error)
}

// Plan reads a plan as it stands now.
func (m *Matching) Plan(ctx context.Context, id string) (PlanView, error) {
	p, err := m.store.Plan(ctx, id)
	if err != nil {
		return PlanView{}, err
	}
	return m.viewPlan(ctx, p)
}

func (m *Matching) viewPlan(ctx context.Context, p Plan) (PlanView, error) {
	now := m.now()
	offers, err := m.store.OffersOf(ctx, p.ID)
	if err != nil {
		return PlanView{}, err
	}
	view := PlanView{Plan: p, Now: make([]AssignmentNow, len(p.Assignments))}
	var inquiries, therapists []string
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if offer, ok := offers[a.Inquiry]; ok {
			view.Now[i].Offer = offer.At(now)
			continue
		}
		inquiries, therapists = append(inquiries, a.Inquiry), append(therapists, a.Therapist)
	}
	entries, err := m.store.WaitingOf(ctx, inquiries)
	if err != nil {
		return PlanView{}, err
	}
	flagged, err := m.store.Flagged(ctx, inquiries, "")
	if err != nil {
		return PlanView{}, err
	}
	slices.Sort(therapists)
	profiles, err := m.store.Therapists(ctx, slices.Compact(therapists), now)
	if err != nil {
		return PlanView{}, err
	}
	waiting, open := make(map[string]*Waiting, len(entries)), make(map[string]bool, len(profiles))
	for i := range entries {
		waiting[entries[i].Inquiry] = &entries[i]
	}
	for i := range profiles {
		open[profiles[i].ID] = profiles[i].places() > 0
	}
	hold := make(map[string]bool, len(flagged))
	for _, inquiry := range flagged {
		hold[inquiry] = true
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; view.Now[i].Offer.ID == "" {
			view.Now[i].Obstacle = a.obstacle(waiting[a.Inquiry], hold[a.Inquiry], open[a.Therapist])
		}
	}
	view.Priced, err = m.store.PricesInForce(ctx, now)
	return view, err
}

// obstacle says what stands in the way of an assignment that was not offered.
func (a *Assignment) obstacle(w *Waiting, hold, open bool) Obstacle {
	switch {
	case w == nil:
		return ObstacleLeft
	case w.State == EntryOffered:
		return ObstacleOffered
	case hold:
		return ObstacleRiskHold
	case w.Revision != a.Revision:
		return ObstacleNeedChanged
	case !open:
		return ObstacleNoCapacity
	default:
		return ""
	}
}
