package assign_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// change draws what may happen to an instance from one day to the next.
func change(t *rapid.T, in *assign.Instance) assign.Delta {
	var d assign.Delta
	high := rapid.SampledFrom([]int64{3, 20, 1000, 1 << 40}).Draw(t, "high")
	therapists, clients := len(in.Capacity), in.Clients()
	for range rapid.IntRange(0, 2).Draw(t, "therapists") {
		c := assign.TherapistChange{
			Therapist: int32(rapid.IntRange(0, therapists).Draw(t, "therapist")), Capacity: int32(rapid.IntRange(0, 3).Draw(t, "capacity")),
		}
		if rapid.Bool().Draw(t, "costs") {
			c.Cost = []int64{}
			cost := int64(0)
			for range c.Capacity {
				cost += rapid.Int64Range(0, high/2).Draw(t, "cost")
				c.Cost = append(c.Cost, cost)
			}
		}
		therapists = max(therapists, int(c.Therapist)+1)
		d.Therapists = append(d.Therapists, c)
	}
	places := therapists
	if in.Therapist != nil {
		for range rapid.IntRange(0, 1).Draw(t, "slots") {
			d.Slots = append(d.Slots, int32(rapid.IntRange(0, therapists-1).Draw(t, "therapist")))
		}
		places = len(in.Therapist) + len(d.Slots)
	}
	for range rapid.IntRange(0, 3).Draw(t, "clients") {
		c := assign.ClientChange{Client: int32(rapid.IntRange(0, min(clients, 6)).Draw(t, "client"))}
		for j := range int32(places) {
			if rapid.IntRange(0, 3).Draw(t, "arc") > 0 {
				c.Arcs = append(c.Arcs, assign.Arc{Place: j, Benefit: rapid.Int64Range(-high/4, high).Draw(t, "benefit")})
			}
		}
		if rapid.Bool().Draw(t, "waits") {
			c.Wait = rapid.Int64Range(-high/2, high/2).Draw(t, "wait")
		}
		clients = max(clients, int(c.Client)+1)
		d.Clients = append(d.Clients, c)
	}
	return d
}

// Day by day the solver finds what is best of all, or as near as asked, and proves it.
func followsDeltas(t *rapid.T) {
	ctx := context.Background()
	in, fronts := small(t, rapid.Bool().Draw(t, "slots")), rapid.Bool().Draw(t, "fronts")
	solver, err := assign.NewSolver(in)
	require.NoError(t, err)
	for range rapid.IntRange(1, 5).Draw(t, "days") {
		within := rapid.SampledFrom([]int64{0, 0, 0, 1000, 100_000}).Draw(t, "within")
		s, err := solver.Solve(ctx, within)
		require.NoError(t, err)
		c, err := assign.Verify(in, s.Place, s.Price)
		require.NoError(t, err)
		require.Equal(t, c, s.Certificate)
		best := brute(in)
		require.LessOrEqual(t, best, c.Dual)
		if within == 0 {
			require.Equal(t, best, c.Primal)
			require.Zero(t, c.Gap())
		}
		if fronts {
			solver.Arrange()
		}
		d := change(t, in)
		require.NoError(t, solver.Change(d))
		in = in.With(d)
		require.NoError(t, in.Check())
		require.Equal(t, in, solver.Instance())
	}
}

func TestSolverFollowsDeltas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, followsDeltas)
}

func FuzzSolver(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(followsDeltas))
}

// renewals are the clients of the instance whom the list has renewed.
func renewals(list assigntest.Waitlist, in *assign.Instance) (d assign.Delta) {
	for i := range int32(in.Clients()) {
		if list.IsRenewed(int(i)) {
			d.Clients = append(d.Clients, assign.ClientChange{Client: i, Arcs: in.Arcs(i)})
		}
	}
	return d
}
