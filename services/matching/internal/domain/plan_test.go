package domain

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
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
	inPerson := rapid.Bool().Draw(t, "in person")
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
			for _, half := range rapid.SliceOfNDistinct(rapid.IntRange(0, 5), 1, 3, rapid.ID).Draw(t, "openings") {
				at := planTime.Add(24*time.Hour + time.Duration(half)*30*time.Minute)
				o := Opening{Slot: fmt.Sprint(w.therapists[j].ID, "-", half), Start: at, End: at.Add(50 * time.Minute)}
				if inPerson {
					o.Rooms = rapid.SampledFrom([]string{"a ", "a ", "b ", "a b ", ""}).Draw(t, "rooms")
				}
				c.choices = append(c.choices, choice{int32(j), o, rapid.Int64Range(-200_000, 1_000_000).Draw(t, "score")})
			}
		}
		w.clients = append(w.clients, c)
	}
	return w
}

// tried is an assignment: who is served on each level, and what it is worth in all.
type tried struct {
	levels [4]int
	worth  Micro
}

// best tries every assignment that keeps all limits, and returns the one worth most, and the most that can be served level by
// level, the highest first.
func (w *waitlist) best(t require.TestingT) (best tried, most [4]int) {
	zone, err := time.LoadLocation(w.zone)
	require.NoError(t, err)
	w.order(zone)
	var now tried
	load, severe, taken := map[int32]int32{}, map[int32]int32{}, map[int32][]Opening{}
	var try func(i int)
	try = func(i int) {
		if now.worth > best.worth {
			best = now
		}
		for level := len(most) - 1; level >= 0 && now.levels[level] >= most[level]; level-- {
			if now.levels[level] > most[level] {
				most = now.levels
				break
			}
		}
		if i == len(w.clients) {
			return
		}
		try(i + 1)
		c := &w.clients[i]
		level, ill := w.level(c.entry, zone), int32(0)
		if c.entry.Need.Severe() {
			ill = 1
		}
		for _, o := range c.choices {
			j := o.therapist
			th := &w.therapists[j]
			overlaps := slices.ContainsFunc(taken[j], func(other Opening) bool {
				return other.Start.Before(o.opening.End) && o.opening.Start.Before(other.End)
			})
			if overlaps || !housed(append(slices.Concat(slices.Collect(maps.Values(taken))...), o.opening), nil) || load[j] == th.places() || (ill == 1 && th.SevereClientsMax > 0 && severe[j] == th.SevereClientsMax) {
				continue
			}
			before := now
			first := w.weights.LoadOf(th.ActiveClients, th.TargetCaseload)
			now.worth += w.served(c.entry, level) + o.score - first + w.weights.LoadOf(th.ActiveClients+load[j], th.TargetCaseload)
			now.levels[level]++
			taken[j] = append(taken[j], o.opening)
			load[j]++
			severe[j] += ill
			try(i + 1)
			severe[j] -= ill
			load[j]--
			taken[j] = taken[j][:len(taken[j])-1]
			now = before
		}
	}
	try(0)
	return best, most
}

// housed tries all rooms for all openings that need one, none for two at a time.
func housed(openings []Opening, in []string) bool {
	k := len(in)
	if k == len(openings) {
		return true
	}
	if openings[k].Rooms == "" {
		return housed(openings, append(in, ""))
	}
	for _, room := range strings.Fields(openings[k].Rooms) {
		free := true
		for i := range in {
			if in[i] == room && openings[i].Start.Before(openings[k].End) && openings[k].Start.Before(openings[i].End) {
				free = false
			}
		}
		if free && housed(openings, append(slices.Clip(in), room)) {
			return true
		}
	}
	return false
}

// TestPlanIsTheBest compares with every assignment that keeps all limits: caseloads, how many are badly off, that nobody is
// with two clients at a time, and that no two are in one room.
func TestPlanIsTheBest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { requireBest(t.Context(), t, genWaitlist(t)) })
}

// requireBest makes the plan, which is worth as much as any assignment that keeps all limits can be, and keeps them.
func requireBest(ctx context.Context, t require.TestingT, w *waitlist) {
	p, err := w.solve(ctx, nil)
	require.NoError(t, err)
	best, _ := w.best(t)
	require.Equal(t, best.worth, p.Primal)
	require.Equal(t, p.Primal, p.Dual)
	require.Zero(t, p.Gap, "exact")
	require.Len(t, w.clients, len(p.Assignments)+len(p.Waiting))
	requireLimits(t, w, &p)
}

