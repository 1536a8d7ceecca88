package domain

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// planOf is a store that knows one plan, and nothing of anybody who is not in it.
type planOf struct {
	Store
	plan    Plan
	offers  map[string]Proposal
	waiting []Waiting
	all     []Therapist
	prices  []PriceInForce
	// asked are the inquiries and therapists that were read.
	asked []string
}

func (s *planOf) Plan(context.Context, string) (Plan, error)                    { return s.plan, nil }
func (s *planOf) OffersOf(context.Context, string) (map[string]Proposal, error) { return s.offers, nil }
func (s *planOf) PricesInForce(context.Context, time.Time) ([]PriceInForce, error) {
	return s.prices, nil
}

func (s *planOf) WaitingOf(_ context.Context, inquiries []string) ([]Waiting, error) {
	s.asked = append(s.asked, inquiries...)
	return s.waiting, nil
}

func (s *planOf) Flagged(context.Context, []string, string) ([]string, error) {
	return []string{"silent"}, nil
}

func (s *planOf) Therapists(_ context.Context, ids []string, _ time.Time) ([]Therapist, error) {
	s.asked = append(s.asked, ids...)
	return s.all, nil
}

// TestPlanReadsWhatItSays: of those who wait and of the therapists only those are read whose assignment has no offer yet, however many there are.
func TestPlanReadsWhatItSays(t *testing.T) {
	t.Parallel()
	open, full := fitting("open"), fitting("full")
	full.ActiveClients = full.TargetCaseload
	s := &planOf{
		offers:  map[string]Proposal{"offered": {ID: "p", State: ProposalOpen, ExpireTime: testNow().Add(time.Hour)}},
		waiting: []Waiting{{Inquiry: "free", State: EntryWaiting, Revision: 3}, {Inquiry: "late", State: EntryWaiting, Revision: 3}, {Inquiry: "changed", State: EntryWaiting, Revision: 4}, {Inquiry: "elsewhere", State: EntryOffered, Revision: 3}, {Inquiry: "silent", State: EntryWaiting, Revision: 4}},
		all:     []Therapist{open, full},
		prices:  []PriceInForce{{Therapist: open.ID, Price: 5}},
	}
	for _, a := range []Assignment{
		{Inquiry: "offered", Therapist: "other"}, {Inquiry: "free", Therapist: open.ID}, {Inquiry: "late", Therapist: full.ID},
		{Inquiry: "changed", Therapist: open.ID}, {Inquiry: "elsewhere", Therapist: open.ID}, {Inquiry: "gone", Therapist: open.ID}, {Inquiry: "silent", Therapist: open.ID},
	} {
		a.Revision = 3
		s.plan.Assignments = append(s.plan.Assignments, a)
	}
	view, err := New(s, nil, clock.NewFake(testNow()), Rules{Zone: testZone}).Plan(t.Context(), "plan")
	require.NoError(t, err)
	require.Equal(t, "p", view.Now[0].Offer.ID)
	var obstacles []Obstacle
	for _, now := range view.Now {
		obstacles = append(obstacles, now.Obstacle)
	}
	require.Equal(t, []Obstacle{"", "", ObstacleNoCapacity, ObstacleNeedChanged, ObstacleOffered, ObstacleLeft, ObstacleRiskHold}, obstacles)
	require.Equal(t, s.prices, view.Priced)
	require.ElementsMatch(t, []string{"free", "late", "changed", "elsewhere", "gone", "silent", open.ID, full.ID}, s.asked)
}
