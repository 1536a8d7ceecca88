package domain

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// genStart is what some plan may have left, or nonsense.
func genStart(t *rapid.T, w *waitlist) PlanStart {
	if rapid.Bool().Draw(t, "of a plan") {
		p, err := genWaitlist(t).solve(t.Context(), nil)
		require.NoError(t, err)
		return p.Start
	}
	out := PlanStart{Served: rapid.Int64Range(1, 1<<40).Draw(t, "served"), Therapists: map[string]OpeningPrices{}}
	for i := range w.therapists {
		of := OpeningPrices{Least: rapid.Int64Range(0, 1<<40).Draw(t, "least"), More: map[int64]Micro{}}
		for half := range 6 {
			of.More[planTime.Add(24*time.Hour+time.Duration(half)*30*time.Minute).UnixMicro()] = rapid.Int64Range(0, 1<<40).Draw(t, "more")
		}
		out.Therapists[w.therapists[i].ID] = of
	}
	return out
}

// TestStartChangesNothing: wherever a plan begins, it is worth the same, and proves it.
func TestStartChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := genWaitlist(t)
		cold, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		w.left = genStart(t, w)
		warm, err := w.solve(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, []Micro{cold.Primal, cold.Dual, 0}, []Micro{warm.Primal, warm.Dual, warm.Gap})
		require.Len(t, warm.Assignments, len(cold.Assignments))
		requireLimits(t, w, &warm)
	})
}

// TestStartIsWhatWasLeft: the same plan again begins from the very prices, also when they were stored in between, and makes hardly a bid.
func TestStartIsWhatWasLeft(t *testing.T) {
	t.Parallel()
	g, zone := manyWaitLater(t, 500, 200, 0)
	cold, err := assign.Solve(t.Context(), &g.Instance, assign.Options{})
	require.NoError(t, err)
	require.Nil(t, g.begin(), "nothing was left")
	doc, err := json.Marshal(g.leave(cold.Price))
	require.NoError(t, err)
	again := g.w.graph(zone)
	require.NoError(t, json.Unmarshal(doc, &again.w.left))
	require.Equal(t, cold.Price, again.begin().Price)
	warm, err := assign.Solve(t.Context(), &again.Instance, assign.Options{Start: again.begin()})
	require.NoError(t, err)
	require.Equal(t, cold.Primal, warm.Primal)
	require.Less(t, warm.Stats.Bids, cold.Stats.Bids/20)
}

// hoursLater are those of a later day: the first ones have passed, and others have come.
type hoursLater struct {
	Calendar
	now time.Time
}

func (h hoursLater) FindOpenings(ctx context.Context, q OpeningQuery) (map[string][]Opening, error) {
	most := q.PerTherapist
	q.PerTherapist, q.Within = most+8, 0
	all, err := (&hours{}).FindOpenings(ctx, q)
	for t, openings := range all {
		left := slices.DeleteFunc(openings, func(o Opening) bool { return o.Start.Before(h.now) })
		all[t] = left[:min(len(left), most)]
	}
	return all, err
}

// manyWaitLater is the first instance of a plan so many days later, when one client in twenty has left and one has come instead of another.
func manyWaitLater(t require.TestingT, therapists, clients, days int) (*graph, *time.Location) {
	zone, err := clock.Zone(testZone)
	require.NoError(t, err)
	w := manyWait(therapists, clients)
	w.now = w.now.AddDate(0, 0, days)
	var here []planned
	for i := range w.clients {
		c := w.clients[i]
		if days > 0 && i%10 == 0 {
			if i%20 > 0 {
				continue
			}
			c.entry = &Waiting{Inquiry: fmt.Sprint("new", i), Since: w.now, Need: w.clients[(i+20)%clients].entry.Need}
		}
		here = append(here, c)
	}
	w.clients = here
	require.NoError(t, w.prepare())
	require.NoError(t, w.thin())
	require.NoError(t, w.look(context.Background(), hoursLater{now: w.now}))
	w.order(zone)
	return w.graph(zone), zone
}

// TestStartSavesBids: from what yesterday's plan left, with other clients and other openings among them, the best is found in less than half the bids.
func TestStartSavesBids(t *testing.T) {
	t.Parallel()
	yesterday, _ := manyWaitLater(t, 1000, 200, 0)
	s, err := assign.Solve(t.Context(), &yesterday.Instance, assign.Options{})
	require.NoError(t, err)
	g, _ := manyWaitLater(t, 1000, 200, 1)
	cold, err := assign.Solve(t.Context(), &g.Instance, assign.Options{Start: g.begin()})
	require.NoError(t, err)
	g.w.left = yesterday.leave(s.Price)
	warm, err := assign.Solve(t.Context(), &g.Instance, assign.Options{Start: g.begin()})
	require.NoError(t, err)
	require.Equal(t, cold.Primal, warm.Primal)
	require.Less(t, warm.Stats.Bids, cold.Stats.Bids/2)
}

// BenchmarkPlanStart solves the first instance of a plan from nothing, and from what the plan of the day before left.
func BenchmarkPlanStart(b *testing.B) {
	for _, size := range []struct{ clients, therapists int }{{200, 1000}, {1000, 5000}, {4000, 2000}} {
		yesterday, _ := manyWaitLater(b, size.therapists, size.clients, 0)
		s, err := assign.Solve(b.Context(), &yesterday.Instance, assign.Options{})
		require.NoError(b, err)
		left := yesterday.leave(s.Price)
		g, _ := manyWaitLater(b, size.therapists, size.clients, 1)
		for _, begin := range []string{"cold", "warm"} {
			b.Run(fmt.Sprintf("%d/%d/%s", size.clients, size.therapists, begin), func(b *testing.B) {
				if g.w.left = (PlanStart{}); begin == "warm" {
					g.w.left = left
				}
				var s *assign.Solution
				for b.Loop() {
					s, err = assign.Solve(b.Context(), &g.Instance, assign.Options{Start: g.begin()})
					require.NoError(b, err)
				}
				b.ReportMetric(float64(s.Stats.Bids), "bids")
			})
		}
	}
}
