package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// Where a solve begins changes nothing about where it ends, whatever the start: prices and places may be nonsense.
func TestAnyStart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := small(t, rapid.Bool().Draw(t, "slots"))
		start := &assign.Solution{}
		for range rapid.IntRange(0, in.Places()+1).Draw(t, "prices") {
			start.Price = append(start.Price, rapid.Int64().Draw(t, "price"))
		}
		for range rapid.IntRange(0, in.Clients()+1).Draw(t, "clients") {
			start.Place = append(start.Place, rapid.Int32Range(-2, 6).Draw(t, "place"))
		}
		require.Equal(t, brute(in), solve(t, in, assign.Options{Start: start}).Primal)
	})
}

// Where there is nobody, and nowhere to go, a start is of no use, and does no harm.
func TestStartOfNothing(t *testing.T) {
	t.Parallel()
	s := solve(t, &assign.Instance{First: []int32{0}}, assign.Options{Start: &assign.Solution{Price: []int64{1}, Place: []int32{0}}})
	require.Zero(t, s.Primal)
	require.Zero(t, s.Dual)
}

// Yesterday's prices save most of the bids.
func TestStartSavesBids(t *testing.T) {
	t.Parallel()
	for _, load := range []int{80, 105} {
		list := assigntest.Waitlist{Clients: 5_000, Therapists: 1_000, Load: load, Seed: 7}
		yesterday := solve(t, list.Make(), assign.Options{})
		again := solve(t, list.Make(), assign.Options{Start: yesterday})
		require.Zero(t, again.Stats.Bids)
		require.Equal(t, yesterday.Place, again.Place)
		list.Renewed = 10
		today := list.Make()
		cold, warm := solve(t, today, assign.Options{}), solve(t, today, assign.Options{Start: yesterday})
		require.Equal(t, cold.Primal, warm.Primal)
		require.Less(t, warm.Stats.Bids, cold.Stats.Bids/3)
	}
}
