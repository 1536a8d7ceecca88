package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var planTime = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC) // a Tuesday

// genWaitlist is a small waitlist with made-up fits: few enough that every assignment can be tried.
func genWaitlist(t *rapid.T) *waitlist {
	w := &waitlist{weights: DefaultWeights(), zone: "America/New_York", now: planTime}
	for j := range rapid.IntRange(1, 3).Draw(t, "therapists") {
		th := Therapist{ID: fmt.Sprint("t", j)}
		th.DisplayName, th.Accepting = th.ID, true
		th.TargetCaseload = rapid.Int32Range(1, 4).Draw(t, "target")
		th.ActiveClients = rapid.Int32Range(0, th.TargetCaseload).Draw(t, "active")
		th.SevereClientsMax = rapid.Int32Range(0, 2).Draw(t, "severe max")
		w.therapists = append(w.therapists, th)
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "clients") {
		e := &Waiting{
			Inquiry: fmt.Sprint("c", i), Since: planTime.Add(-time.Duration(rapid.Int64Range(0, 60*24).Draw(t, "hours")) * time.Hour),
			Need: Need{Tier: rapid.SampledFrom([]Tier{"ROUTINE", "PRIORITY", "URGENT"}).Draw(t, "tier")},
		}
		if rapid.Bool().Draw(t, "severe") {
			e.Need.Severity = "SEVERE"
		}
		c := planned{entry: e}
		for j := range w.therapists {
			if w.therapists[j].places() == 0 || rapid.Bool().Draw(t, "does not fit") {
				continue
			}
			r := Ranked{Therapist: w.therapists[j].ID, Score: rapid.Int64Range(-200_000, 1_000_000).Draw(t, "score")}
			for _, hour := range rapid.SliceOfNDistinct(rapid.IntRange(0, 2), 1, 2, rapid.ID).Draw(t, "openings") {
				at := planTime.Add(time.Duration(hour+24) * time.Hour)
				r.Openings = append(r.Openings, Opening{Slot: fmt.Sprint(r.Therapist, "-", hour), Start: at, End: at.Add(time.Hour)})
			}
			c.ranked = append(c.ranked, r)
		}
		w.clients = append(w.clients, c)
	}
	return w
}

// served counts who is served on each level of an assignment.
func (w *waitlist) levels(t require.TestingT, p *Plan) [4]int {
	zone, err := time.LoadLocation(w.zone)
	require.NoError(t, err)
	var out [4]int
	for _, a := range p.Assignments {
		i := slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == a.Inquiry })
		out[w.level(w.clients[i].entry, zone)]++
	}
	return out
}

// most tries every assignment and returns the one that serves most people level by level, the highest first.
func (w *waitlist) most(t require.TestingT) [4]int {
	zone, err := time.LoadLocation(w.zone)
	require.NoError(t, err)
	var best, now [4]int
	taken, load, severe := map[string]bool{}, map[string]int32{}, map[string]int32{}
	var try func(i int)
	try = func(i int) {
		if i == len(w.clients) {
			for level := 3; level >= 0; level-- {
				if now[level] != best[level] {
					if now[level] > best[level] {
						best = now
					}
					return
				}
			}
			return
		}
		try(i + 1)
		c := &w.clients[i]
		level := w.level(c.entry, zone)
		for _, r := range c.ranked {
			th := &w.therapists[slices.IndexFunc(w.therapists, func(th Therapist) bool { return th.ID == r.Therapist })]
			ill := c.entry.Need.Severe()
			if load[th.ID] == th.places() || (ill && th.SevereClientsMax > 0 && severe[th.ID] == th.SevereClientsMax) {
				continue
			}
			for _, o := range r.Openings {
				if taken[o.Slot] {
					continue
				}
				taken[o.Slot] = true
				load[th.ID]++
				if ill {
					severe[th.ID]++
				}
				now[level]++
				try(i + 1)
				now[level]--
				if ill {
					severe[th.ID]--
				}
				load[th.ID]--
				taken[o.Slot] = false
			}
		}
	}
	try(0)
	return best
}

func TestPlanKeepsEveryLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		p, err := w.solve(t.Context())
		require.NoError(t, err)
		require.Zero(t, p.Gap, "exact")
		require.Len(t, w.clients, len(p.Assignments)+len(p.Waiting))
		starts, load, severe := map[string]bool{}, map[string]int32{}, map[string]int32{}
		for _, a := range p.Assignments {
			c := w.clients[slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == a.Inquiry })]
			k := slices.IndexFunc(c.ranked, func(r Ranked) bool { return r.Therapist == a.Therapist })
			require.GreaterOrEqual(t, k, 0, "fits")
			require.Equal(t, c.ranked[k].Score, a.Score)
			require.Contains(t, c.ranked[k].Openings, a.Opening)
			require.False(t, starts[a.Opening.Slot], "one client for an opening")
			starts[a.Opening.Slot] = true
			load[a.Therapist]++
			if c.entry.Need.Severe() {
				severe[a.Therapist]++
			}
		}
		for i := range w.therapists {
			th := &w.therapists[i]
			require.LessOrEqual(t, load[th.ID], th.places())
			if th.SevereClientsMax > 0 {
				require.LessOrEqual(t, severe[th.ID], th.SevereClientsMax)
			}
			require.LessOrEqual(t, p.Prices[th.ID], w.weights.PriceMax)
		}
	})
}

// TestPlanServesTheMostPressingFirst: no assignment serves more people of a level without serving fewer of a higher one.
func TestPlanServesTheMostPressingFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		for i := range w.therapists {
			w.therapists[i].SevereClientsMax = 0 // the one limit that is kept by repair
		}
		p, err := w.solve(t.Context())
		require.NoError(t, err)
		require.Equal(t, w.most(t), w.levels(t, &p))
	})
}

func TestPlanPricesWhatIsScarce(t *testing.T) {
	t.Parallel()
	at := planTime.Add(24 * time.Hour)
	fits := func(therapist string, score Micro) Ranked {
		return Ranked{Therapist: therapist, Score: score, Openings: []Opening{{Slot: therapist, Start: at, End: at.Add(time.Hour)}}}
	}
	w := &waitlist{weights: DefaultWeights(), zone: "UTC", now: planTime}
	for _, name := range []string{"sought", "spare"} {
		w.therapists = append(w.therapists, Therapist{ID: name, Profile: Profile{DisplayName: name, Accepting: true, TargetCaseload: 10}})
	}
	for i, gain := range []Micro{150_000, 100_000} {
		w.clients = append(w.clients, planned{
			entry:  &Waiting{Inquiry: fmt.Sprint(i), Since: planTime},
			ranked: []Ranked{fits("sought", 500_000+gain), fits("spare", 500_000)},
		})
	}
	p, err := w.solve(t.Context())
	require.NoError(t, err)
	require.Empty(t, p.Waiting)
	require.Equal(t, "sought", p.Assignments[0].Therapist, "who gains most")
	require.GreaterOrEqual(t, p.Prices["sought"], Micro(100_000), "what the other would have gained")
	require.LessOrEqual(t, p.Prices["sought"], Micro(150_000))
	require.NotContains(t, p.Prices, "spare")
}

func TestBusinessDays(t *testing.T) {
	t.Parallel()
	friday := time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC)
	require.Zero(t, businessDays(friday, friday.Add(48*time.Hour)), "a weekend")
	require.Equal(t, 1, businessDays(friday, friday.AddDate(0, 0, 3)))
	require.Equal(t, 9, businessDays(friday, friday.AddDate(0, 0, 13)))
	require.Equal(t, 10, businessDays(friday, friday.AddDate(0, 0, 14)))
	require.Equal(t, overdueDays, businessDays(friday, friday.AddDate(2, 0, 0)))
}
