package domain

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// everyoneEverywhere is a waitlist of clients of so many tiers, each of whom could begin with three therapists, who have so many places and
// hours each.
func everyoneEverywhere(clients, therapists, openings, tiersThere int) *waitlist {
	w := &waitlist{weights: DefaultWeights(), zone: "UTC", now: planTime}
	for j := range therapists {
		t := fitting(fmt.Sprint(j))
		t.TargetCaseload = int32(openings) //nolint:gosec // some
		w.therapists = append(w.therapists, t)
	}
	at := func(n int) Opening {
		from := planTime.Add(time.Duration(24+n%openings) * time.Hour)
		return Opening{Start: from, End: from.Add(50 * time.Minute), Mode: Video}
	}
	for i := range clients {
		need := couple()
		need.Tier, need.Severity, need.Modes = []Tier{"URGENT", "PRIORITY", "ROUTINE"}[i%tiersThere], "SEVERE", nil
		c := planned{entry: &Waiting{Inquiry: fmt.Sprint(i), Need: need, Since: planTime}}
		for k, off := range []int{0, 0, 7, 13} {
			c.choices = append(c.choices, choice{int32((i + off) % therapists), at(i/therapists + k), Micro(400_000 + i*7919%300_000)}) //nolint:gosec // some
		}
		w.clients = append(w.clients, c)
	}
	return w
}

// TestPlansOfVeryMany: the values of very large plans keep the bound of the solver, and a level is worth more than all scores can differ by.
func TestPlansOfVeryMany(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ clients, therapists, openings int }{{50_000, 1, 12}, {20_000, 4000, 20}, {100_000, 20_000, 12}} {
		w := &waitlist{weights: DefaultWeights(), now: planTime, clients: make([]planned, c.clients), therapists: make([]Therapist, c.therapists)}
		for i := range w.clients {
			need := Need{Tier: []Tier{"URGENT", "PRIORITY", "ROUTINE"}[i%3], Severity: "SEVERE"}
			w.clients[i].entry = &Waiting{Need: need, Since: planTime.AddDate(0, 0, -30*(i%2))}
		}
		for j := range w.therapists {
			w.therapists[j].Profile = Profile{Accepting: true, TargetCaseload: int32(c.openings)} //nolint:gosec // some
		}
		places := c.therapists * c.openings
		in := assign.Instance{First: make([]int32, c.clients+1), Therapist: make([]int32, places), Cost: make([]int64, places)}
		w.rate(time.UTC, in.MostValue())
		require.Equal(t, levelRoom*Unit*int64(min(c.clients, places)+1), w.urgency.least, c)
		require.IsIncreasing(t, w.urgency.level[:], "all levels are there")
		require.LessOrEqual(t, w.urgency.level[levels-1]+levelRoom*Unit, in.MostValue(), c)
	}
}

// TestPlansOfVeryManyAreMade: nobody waits for whom there is a place, and that there is nothing better is proven.
func TestPlansOfVeryManyAreMade(t *testing.T) {
	t.Parallel()
	sizes := [][4]int{{50_000, 1, 12, 1}, {2000, 400, 5, 3}}
	if os.Getenv("LONG") != "" {
		sizes = append(sizes, [4]int{20_000, 4000, 5, 3}, [4]int{100_000, 20_000, 5, 3})
	}
	for _, n := range sizes {
		p, err := everyoneEverywhere(n[0], n[1], n[2], n[3]).solve(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, p.Assignments, min(n[0], n[1]*n[2]))
		require.Zero(t, p.Gap)
	}
}

// TestLevelsWithoutRoom: where values have no room for more, the most pressing are served first all the same, as one opening is in the way of
// one other only; and the best beside that is found.
func TestLevelsWithoutRoom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		for j := range w.therapists {
			w.therapists[j].SevereClientsMax = 0
		}
		for i := range w.clients {
			for k := range w.clients[i].choices {
				o := &w.clients[i].choices[k].opening
				o.Rooms, o.End = "", o.Start.Add(30*time.Minute)
			}
		}
		w.order(time.UTC)
		w.rate(time.UTC, math.MaxInt64)
		least := w.urgency.least
		w.rate(time.UTC, levels*least+levelRoom*Unit)
		require.Equal(t, least, w.urgency.least)
		require.LessOrEqual(t, slices.Max(w.urgency.level[:]), levels*least)
		g := w.graph(time.UTC)
		s, err := assign.Solve(t.Context(), &g.Instance, assign.Options{})
		require.NoError(t, err)
		var served [levels]int
		for i, place := range s.Place {
			if place != assign.None {
				served[w.level(w.clients[i].entry, time.UTC)]++
			}
		}
		best, most := w.best(t)
		require.Equal(t, best.worth, s.Primal)
		require.Zero(t, s.Gap())
		require.Equal(t, most, served)

		w.rate(time.UTC, least) // room for hardly anything
		require.Positive(t, w.urgency.least)
		require.LessOrEqual(t, slices.Max(w.urgency.level[:]), max(least, levels))
	})
}
