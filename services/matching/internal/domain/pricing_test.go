package domain

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// practiceOf is a store of a practice with a past.
type practiceOf struct {
	rosterOf

	past    []PastNeed
	waiting []Waiting
	care    Care
	basis   string
	last    Pricing
	// made are the runs that were saved; lost has others be faster.
	made []Pricing
	lost bool
}

func (s *practiceOf) PlanStart(context.Context) (PlanStart, error) { return PlanStart{}, nil }

func (s *practiceOf) PricingBasis(context.Context) (string, error) { return s.basis, nil }
func (s *practiceOf) Pricing(context.Context) (Pricing, error)     { return s.last, nil }

func (s *practiceOf) FirstDecision(context.Context) (time.Time, error) {
	if len(s.past) == 0 {
		return time.Time{}, nil
	}
	return s.past[len(s.past)-1].Time, nil
}

func (s *practiceOf) PastNeeds(_ context.Context, from, to time.Time, limit int) ([]PastNeed, error) {
	out := slices.DeleteFunc(slices.Clone(s.past), func(p PastNeed) bool { return p.Time.Before(from) || !p.Time.Before(to) })
	return out[:min(len(out), limit)], nil
}

func (s *practiceOf) ListWaiting(context.Context, time.Time, string, int) ([]Waiting, error) {
	return s.waiting, nil
}

func (s *practiceOf) Care(context.Context, time.Time) (Care, error) { return s.care, nil }

func (s *practiceOf) SavePricing(_ context.Context, p *Pricing) (bool, error) {
	if s.lost {
		return false, nil
	}
	s.made, s.last = append(s.made, *p), *p
	return true, nil
}

// inSpanish is the need that few can meet.
func inSpanish() Need {
	n := couple()
	n.Languages = []string{"es"}
	return n
}

// inquiries are needs that came every so many days over a time, the last one a day ago; every so many-th is the other one.
func inquiries(weeks, days, every int, usual, other Need) []PastNeed {
	var out []PastNeed
	for day := 1; day < weeks*7; day += days {
		p := PastNeed{testNow().AddDate(0, 0, -day), usual}
		if every > 0 && len(out)%every == 0 {
			p.Need = other
		}
		out = append(out, p)
	}
	return append(out, PastNeed{testNow().AddDate(0, 0, -weeks*7), usual})
}

// staff is a therapist who speaks Spanish, and two who do not.
func staff() []Therapist {
	out := []Therapist{fitting("special"), fitting("one"), fitting("two")}
	out[0].Languages = []string{"en", "es"}
	for i := range out {
		out[i].TargetCaseload, out[i].ActiveClients = 20, 10
	}
	return out
}

func TestForecast(t *testing.T) {
	t.Parallel()
	special := staff()[0].ID
	few, many := inquiries(13, 2, 3, couple(), inSpanish()), inquiries(13, 2, 2, couple(), inSpanish())
	wait := func(state WaitingState) func(s *practiceOf) {
		return func(s *practiceOf) {
			for range 20 {
				s.waiting = append(s.waiting, Waiting{State: state, Need: inSpanish()})
			}
		}
	}
	for _, c := range []struct {
		name   string
		past   []PastNeed
		change func(s *practiceOf)
		ways   int
		priced bool
	}{
		{"no history", nil, nil, 0, false},
		{"too short a history", inquiries(12, 1, 1, couple(), inSpanish()), nil, 0, false},
		{"too few inquiries", inquiries(52, 13, 1, couple(), inSpanish()), nil, 0, false},
		{"places to spare", few, nil, 1, false},
		{"a specialist who is sought", many, nil, 1, true},
		{"as it was in a year", inquiries(70, 2, 2, couple(), inSpanish()), nil, 4, true},
		{"as it was in half a year", inquiries(30, 2, 2, couple(), inSpanish()), nil, 2, true},
		{"nobody who needs the specialist", inquiries(13, 2, 0, couple(), inSpanish()), nil, 1, false},
		{"nobody for whom another would not do as well", inquiries(13, 2, 0, couple(), inSpanish()), func(s *practiceOf) {
			s.all[0].TargetCaseload = 12
		}, 1, false},
		{"others for whom the specialist is better", inquiries(13, 2, 0, couple(), inSpanish()), func(s *practiceOf) {
			s.all[1].Expertise, s.all[2].Expertise = nil, nil
		}, 1, true},
		{"who waits counts as well", few, wait(EntryWaiting), 1, true},
		{"who has an offer does not wait", few, wait(EntryOffered), 1, false},
		{"care that lasts long frees fewer places", few, func(s *practiceOf) {
			s.care = Care{Ended: 10, Weeks: 4000}
			s.all[1].TargetCaseload = 60
		}, 1, true},
		{"somebody else speaks Spanish", many, func(s *practiceOf) { s.all[1].Languages = []string{"es", "en"} }, 1, false},
		{"who takes nobody keeps nothing", many, func(s *practiceOf) { s.all[0].Accepting = false }, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &practiceOf{past: c.past}
			s.all = staff()
			if c.change != nil {
				c.change(s)
			}
			p, done, err := New(s, nil, clock.NewFake(testNow()), Rules{Zone: testZone}).Forecast(t.Context())
			require.NoError(t, err)
			require.True(t, done)
			require.Equal(t, int64(1), p.Run)
			require.Equal(t, c.ways, p.Ways)
			require.Equal(t, []Pricing{p}, s.made)
			if c.ways > 0 {
				require.GreaterOrEqual(t, p.Needs, needsLeast)
			}
			if !c.priced {
				require.Empty(t, p.Prices)
				return
			}
			require.Len(t, p.Prices, 1, "the others have places to spare")
			require.Positive(t, p.Prices[special])
			require.LessOrEqual(t, p.Prices[special], DefaultWeights().PriceMax)
		})
	}
}