// TestPlanSearches: the best plan is found where the best assignment without a limit breaks it.
func TestPlanSearches(t *testing.T) {
	t.Parallel()
	worse := func(c choice) choice {
		c.score = 100_000
		return c
	}
	severe := waits([]choice{inRoom(0, 0, ""), worse(inRoom(1, 0, ""))}, []choice{inRoom(0, 2, ""), worse(inRoom(1, 2, ""))})
	severe.therapists[0].SevereClientsMax = 1
	for i := range severe.clients {
		severe.clients[i].entry.Need.Severity = "SEVERE"
	}
	for limit, w := range map[string]*waitlist{
		"one client at a time":      waits([]choice{inRoom(0, 0, "")}, []choice{inRoom(0, 1, ""), worse(inRoom(0, 3, ""))}),
		"one of one room":           waits([]choice{inRoom(0, 0, "a ")}, []choice{inRoom(1, 1, "a "), worse(inRoom(1, 3, "a "))}),
		"so many who are badly off": severe,
	} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			g := w.graph(time.UTC)
			s, err := assign.Solve(t.Context(), &g.Instance, assign.Options{})
			require.NoError(t, err)
			require.NotEmpty(t, g.broken(s), "without the limit")
			requireBest(t.Context(), t, w)
		})
	}
}

// requireLimits checks everything that was agreed with therapists, and that each opening is one the client can have.
func requireLimits(t require.TestingT, w *waitlist, p *Plan) {
	load, severe, taken := map[string]int32{}, map[string]int32{}, map[string][]Opening{}
	var given []Opening
	for _, a := range p.Assignments {
		c := w.clients[slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == a.Inquiry })]
		require.True(t, slices.ContainsFunc(c.choices, func(o choice) bool {
			return w.therapists[o.therapist].ID == a.Therapist && o.opening == a.Opening && o.score == a.Score
		}), "fits")
		for _, other := range taken[a.Therapist] {
			require.False(t, other.Start.Before(a.Opening.End) && a.Opening.Start.Before(other.End), "one client at a time")
		}
		taken[a.Therapist] = append(taken[a.Therapist], a.Opening)
		given = append(given, a.Opening)
		load[a.Therapist]++
		if c.entry.Need.Severe() {
			severe[a.Therapist]++
		}
	}
	require.True(t, housed(given, nil), "a room for each")
	for i := range w.therapists {
		th := &w.therapists[i]
		require.LessOrEqual(t, load[th.ID], th.places())
		if th.SevereClientsMax > 0 {
			require.LessOrEqual(t, severe[th.ID], th.SevereClientsMax)
		}
		require.LessOrEqual(t, p.Prices[th.ID], w.weights.PriceMax)
	}
}

// TestPlanServesTheMostPressingFirst: no assignment serves more people of a level without serving fewer of a higher one.
func TestPlanServesTheMostPressingFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		p, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		zone, err := time.LoadLocation(w.zone)
		require.NoError(t, err)
		var levels [4]int
		for _, a := range p.Assignments {
			i := slices.IndexFunc(w.clients, func(c planned) bool { return c.entry.Inquiry == a.Inquiry })
			levels[w.level(w.clients[i].entry, zone)]++
		}
		_, most := w.best(t)
		require.Equal(t, most, levels)
	})
}

func TestPlanPricesWhatIsScarce(t *testing.T) {
	t.Parallel()
	at := planTime.Add(24 * time.Hour)
	fits := func(therapist int32, score Micro) choice {
		return choice{therapist, Opening{Slot: fmt.Sprint(therapist), Start: at, End: at.Add(time.Hour)}, score}
	}
	w := &waitlist{weights: DefaultWeights(), zone: "UTC", now: planTime}
	for _, name := range []string{"sought", "spare"} {
		w.therapists = append(w.therapists, Therapist{ID: name, Profile: Profile{DisplayName: name, Accepting: true, TargetCaseload: 10}})
	}
	for i, gain := range []Micro{150_000, 100_000} {
		w.clients = append(w.clients, planned{
			entry:   &Waiting{Inquiry: fmt.Sprint(i), Since: planTime},
			choices: []choice{fits(0, 500_000+gain), fits(1, 500_000)},
		})
	}
	p, err := w.solve(t.Context(), nil)
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
