package assign_test

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

func solve(t require.TestingT, in *assign.Instance, opt assign.Options) *assign.Solution {
	s, err := assign.Solve(context.Background(), in, opt)
	require.NoError(t, err)
	return s
}

// At the optimum a client has what is best for it at the prices, and a place with room to spare costs nothing beyond its cost.
func TestComplementarySlackness(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, false)
		s := solve(t, in, assign.Options{})
		used := make([]int, len(in.Capacity))
		for i, j := range s.Place {
			wait := int64(0)
			if in.Wait != nil {
				wait = in.Wait[i]
			}
			best, own := wait, wait
			for a := in.First[i]; a < in.First[i+1]; a++ {
				w := in.Benefit[a] - s.Price[in.Place[a]]
				best = max(best, w)
				if in.Place[a] == j {
					own = w
				}
			}
			require.Equal(t, best, own, "client %d", i)
			if j != assign.None {
				used[j]++
			}
		}
		unit := 0
		for j, c := range in.Capacity {
			if used[j] < int(c) {
				cost := int64(0)
				if in.Cost != nil {
					cost = in.Cost[unit+used[j]]
				}
				require.LessOrEqual(t, s.Price[j], cost, "therapist %d", j)
			}
			unit += int(c)
		}
	})
}

// What an arc is worth more, the optimum gains at most, and it loses nothing.
func TestMoreBenefitIsNeverWorse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, rapid.Bool().Draw(t, "slots"))
		if len(in.Place) == 0 {
			t.Skip("no arc")
		}
		before := solve(t, in, assign.Options{}).Primal
		a, more := rapid.IntRange(0, len(in.Place)-1).Draw(t, "arc"), rapid.Int64Range(1, 1000).Draw(t, "more")
		in.Benefit[a] += more
		after := solve(t, in, assign.Options{}).Primal
		require.GreaterOrEqual(t, after, before)
		require.LessOrEqual(t, after, before+more)
	})
}

// One more place is worth at most the price of the therapist, and never less than nothing.
func TestPriceBoundsOneMorePlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, false)
		in.Cost = nil
		before := solve(t, in, assign.Options{})
		j := rapid.IntRange(0, len(in.Capacity)-1).Draw(t, "therapist")
		in.Capacity[j]++
		after := solve(t, in, assign.Options{})
		require.GreaterOrEqual(t, after.Primal, before.Primal)
		require.LessOrEqual(t, after.Primal, before.Primal+before.Price[j])
	})
}

// Names carry nothing: clients and therapists in another order have the same optimum.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	in := assigntest.Waitlist{Clients: 500, Therapists: 100, Load: 105, Seed: 3}.Make()
	s := solve(t, in, assign.Options{})
	r := assigntest.Random(1)
	for range 5 {
		other := assigntest.Shuffled(in, &r)
		require.Equal(t, s.Primal, solve(t, other, assign.Options{}).Primal)
	}
}

// Prices of any kind bound the optimum from above, so a gap is never too small.
func TestAnyPricesBound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, rapid.Bool().Draw(t, "slots"))
		best := brute(in)
		prices := make([]int64, in.Places())
		for j := range prices {
			prices[j] = rapid.Int64Range(-10, 1000).Draw(t, "price")
		}
		nobody := slices.Repeat([]int32{assign.None}, in.Clients())
		c, err := assign.Verify(in, nobody, prices)
		require.NoError(t, err)
		require.LessOrEqual(t, c.Primal, best)
		require.GreaterOrEqual(t, c.Dual, best)
	})
}

// The same instance has the same answer, to the last client and price, however many cores work on it.
func TestCoresDoNotMatter(t *testing.T) {
	t.Parallel()
	in := assigntest.Waitlist{Clients: 8_000, Therapists: 2_100, Load: 105, Seed: 5}.Make()
	for _, within := range []int64{200, 0} {
		first := solve(t, in, assign.Options{Within: within})
		for _, cores := range []int{1, 3} {
			before := runtime.GOMAXPROCS(cores)
			again := solve(t, in, assign.Options{Within: within})
			runtime.GOMAXPROCS(before)
			require.Equal(t, first, again, "%d cores", cores)
		}
		follow := func() (all []*assign.Solution) {
			solver, err := assign.NewSolver(in)
			require.NoError(t, err)
			for r, day := assigntest.Random(1), 0; day < 4; day++ {
				s, err := solver.Solve(t.Context(), within)
				require.NoError(t, err)
				all = append(all, s)
				solver.Arrange()
				require.NoError(t, solver.Change(nextDay(solver.Instance(), &r)))
			}
			return all
		}
		days := follow()
		for _, cores := range []int{1, 3} {
			before := runtime.GOMAXPROCS(cores)
			again := follow()
			runtime.GOMAXPROCS(before)
			require.Equal(t, days, again, "%d cores", cores)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	in := assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: 105, Seed: 7}.Make()
	for _, within := range []int64{100_000, 10_000, 1_000, 100, 10} {
		s := solve(t, in, assign.Options{Within: within})
		require.LessOrEqual(t, s.Gap(), s.Dual*within/1_000_000)
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	in := assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: 105, Seed: 7}.Make()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := assign.Solve(ctx, in, assign.Options{})
	require.ErrorIs(t, err, context.Canceled)
}
