package storetest

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// pricing saves a run after the last with the prices, and requires it to be taken.
func (w *world) pricing(t *testing.T, prices map[string]domain.Micro) domain.Pricing {
	t.Helper()
	last, err := w.store.Pricing(t.Context())
	require.NoError(t, err)
	p := domain.Pricing{
		Run: last.Run + 1, Basis: id.New(), CreateTime: w.now, Ways: 2, Needs: 70, Waiting: 3, Therapists: 5, Prices: prices,
	}
	saved, err := w.store.SavePricing(t.Context(), &p)
	require.NoError(t, err)
	require.True(t, saved)
	return p
}

func (w *world) priced(t *testing.T, therapist string) domain.Therapist {
	t.Helper()
	th, err := w.store.Therapist(t.Context(), therapist, w.now)
	require.NoError(t, err)
	return th
}

func testPricing(t *testing.T, w *world) {
	a, b := w.therapist(t, "Dr. A", 2), w.therapist(t, "Dr. B", 2)
	w.plan(t, map[string]domain.Micro{a: 80_000})
	require.Equal(t, domain.PriceOfPlan, w.priced(t, a).PriceSource)
	require.Equal(t, w.now, w.priced(t, a).PriceTime)

	// One that knows too little changes nothing.
	none := domain.Pricing{Run: 1, Basis: "little", CreateTime: w.now}
	saved, err := w.store.SavePricing(t.Context(), &none)
	require.NoError(t, err)
	require.True(t, saved)
	require.Equal(t, domain.Micro(40_000), w.priced(t, a).Price)
	w.now = w.now.Add(24 * time.Hour)
	w.plan(t, map[string]domain.Micro{a: 80_000})
	require.Equal(t, domain.Micro(60_000), w.priced(t, a).Price, "a plan's prices count")

	// Half the way a night: a forecast every hour comes to the same as one in the night.
	var p domain.Pricing
	for range 24 {
		w.now = w.now.Add(time.Hour)
		p = w.pricing(t, map[string]domain.Micro{b: 80_000})
	}
	read, err := w.store.Pricing(t.Context())
	require.NoError(t, err)
	p.Prices = nil
	require.Equal(t, p, read)
	require.InDelta(t, 30_000, w.priced(t, a).Price, 24, "half the way, from whatever was before")
	require.InDelta(t, 40_000+40_000*(1-math.Exp2(-23./24)), w.priced(t, b).Price, 24, "from nothing a night's move at once, then by the hour")
	require.Equal(t, domain.PriceOfForecast, w.priced(t, b).PriceSource)
	w.plan(t, map[string]domain.Micro{a: 400_000})
	require.InDelta(t, 30_000, w.priced(t, a).Price, 24, "the forecast knows more")
	was := w.priced(t, b).Price

	w.now = w.now.Add(48 * time.Hour)
	w.pricing(t, map[string]domain.Micro{b: 80_000})
	require.InDelta(t, 7_500, w.priced(t, a).Price, 24, "two nights")
	require.Equal(t, 80_000-(80_000-was)/4, w.priced(t, b).Price)
	w.now = w.now.Add(7 * 24 * time.Hour)
	require.Zero(t, w.priced(t, b).Price, "old")
	require.Zero(t, w.priced(t, b).PriceSource)
	require.Zero(t, w.priced(t, b).PriceTime)
	w.plan(t, map[string]domain.Micro{b: 20_000})
	require.Equal(t, domain.Micro(10_000), w.priced(t, b).Price, "as if there had been none")
	require.Equal(t, domain.PriceOfPlan, w.priced(t, b).PriceSource)
}

// testPriceAfterNone: a price that has come to nothing begins anew with one night's move, as that of somebody who never had one.
func testPriceAfterNone(t *testing.T, w *world) {
	a, b := w.therapist(t, "Dr. A", 2), w.therapist(t, "Dr. B", 2)
	night := func(prices map[string]domain.Micro) {
		w.now = w.now.Add(24 * time.Hour)
		w.pricing(t, prices)
	}
	night(map[string]domain.Micro{a: 8})
	require.Positive(t, w.priced(t, a).Price)
	for range 6 {
		night(nil)
	}
	require.Zero(t, w.priced(t, a).Price)
	night(map[string]domain.Micro{a: 80_000, b: 80_000})
	require.Equal(t, domain.Micro(40_000), w.priced(t, a).Price)
	require.Equal(t, domain.Micro(40_000), w.priced(t, b).Price)
}