// TestForecastKeepsOpen: clients who can go elsewhere are sent there, those who cannot get the specialist, and the words say why.
func TestForecastKeepsOpen(t *testing.T) {
	t.Parallel()
	s := &practiceOf{past: inquiries(26, 2, 2, couple(), inSpanish())}
	s.all = staff()
	s.all[1].Expertise, s.all[2].Expertise = nil, nil
	special := s.all[0].ID
	first := func(need Need) Ranked {
		in := inputFor(need, s.all...)
		in.Weights.LearnShare = 0
		out, err := Rank(&in)
		require.NoError(t, err)
		return out.Ranked[0]
	}
	require.Equal(t, special, first(couple()).Therapist, "who fits best")

	p, done, err := New(s, nil, clock.NewFake(testNow()), Rules{Zone: testZone}).Forecast(t.Context())
	require.NoError(t, err)
	require.True(t, done)
	for i := range s.all {
		if price := p.Prices[s.all[i].ID]; price > 0 {
			s.all[i].Price, s.all[i].PriceSource = price, PriceOfForecast
		}
	}
	require.NotEqual(t, special, first(couple()).Therapist)
	for _, source := range []PriceSource{PriceOfForecast, PriceOfPlan} {
		s.all[0].PriceSource = source
		kept := first(inSpanish())
		require.Equal(t, special, kept.Therapist)
		at := slices.IndexFunc(kept.Terms, func(t Term) bool { return t.Code == "KEPT_OPEN" })
		require.Equal(t, -p.Prices[special], kept.Terms[at].Points)
		require.Equal(t, source == PriceOfPlan, kept.Terms[at].Text == "The place is worth more to others on the waitlist, who have fewer to choose from.")
	}
}

func TestForecastOnceADay(t *testing.T) {
	t.Parallel()
	s := &practiceOf{past: inquiries(13, 2, 2, couple(), inSpanish()), basis: "one"}
	s.all = staff()
	now := clock.NewFake(testNow())
	m := New(s, nil, now, Rules{Zone: testZone})
	runs := func(want int, why string) {
		t.Helper()
		_, _, err := m.Forecast(t.Context())
		require.NoError(t, err)
		require.Len(t, s.made, want, why)
	}
	runs(1, "the first")
	runs(1, "nothing has changed")
	now.Advance(13 * time.Hour)
	runs(1, "still Monday in New York")
	now.Advance(time.Hour)
	runs(2, "Tuesday")
	s.basis = "two"
	runs(3, "something has changed")
	s.basis, s.lost = "three", true
	_, done, err := m.Forecast(t.Context())
	require.NoError(t, err)
	require.False(t, done, "somebody else made it")
}

// TestPlanKeepsOpen: a plan goes by what a place is worth to those who are still to come, and not by what an earlier plan found.
func TestPlanKeepsOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source PriceSource
		kept   bool
	}{{PriceOfForecast, true}, {PriceOfPlan, false}} {
		s := &practiceOf{waiting: []Waiting{{Inquiry: "c", State: EntryWaiting, Need: couple(), Since: testNow()}}}
		s.all = staff()
		s.all[1].Expertise, s.all[2].Expertise = nil, nil
		s.all[0].Price, s.all[0].PriceSource = 400_000, c.source
		p, err := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone}).plan(t.Context())
		require.NoError(t, err)
		require.Len(t, p.Assignments, 1)
		require.Equal(t, c.kept, p.Assignments[0].Therapist != s.all[0].ID)
	}
}
