package assign_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// nextDay changes a few of everything: clients who are others, leave or come, scores, caseloads and costs.
func nextDay(in *assign.Instance, r *assigntest.Random) (d assign.Delta) {
	n, m := in.Clients(), len(in.Capacity)
	for range 1 + n/100 {
		arcs := in.Arcs(int32(r.Below(in.Clients())))
		switch r.Below(4) {
		case 0: // one score
			if len(arcs) > 0 {
				arcs[r.Below(len(arcs))].Benefit += r.Normal(100_000)
			}
			d.Clients = append(d.Clients, assign.ClientChange{Client: int32(r.Below(n)), Arcs: arcs})
		case 1: // all of them
			for k := range arcs {
				arcs[k] = assign.Arc{Place: int32(r.Below(m)), Benefit: 2_000_000 + r.Normal(224_000)}
			}
			d.Clients = append(d.Clients, assign.ClientChange{Client: int32(r.Below(n)), Arcs: arcs, Wait: int64(r.Below(2)) * 1_000_000})
		case 2:
			d.Clients = append(d.Clients, assign.ClientChange{Client: int32(r.Below(n))})
		default:
			d.Clients = append(d.Clients, assign.ClientChange{Client: int32(n), Arcs: arcs})
			n++
		}
	}
	for range 1 + m/100 {
		t := assign.TherapistChange{Therapist: int32(r.Below(m + 1)), Capacity: int32(r.Below(9))}
		for k := range int64(t.Capacity) {
			t.Cost = append(t.Cost, 40_000*k)
		}
		d.Therapists = append(d.Therapists, t)
		m = max(m, int(t.Therapist)+1)
	}
	return d
}

// A month of days later the solver still finds what one finds who begins anew, and says what today's instance says.
func TestMonthOfDeltas(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		load   int
		fronts bool
	}{{80, false}, {105, false}, {80, true}, {105, true}} {
		r := assigntest.Random(of.load)
		in := assigntest.Waitlist{Clients: 3_000, Therapists: 600, Load: of.load, Seed: 7}.Make()
		solver, err := assign.NewSolver(in)
		require.NoError(t, err)
		for day := range 30 {
			within := []int64{0, 0, 200}[day%3]
			s, err := solver.Solve(t.Context(), within)
			require.NoError(t, err)
			c, err := assign.Verify(in, s.Place, s.Price)
			require.NoError(t, err)
			require.Equal(t, c, s.Certificate)
			require.LessOrEqual(t, c.Gap(), c.Dual*within/1_000_000)
			if day%9 == 0 {
				require.Equal(t, solve(t, in, assign.Options{}).Primal, c.Primal)
			}
			require.Empty(t, solver.Mistaken())
			if of.fronts {
				solver.Arrange()
			}
			d := nextDay(in, &r)
			require.NoError(t, solver.Change(d))
			require.Empty(t, solver.Mistaken())
			in = in.With(d)
			require.Equal(t, in, solver.Instance())
		}
	}
}

// What the days have in common is not solved again.
func TestDeltaSavesBids(t *testing.T) {
	t.Parallel()
	list := assigntest.Waitlist{Clients: 5_000, Therapists: 1_000, Load: 105, Seed: 7}
	in := list.Make()
	solver, err := assign.NewSolver(in)
	require.NoError(t, err)
	cold, err := solver.Solve(t.Context(), 0)
	require.NoError(t, err)
	same, err := solver.Solve(t.Context(), 0)
	require.NoError(t, err)
	require.Zero(t, same.Stats.Bids)
	require.Equal(t, cold.Place, same.Place)
	list.Renewed = 10
	today := list.Make()
	require.NoError(t, solver.Change(renewals(list, today)))
	warm, err := solver.Solve(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, solve(t, today, assign.Options{}).Primal, warm.Primal)
	require.Less(t, warm.Stats.Bids, cold.Stats.Bids/5)
}

