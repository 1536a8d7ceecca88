package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// plan saves a plan with the prices.
func (w *world) plan(t *testing.T, prices map[string]domain.Micro) domain.Plan {
	t.Helper()
	p := domain.Plan{
		ID: id.New(), Engine: domain.EngineVersion, CreateTime: w.now, Waiting: []string{id.New()}, Prices: prices,
		Assignments: []domain.Assignment{{
			Inquiry: id.New(), Since: w.now.Add(-time.Hour), Therapist: id.New(), DisplayName: "Dr.", Score: 600_000, Revision: 4,
			Opening: domain.Opening{Slot: "slot", Start: w.now, End: w.now.Add(time.Hour), Mode: domain.Video},
		}},
	}
	saved, err := w.store.SavePlan(t.Context(), &p, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, p.ID, saved)
	return p
}

func testPlan(t *testing.T, w *world) {
	p := w.plan(t, map[string]domain.Micro{id.New(): 5})
	read, err := w.store.Plan(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, p, read)
	_, err = w.store.Plan(t.Context(), id.New())
	require.ErrorIs(t, err, domain.ErrNotFound)

	known, err := w.store.PlanOf(t.Context(), request(p.ID))
	require.NoError(t, err)
	require.Equal(t, p.ID, known)
	again := p
	again.ID = id.New()
	known, err = w.store.SavePlan(t.Context(), &again, request(p.ID))
	require.NoError(t, err)
	require.Equal(t, p.ID, known, "the first answer")
	other := request(p.ID)
	other.Hash = "other"
	_, err = w.store.PlanOf(t.Context(), other)
	require.ErrorIs(t, err, domain.ErrRequestIDReused)

	draft := w.draft(t, p.Assignments[0].Inquiry, w.therapist(t, "Dr. A", 2))
	draft.Plan = p.ID
	_, err = w.store.BeginProposal(t.Context(), &draft, request(draft.ID))
	require.NoError(t, err)
	offers, err := w.store.OffersOf(t.Context(), p.ID)
	require.NoError(t, err)
	require.Empty(t, offers, "not held yet")
	opened, err := w.store.OpenProposal(t.Context(), draft.ID, "hold", draft.ExpireTime)
	require.NoError(t, err)
	require.Equal(t, p.ID, opened.Plan)
	offers, err = w.store.OffersOf(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, map[string]domain.Proposal{draft.Inquiry: opened}, offers)
}

// testPlanStart: the next plan begins from what the newest one left, whichever was saved last.
func testPlanStart(t *testing.T, w *world) {
	left := func() domain.PlanStart {
		start, err := w.store.PlanStart(t.Context())
		require.NoError(t, err)
		return start
	}
	require.Zero(t, left())
	start := func(price domain.Micro) domain.PlanStart {
		return domain.PlanStart{Served: 8_000_000, Therapists: map[string]domain.OpeningPrices{"one": {Least: price, More: map[int64]domain.Micro{w.now.UnixMicro(): 7}}}}
	}
	save := func(price domain.Micro, at time.Time) {
		p := domain.Plan{ID: id.New(), CreateTime: at, Start: start(price)}
		_, err := w.store.SavePlan(t.Context(), &p, request(p.ID))
		require.NoError(t, err)
	}
	save(1, w.now)
	require.Equal(t, start(1), left())
	save(2, w.now.Add(time.Hour))
	require.Equal(t, start(2), left())
	save(3, w.now)
	require.Equal(t, start(2), left(), "an older one that took longer")
	save(4, w.now.Add(time.Hour))
	require.Equal(t, start(4), left())
}

func testPrices(t *testing.T, w *world) {
	a, b := w.therapist(t, "Dr. A", 2), w.therapist(t, "Dr. B", 2)
	price := func(of string) domain.Micro {
		th, err := w.store.Therapist(t.Context(), of, w.now)
		require.NoError(t, err)
		return th.Price
	}
	w.plan(t, map[string]domain.Micro{a: 80_000})
	require.Equal(t, domain.Micro(40_000), price(a), "half the way")
	require.Zero(t, price(b))
	w.plan(t, map[string]domain.Micro{a: 80_000})
	require.Equal(t, domain.Micro(40_000), price(a), "no time has passed")
	w.now = w.now.Add(24 * time.Hour)
	w.plan(t, map[string]domain.Micro{a: 80_000, b: 10_000})
	require.Equal(t, domain.Micro(60_000), price(a))
	require.Equal(t, domain.Micro(5_000), price(b))
	w.now = w.now.Add(24 * time.Hour)
	w.plan(t, nil)
	require.Equal(t, domain.Micro(30_000), price(a), "places to spare again")
	w.now = w.now.Add(7*24*time.Hour - time.Second)
	require.Equal(t, domain.Micro(30_000), price(a))
	w.now = w.now.Add(time.Second)
	require.Zero(t, price(a), "old")
}

func testCare(t *testing.T, w *world) {
	care := func() domain.Care {
		c, err := w.store.Care(t.Context(), w.now)
		require.NoError(t, err)
		return c
	}
	require.Zero(t, care())
	therapist := w.therapist(t, "Dr. A", 3)
	var agreed []domain.Pairing
	for range 2 {
		p, err := w.reserve(t, w.pairing(t, id.New(), therapist))
		require.NoError(t, err)
		_, err = w.store.ConfirmPairing(t.Context(), p.ID, w.now, w.now)
		require.NoError(t, err)
		agreed = append(agreed, p)
	}
	_, err := w.reserve(t, w.pairing(t, id.New(), therapist))
	require.NoError(t, err)
	w.now = w.now.Add(7 * 24 * time.Hour)
	require.Equal(t, domain.Care{Weeks: 2}, care(), "what is only reserved does not count")
	_, err = w.store.EndPairing(t.Context(), agreed[0].ID, w.now)
	require.NoError(t, err)
	w.now = w.now.Add(7 * 24 * time.Hour)
	require.Equal(t, domain.Care{Ended: 1, Weeks: 3}, care())
}
