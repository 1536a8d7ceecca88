package domain

import (
	"context"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/forecast"
)

// PriceSource says from whose demand a price was made.
type PriceSource string

// The sources: a plan knows those who wait, a forecast those who are likely to come as well.
const (
	PriceOfPlan     PriceSource = ""
	PriceOfForecast PriceSource = "FORECAST"
)

// Pricing is a forecast of what the therapists' places are worth.
type Pricing struct {
	// Run numbers them; 0 is none yet.
	Run int64
	// Basis is what it was made from: when it is another, it is time for the next.
	Basis      string
	CreateTime time.Time
	// Ways is how many stretches of the past it is the mean of; 0: too little was known, and it moved no price.
	Ways int
	// Needs is how many past needs it knew, Waiting how many clients waited, Therapists how many had a place to give.
	Needs, Waiting, Therapists int
	// Prices are what one more place of a therapist is worth; those with places to spare are left out. They are not kept as
	// they are: see [PricingStore.SavePricing].
	Prices map[string]Micro
}

// PriceInForce is a price that rankings go by now.
type PriceInForce struct {
	Therapist, DisplayName string
	Price                  Micro
	Source                 PriceSource
	// Time is when it was moved last.
	Time time.Time
}

// PastNeed is what was looked for at some time.
type PastNeed struct {
	Time time.Time
	Need Need
}

// PricingStore keeps what prices are made from, and moves them.
type PricingStore interface {
	// PricingBasis names what has changed besides the day: profiles, and what is on offer by plans.
	PricingBasis(ctx context.Context) (string, error)
	// Pricing is the newest, without its prices.
	Pricing(ctx context.Context) (Pricing, error)
	// PricesInForce are those of therapists who are not deleted, the highest first.
	PricesInForce(ctx context.Context, now time.Time) ([]PriceInForce, error)
	// FirstDecision is when the first ranking was made; zero when there was none.
	FirstDecision(ctx context.Context) (time.Time, error)
	// PastNeeds are those of rankings made between the times, the newest first and at most limit: of each inquiry that of the newest ranking.
	PastNeeds(ctx context.Context, from, to time.Time, limit int) ([]PastNeed, error)
	// SavePricing stores the run after the last one and moves the prices of all therapists towards its own, unless somebody
	// else made that run already; it reports whether it was this one.
	SavePricing(ctx context.Context, p *Pricing) (bool, error)
}

// How much of the past a forecast is made of. All are policy.
const (
	// waysMost is how many stretches as long as the forecast's sight are looked back: a year.
	waysMost = 4
	// needsLeast is how many needs there must be in them: below it chance says more than the practice.
	needsLeast = 30
	// needsMost bounds how many are read.
	needsMost = 50_000
	// bidsEach is for how many of those who fit best a client counts.
	bidsEach = 64
)

// sightAhead is how far ahead a forecast sees: by definition, that of its package.
const sightAhead = forecast.Weeks * 7 * 24 * time.Hour

// Forecast computes what the therapists' places are worth to those who wait and to those who are likely to come, if it is another day
// than when it was done last, or profiles or the offers of plans have changed. It may run at any time, on several machines
// at once: one of them writes. It reports whether it did.
func (m *Matching) Forecast(ctx context.Context) (Pricing, bool, error) {
	now := m.now()
	last, err := m.store.Pricing(ctx)
	if err != nil {
		return Pricing{}, false, err
	}
	changed, err := m.store.PricingBasis(ctx)
	if err != nil {
		return Pricing{}, false, err
	}
	today, err := m.roster.today(now)
	if err != nil {
		return Pricing{}, false, err
	}
	p := Pricing{Run: last.Run + 1, Basis: fmt.Sprintf("%s: %s", today, changed), CreateTime: now}
	if p.Basis == last.Basis {
		return last, false, nil
	}
	ways, err := m.pastWays(ctx, now)
	if err != nil {
		return Pricing{}, false, err
	}
	if len(ways) > 0 {
		if err := m.price(ctx, &p, ways, today); err != nil {
			return Pricing{}, false, err
		}
	}
	saved, err := m.store.SavePricing(ctx, &p)
	return p, saved, err
}

// pastWays are the needs of the past in stretches as long as the forecast sees ahead, the newest first: each is a way in which things may
// go on. There are none when too little is known.
func (m *Matching) pastWays(ctx context.Context, now time.Time) ([][]Need, error) {
	first, err := m.store.FirstDecision(ctx)
	if err != nil || first.IsZero() {
		return nil, err
	}
	n := min(waysMost, stretch(now, first))
	if n < 1 {
		return nil, nil
	}
	past, err := m.store.PastNeeds(ctx, now.Add(-time.Duration(n)*sightAhead), now, needsMost)
	if err != nil || len(past) < needsLeast {
		return nil, err
	}
	if len(past) == needsMost {
		n = stretch(now, past[needsMost-1].Time) // of the stretch it is in not all was read
	}
	ways := make([][]Need, n)
	for i := range past {
		if way := stretch(now, past[i].Time); way < n {
			m.locate(&past[i].Need)
			ways[way] = append(ways[way], past[i].Need)
		}
	}
	return ways, nil
}

// stretch is in which stretch before now a time lies, counted from 0.
func stretch(now, at time.Time) int { return int(now.Sub(at) / sightAhead) }

// price computes the prices of the ways, on a day (YYYY-MM-DD).
func (m *Matching) price(ctx context.Context, p *Pricing, ways [][]Need, today string) error {
	entries, err := m.store.ListWaiting(ctx, time.Time{}, "", 0)
	if err != nil {
		return err
	}
	therapists, err := m.store.ListTherapists(ctx, p.CreateTime, "", "", 0, false)
	if err != nil {
		return err
	}
	care, err := m.store.Care(ctx, p.CreateTime)
	if err != nil {
		return err
	}
	o, err := newOutlook(therapists, care, today)
	if err != nil {
		return err
	}
	var waiting []Need
	for i := range entries {
		if entries[i].State == EntryWaiting {
			m.locate(&entries[i].Need)
			waiting = append(waiting, entries[i].Need)
		}
	}
	var f forecast.Forecast
	for _, coming := range ways {
		if err := f.Add(ctx, o.bids(waiting, coming)); err != nil {
			return err
		}
		p.Needs += len(coming)
	}
	p.Ways, p.Waiting, p.Therapists, p.Prices = f.Ways(), len(waiting), o.index.Len(), map[string]Micro{}
	for j, price := range f.Prices(&o.weights) {
		if price > 0 {
			p.Prices[therapists[j].ID] = price
		}
	}
	return nil
}