func TestSolverGoesOnAfterItWasStopped(t *testing.T) {
	t.Parallel()
	r := assigntest.Random(1)
	in := assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: 105, Seed: 7}.Make()
	solver, err := assign.NewSolver(in)
	require.NoError(t, err)
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		_, err := solver.Solve(stopped, 0)
		require.ErrorIs(t, err, context.Canceled)
		s, err := solver.Solve(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, solve(t, in, assign.Options{}).Primal, s.Primal)
		for range 2 {
			d := nextDay(in, &r)
			require.NoError(t, solver.Change(d))
			in = in.With(d)
			_, err = solver.Solve(stopped, 0)
			require.ErrorIs(t, err, context.Canceled)
		}
	}
}

// Values that need more room than those before are taken as well.
func TestDeltaOfLargeValues(t *testing.T) {
	t.Parallel()
	in := assigntest.Waitlist{Clients: 200, Therapists: 40, Load: 105, Seed: 7}.Make()
	solver, err := assign.NewSolver(in)
	require.NoError(t, err)
	for _, benefit := range []int64{10_000_000, 1 << 40, 1_000} {
		_, err := solver.Solve(t.Context(), 0)
		require.NoError(t, err)
		d := assign.Delta{Clients: []assign.ClientChange{{Client: 3, Arcs: []assign.Arc{{Place: 2, Benefit: benefit}}, Wait: -benefit}}}
		require.NoError(t, solver.Change(d))
		in = in.With(d)
		s, err := solver.Solve(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, solve(t, in, assign.Options{}).Primal, s.Primal)
		require.Zero(t, s.Gap())
	}
}

func TestChangeRefuses(t *testing.T) {
	t.Parallel()
	arc := func(j int32, benefit int64) []assign.ClientChange {
		return []assign.ClientChange{{Client: 0, Arcs: []assign.Arc{{Place: j, Benefit: benefit}}}}
	}
	therapist := func(c assign.TherapistChange) assign.Delta {
		return assign.Delta{Therapists: []assign.TherapistChange{c}}
	}
	for message, d := range map[string]assign.Delta{
		"client: 4 of 3":         {Clients: []assign.ClientChange{{Client: 4}}},
		"client: -1 of 3":        {Clients: []assign.ClientChange{{Client: -1}}},
		"place: 2 of 2":          {Clients: arc(2, 1)},
		"place: -1 of 2":         {Clients: arc(-1, 1)},
		"is too large":           {Clients: arc(0, math.MaxInt64)},
		"therapist: 3 of 2":      therapist(assign.TherapistChange{Therapist: 3}),
		"therapist 1 has -1":     therapist(assign.TherapistChange{Therapist: 1, Capacity: -1}),
		"cost: 1 entries":        therapist(assign.TherapistChange{Therapist: 1, Capacity: 2, Cost: []int64{1}}),
		"therapist 1: [2 1]":     therapist(assign.TherapistChange{Therapist: 1, Capacity: 2, Cost: []int64{2, 1}}),
		"therapist 1: [-1]":      therapist(assign.TherapistChange{Therapist: 1, Capacity: 1, Cost: []int64{-1}}),
		"places in all are too ": therapist(assign.TherapistChange{Therapist: 1, Capacity: math.MaxInt32}),
		"slots: 0 of 2":          {Slots: []int32{0}},
	} {
		in := &assign.Instance{First: []int32{0, 1, 2, 3}, Place: []int32{0, 1, 1}, Benefit: []int64{5, 6, 7}, Capacity: []int32{1, 1}}
		solver, err := assign.NewSolver(in)
		require.NoError(t, err)
		for range 2 { // before it is built, and after
			require.ErrorContains(t, solver.Change(d), message)
			s, err := solver.Solve(t.Context(), 0)
			require.NoError(t, err)
			require.Equal(t, int64(12), s.Primal)
			require.True(t, slices.Contains(s.Place, assign.None))
		}
	}
}
