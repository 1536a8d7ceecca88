package assign_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// The optima are those that LEMON's NetworkSimplex and CostScaling found, so they also show that the generator makes the same instance
// everywhere.
func TestKnownOptima(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		waitlist assigntest.Waitlist
		optimum  int64
	}{
		{assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: 80, Seed: 7}, 5_289_264_067},
		{assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: 105, Seed: 7}, 4_956_724_492},
		{assigntest.Waitlist{Clients: 20_000, Therapists: 4_000, Load: 105, Seed: 7}, 49_633_925_986},
	} {
		s := solve(t, c.waitlist.Make(), assign.Options{})
		require.Equal(t, c.optimum, s.Primal)
		require.Zero(t, s.Gap())
	}
}

// With costs uniform between 0 and 1, n clients and n places of one, the mean of the least total cost tends to π²/6 (Aldous, "The ζ(2)
// limit in the random assignment problem", 2001); its variance is near (4ζ(2) − 4ζ(3))/n (Wästlund, 2005).
func TestRandomAssignmentLimit(t *testing.T) {
	t.Parallel()
	const n, runs, one = 300, 10, int64(1) << 30
	r := assigntest.Random(11)
	mean := 0.0
	for range runs {
		in := &assign.Instance{First: []int32{0}}
		for range n {
			in.Capacity = append(in.Capacity, 1)
			for j := range int32(n) {
				in.Place = append(in.Place, j)
				in.Benefit = append(in.Benefit, n*one-int64(r.Next()>>34))
			}
			in.First = append(in.First, int32(len(in.Place)))
		}
		s := solve(t, in, assign.Options{})
		require.Zero(t, s.Gap())
		mean += float64(n*n*one-s.Primal) / float64(one) / runs
	}
	require.InDelta(t, math.Pi*math.Pi/6, mean, 4*math.Sqrt(1.77/n/runs))
}
