package assign_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// small draws an instance of a few clients and places, with all that an instance can have.
func small(t *rapid.T, slots bool) *assign.Instance {
	clients, therapists := rapid.IntRange(0, 6).Draw(t, "clients"), rapid.IntRange(1, 4).Draw(t, "therapists")
	high := rapid.SampledFrom([]int64{3, 20, 1000, 1 << 40}).Draw(t, "high")
	in := &assign.Instance{First: []int32{0}}
	for range therapists {
		in.Capacity = append(in.Capacity, int32(rapid.IntRange(0, 3).Draw(t, "capacity")))
	}
	if slots {
		in.Therapist = []int32{}
		for range rapid.IntRange(1, 6).Draw(t, "places") {
			in.Therapist = append(in.Therapist, int32(rapid.IntRange(0, therapists-1).Draw(t, "therapist")))
		}
	}
	if rapid.Bool().Draw(t, "costs") {
		for _, c := range in.Capacity {
			cost := int64(0)
			for range c {
				cost += rapid.Int64Range(0, high/2).Draw(t, "cost")
				in.Cost = append(in.Cost, cost)
			}
		}
		if in.Cost == nil {
			in.Cost = []int64{}
		}
	}
	waits := rapid.Bool().Draw(t, "waits")
	for range clients {
		for j := range int32(in.Places()) {
			if rapid.IntRange(0, 3).Draw(t, "arc") > 0 {
				in.Place = append(in.Place, j)
				in.Benefit = append(in.Benefit, rapid.Int64Range(-high/4, high).Draw(t, "benefit"))
			}
		}
		in.First = append(in.First, int32(len(in.Place)))
		if waits {
			in.Wait = append(in.Wait, rapid.Int64Range(-high/2, high/2).Draw(t, "wait"))
		}
	}
	return in
}

// brute tries everything.
func brute(in *assign.Instance) int64 {
	taken, full := make([]int32, len(in.Capacity)), make([]bool, in.Places())
	unit := make([]int32, len(in.Capacity)+1)
	for j, c := range in.Capacity {
		unit[j+1] = unit[j] + c
	}
	var try func(i int) int64
	try = func(i int) int64 {
		if i == in.Clients() {
			return 0
		}
		wait := int64(0)
		if in.Wait != nil {
			wait = in.Wait[i]
		}
		best := wait + try(i+1)
		for a := in.First[i]; a < in.First[i+1]; a++ {
			j := in.Place[a]
			th := j
			if in.Therapist != nil {
				th = in.Therapist[j]
			}
			if taken[th] == in.Capacity[th] || in.Therapist != nil && full[j] {
				continue
			}
			cost := int64(0)
			if in.Cost != nil {
				cost = in.Cost[unit[th]+taken[th]]
			}
			taken[th]++
			full[j] = true
			best = max(best, in.Benefit[a]-cost+try(i+1))
			taken[th]--
			full[j] = false
		}
		return best
	}
	return try(0)
}

func isBest(t *rapid.T) {
	in := small(t, rapid.Bool().Draw(t, "slots"))
	s, err := assign.Solve(context.Background(), in, assign.Options{})
	require.NoError(t, err)
	require.Equal(t, brute(in), s.Primal)
	require.Zero(t, s.Gap())
}

func TestSolveIsBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, isBest)
}

func FuzzSolve(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(isBest))
}
