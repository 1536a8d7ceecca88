package assign_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	valid := func() *assign.Instance {
		return &assign.Instance{
			First: []int32{0, 2, 3}, Place: []int32{0, 1, 1}, Benefit: []int64{5, 6, 7}, Wait: []int64{0, 1},
			Capacity: []int32{1, 2}, Cost: []int64{0, 0, 3},
		}
	}
	require.NoError(t, valid().Check())
	for message, spoil := range map[string]func(in *assign.Instance){
		"first: must run":     func(in *assign.Instance) { in.First = nil },
		"first: client 1":     func(in *assign.Instance) { in.First[1] = 4 },
		"benefit: 2 entries":  func(in *assign.Instance) { in.Benefit = in.Benefit[1:] },
		"wait: 1 entries":     func(in *assign.Instance) { in.Wait = in.Wait[1:] },
		"place: 2 of 2":       func(in *assign.Instance) { in.Place[0] = 2 },
		"place: -1 of 2":      func(in *assign.Instance) { in.Place[0] = -1 },
		"therapist: 2 of 2":   func(in *assign.Instance) { in.Therapist = []int32{0, 2} },
		"capacity: therapist": func(in *assign.Instance) { in.Capacity[1] = -1 },
		"capacity: 42949":     func(in *assign.Instance) { in.Capacity = []int32{math.MaxInt32, math.MaxInt32} },
		"cost: 2 entries":     func(in *assign.Instance) { in.Cost = in.Cost[1:] },
		"cost: therapist 1":   func(in *assign.Instance) { in.Cost[1] = 4 },
		"cost: therapist 0":   func(in *assign.Instance) { in.Cost[0] = -1 },
		"is too large":        func(in *assign.Instance) { in.Benefit[0] = math.MinInt64 },
		"value 9":             func(in *assign.Instance) { in.Wait[0] = math.MaxInt64 },
	} {
		in := valid()
		spoil(in)
		require.ErrorContains(t, in.Check(), message)
		_, err := assign.Solve(t.Context(), in, assign.Options{})
		require.ErrorContains(t, err, message)
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	in := &assign.Instance{First: []int32{0, 2, 3}, Place: []int32{0, 1, 1}, Benefit: []int64{5, 6, 7}, Capacity: []int32{1, 1}}
	c, err := assign.Verify(in, []int32{0, 1}, []int64{0, 1})
	require.NoError(t, err)
	require.Equal(t, assign.Certificate{Primal: 12, Dual: 5 + 6 + 1}, c)
	for _, place := range [][]int32{{0}, {1, 1}, {0, 0}, {2, 1}, {-2, 1}} {
		_, err := assign.Verify(in, place, []int64{0, 0})
		require.ErrorIs(t, err, assign.ErrInfeasible, "%v", place)
	}
	in.Therapist, in.Capacity = []int32{0, 0}, []int32{1}
	_, err = assign.Verify(in, []int32{0, 1}, []int64{0, 0})
	require.ErrorIs(t, err, assign.ErrInfeasible)
	in.Capacity[0] = 2
	_, err = assign.Verify(in, []int32{1, 1}, []int64{0, 0})
	require.ErrorIs(t, err, assign.ErrInfeasible)
}

// Slots that one therapist has by the ten thousand are refused, not miscounted.
func TestTooManySlots(t *testing.T) {
	t.Parallel()
	in := &assign.Instance{First: []int32{0}, Therapist: make([]int32, 50_000), Capacity: []int32{1}}
	_, err := assign.Solve(t.Context(), in, assign.Options{})
	require.ErrorContains(t, err, "too many")
}
