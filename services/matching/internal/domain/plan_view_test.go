package domain

import (
	"cmp"
	"context"
	"slices"
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

func (s *planOf) ClientRecords(_ context.Context, inquiries []string, now time.Time) (map[string]ClientRecord, error) {
	s.asked = append(s.asked, inquiries...)
	return map[string]ClientRecord{"silent": {Answers: []Answer{{Instrument: "PHQ_9", TakeTime: now, Human: true}}}}, nil
}

func (s *planOf) Therapists(_ context.Context, ids []string, _ time.Time) ([]Therapist, error) {
	s.asked = append(s.asked, ids...)
	return s.all, nil
}

// taken is a calendar in which some slots are taken; others are the openings of therapists otherwise.
type taken struct {
	Calendar
	slots, asked []string
	others       map[string][]Opening
}

func (c *taken) FindOpenings(_ context.Context, q OpeningQuery) (map[string][]Opening, error) {
	out := map[string][]Opening{}
	for _, t := range q.Therapists {
		out[t] = c.others[t]
	}
	return out, nil
}

func (c *taken) CheckSlots(_ context.Context, slots []string) ([]bool, error) {
	c.asked = append(c.asked, slots...)
	var out []bool
	for _, s := range slots {
		out = append(out, !slices.Contains(c.slots, s))
	}
	return out, nil
}

// TestPlanReadsWhatItSays: of those who wait, of the therapists and of the openings only those are read whose assignment has no offer yet, however
// many there are, and all of them at once; everything that has changed is said.
func TestPlanReadsWhatItSays(t *testing.T) {
	t.Parallel()
	open, full, lapsed, away := fitting("open"), fitting("full"), fitting("lapsed"), fitting("away")
	ending, shared := fitting("ending"), fitting("shared")
	ending.Licenses[0].ExpireDate = testNow().Format(time.DateOnly)
	full.ActiveClients = full.TargetCaseload
	lapsed.Licenses[0].Status = "SUSPENDED"
	tomorrow := testNow().Add(24 * time.Hour)
	away.Leave = []Leave{{tomorrow.Format(time.DateOnly), tomorrow.Format(time.DateOnly)}}
	nowhere, acute := couple(), couple()
	acute.Risk = RiskAcute
	nowhere.LocationState = ""
	s := &planOf{
		offers: map[string]Proposal{"offered": {ID: "p", State: ProposalOpen, ExpireTime: testNow().Add(time.Hour)}},
		all:    []Therapist{open, full, lapsed, away, ending, shared},
		prices: []PriceInForce{{Therapist: open.ID, Price: 5}},
	}
	want := []Obstacle{}
	for _, c := range []struct {
		inquiry, therapist string
		obstacle           Obstacle
		now                *Waiting
	}{
		{"offered", "other", "", nil},
		{"free", open.ID, "", &Waiting{}},
		{"late", full.ID, ObstacleNoCapacity, &Waiting{}},
		{"deleted", "gone", ObstacleNoCapacity, &Waiting{}},
		{"changed", open.ID, ObstacleNeedChanged, &Waiting{Revision: 4}},
		{"elsewhere", open.ID, ObstacleOffered, &Waiting{State: EntryOffered}},
		{"left", open.ID, ObstacleLeft, nil},
		{"silent", open.ID, ObstacleRiskHold, &Waiting{Revision: 4}},
		{"licence", lapsed.ID, ObstacleExcluded, &Waiting{}},
		{"travelling", open.ID, ObstacleLocationUnknown, &Waiting{Need: nowhere}},
		{"on leave", away.ID, ObstacleSlotTaken, &Waiting{}},
		{"taken", open.ID, ObstacleSlotTaken, &Waiting{}},
		{"ending", ending.ID, ObstacleExcluded, &Waiting{}},
		{"full up", shared.ID, ObstacleExcluded, &Waiting{}},
		{"keeps", shared.ID, "", &Waiting{}},
		{"acute", open.ID, ObstacleRiskHold, &Waiting{Revision: 4, Need: acute}},
	} {
		opening := Opening{Slot: "slot of " + c.inquiry, Start: tomorrow, End: tomorrow.Add(time.Hour)}
		s.plan.Assignments = append(s.plan.Assignments, Assignment{Inquiry: c.inquiry, Therapist: c.therapist, Opening: opening, Revision: 3})
		want = append(want, c.obstacle)
		if w := c.now; w != nil {
			if w.Inquiry, w.State, w.Revision = c.inquiry, cmp.Or(w.State, EntryWaiting), cmp.Or(w.Revision, 3); w.Need.Format == "" {
				w.Need = couple()
			}
			s.waiting = append(s.waiting, *w)
		}
	}
	later := Opening{Slot: "later", Start: tomorrow.Add(24 * time.Hour), End: tomorrow.Add(25 * time.Hour)}
	calendar := &taken{slots: []string{"slot of taken", "slot of late", "slot of full up"}, others: map[string][]Opening{
		open.ID: {later}, away.ID: {later}, shared.ID: {{Slot: "slot of keeps", Start: tomorrow, End: tomorrow.Add(time.Hour)}},
	}}
	view, err := New(s, calendar, clock.NewFake(testNow()), Rules{Zone: testZone}).Plan(t.Context(), "plan")
	require.NoError(t, err)
	require.Equal(t, "p", view.Now[0].Offer.ID)
	var obstacles []Obstacle
	why := map[string]string{}
	for i, now := range view.Now {
		obstacles = append(obstacles, now.Obstacle)
		if now.Why != "" {
			why[s.plan.Assignments[i].Inquiry] = now.Why
		}
	}
	require.Equal(t, want, obstacles)
	require.Equal(t, map[string]string{
		"licence": "The license for New York is suspended or revoked.", "on leave": "Begins with nobody on November 24, 2026: planned leave.",
		"ending": "The license ends on November 23, 2026, without an opening before.", "full up": "Every other opening is kept for others of this plan.",
	}, why)
	require.Equal(t, s.prices, view.Priced)
	require.Equal(t, []string{"slot of free", "slot of taken", "slot of full up", "slot of keeps"}, calendar.asked, "what nobody can be offered is not asked")
	inquiries := []string{"free", "late", "deleted", "changed", "elsewhere", "left", "silent", "licence", "travelling", "on leave", "taken", "ending", "full up", "keeps", "acute"}
	require.ElementsMatch(t, slices.Concat(inquiries, inquiries, []string{open.ID, full.ID, lapsed.ID, away.ID, ending.ID, shared.ID, "gone"}), s.asked)
}