// testPricesInForce: what is listed is what therapists have, of all who are not deleted.
func testPricesInForce(t *testing.T, w *world) {
	inForce := func(want ...domain.PriceInForce) {
		t.Helper()
		got, err := w.store.PricesInForce(t.Context(), w.now)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	inForce()
	a, b, c := w.therapist(t, "Dr. A", 2), w.therapist(t, "Dr. B", 2), w.therapist(t, "Dr. C", 2)
	w.plan(t, map[string]domain.Micro{a: 20_000, b: 0, c: 8_000, id.New(): 1_000})
	first := w.now
	inForce(domain.PriceInForce{Therapist: a, DisplayName: "Dr. A", Price: 10_000, Time: first},
		domain.PriceInForce{Therapist: c, DisplayName: "Dr. C", Price: 4_000, Time: first})
	w.now = w.now.Add(24 * time.Hour)
	many := map[string]domain.Micro{b: 80_000}
	for range 1_500 { // more than are read at once
		many[id.New()] = 5
	}
	w.pricing(t, many)
	inForce(domain.PriceInForce{Therapist: b, DisplayName: "Dr. B", Price: 40_000, Source: domain.PriceOfForecast, Time: w.now},
		domain.PriceInForce{Therapist: a, DisplayName: "Dr. A", Price: 5_000, Source: domain.PriceOfForecast, Time: w.now},
		domain.PriceInForce{Therapist: c, DisplayName: "Dr. C", Price: 2_000, Source: domain.PriceOfForecast, Time: w.now})
	require.NoError(t, w.store.UpdateTherapist(t.Context(), b, request(b), w.now, func(th *domain.Therapist) error {
		th.DeleteTime = w.now
		return nil
	}))
	got, err := w.store.PricesInForce(t.Context(), w.now)
	require.NoError(t, err)
	require.Len(t, got, 2)
	w.now = w.now.Add(7 * 24 * time.Hour)
	inForce()
}

// testPricingTwins has several make the same run at once: the prices are those of one of them, and moved once.
func testPricingTwins(t *testing.T, w *world) {
	const twins = 8
	var therapists [4]string
	for i := range therapists {
		therapists[i] = w.therapist(t, "Dr.", 2)
	}
	for run := int64(1); run <= 3; run++ {
		var group sync.WaitGroup
		var saved [twins]bool
		var errs [twins]error
		for i := range twins {
			group.Go(func() {
				p := domain.Pricing{Run: run, Basis: "basis", CreateTime: w.now, Ways: 1, Prices: map[string]domain.Micro{}}
				for _, th := range therapists {
					p.Prices[th] = domain.Micro(i+1) * 1000
				}
				saved[i], errs[i] = w.store.SavePricing(t.Context(), &p)
			})
		}
		group.Wait()
		winner := -1
		for i := range twins {
			require.NoError(t, errs[i])
			if saved[i] {
				require.Negative(t, winner, "one of them")
				winner = i
			}
		}
		require.GreaterOrEqual(t, winner, 0)
		for _, th := range therapists {
			require.Equal(t, domain.Micro(winner+1)*500, w.priced(t, th).Price, "run %d", run)
		}
		w.now = w.now.Add(8 * 24 * time.Hour) // begins from nothing again
	}
}

func testPricingBasis(t *testing.T, w *world) {
	basis := func() string {
		b, err := w.store.PricingBasis(t.Context())
		require.NoError(t, err)
		return b
	}
	empty := basis()
	a := w.therapist(t, "Dr. A", 2)
	one := basis()
	require.NotEqual(t, empty, one)
	w.proposal(t, id.New(), a)
	require.Equal(t, one, basis(), "one client's proposal is no news")
	err := w.store.UpdateTherapist(t.Context(), a, request("update"), w.now, func(th *domain.Therapist) error {
		th.TargetCaseload++
		return nil
	})
	require.NoError(t, err)
	changed := basis()
	require.NotEqual(t, one, changed)
	p := w.plan(t, nil)
	require.Equal(t, changed, basis(), "a plan offers nothing yet")
	draft := w.draft(t, id.New(), a)
	draft.Plan = p.ID
	_, err = w.store.BeginProposal(t.Context(), &draft, request(draft.ID))
	require.NoError(t, err)
	require.NotEqual(t, changed, basis())
}

func testPastNeeds(t *testing.T, w *world) {
	first, err := w.store.FirstDecision(t.Context())
	require.NoError(t, err)
	require.Zero(t, first)
	began := w.now
	ranked := func(inquiry string, after time.Duration, format domain.Format) {
		d := domain.Decision{ID: id.New(), Inquiry: inquiry, Engine: domain.EngineVersion, CreateTime: began.Add(after)}
		d.Input.Need.Format = format
		require.NoError(t, w.store.SaveDecision(t.Context(), &d))
	}
	again, later := id.New(), id.New()
	ranked(id.New(), 0, "GROUP")
	ranked(again, time.Hour, "COUPLE")
	ranked(id.New(), 2*time.Hour, "INDIVIDUAL")
	ranked(again, 3*time.Hour, "FAMILY")
	ranked(later, 3*time.Hour+time.Minute, "COUPLE")
	ranked(later, 4*time.Hour, "GROUP")
	first, err = w.store.FirstDecision(t.Context())
	require.NoError(t, err)
	require.Equal(t, began, first)

	needs := func(from, to time.Duration, limit int) (out []domain.Format) {
		past, err := w.store.PastNeeds(t.Context(), began.Add(from), began.Add(to), limit)
		require.NoError(t, err)
		for i := range past {
			out = append(out, past[i].Need.Format)
			require.False(t, i > 0 && past[i].Time.After(past[i-1].Time), "the newest first")
		}
		return out
	}
	require.Equal(t, []domain.Format{"GROUP", "FAMILY", "INDIVIDUAL", "GROUP"}, needs(0, 5*time.Hour, 9), "one of each inquiry, the newest")
	require.Equal(t, []domain.Format{"GROUP", "FAMILY"}, needs(0, 5*time.Hour, 2))
	require.Equal(t, []domain.Format{"FAMILY", "INDIVIDUAL"}, needs(time.Hour, 4*time.Hour, 9), "from, to")
	require.Empty(t, needs(5*time.Hour, 6*time.Hour, 9))
}
