package assign_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// scan finds the best few pairs of the whole instance, as a retrieval would.
func scan(whole *assign.Instance, few int) assign.Better {
	return func(client int32, price []int64, profit int64, found []assign.Arc) []assign.Arc {
		worth := func(a assign.Arc) int64 { return a.Benefit - price[a.Place] }
		for a := whole.First[client]; a < whole.First[client+1]; a++ {
			arc := assign.Arc{Place: whole.Place[a], Benefit: whole.Benefit[a]}
			if worth(arc) <= profit {
				continue
			}
			if len(found) < few {
				found = append(found, arc)
			} else if worth(found[few-1]) < worth(arc) {
				found[few-1] = arc
			}
			slices.SortFunc(found, func(a, b assign.Arc) int { return cmp.Compare(worth(b), worth(a)) })
		}
		return found
	}
}

// some keeps of each client's arcs the first few.
func some(whole *assign.Instance, few int32) *assign.Instance {
	in := *whole
	in.First, in.Place, in.Benefit = []int32{0}, nil, nil
	for i := range whole.Clients() {
		from, to := whole.First[i], min(whole.First[i+1], whole.First[i]+few)
		in.Place = append(in.Place, whole.Place[from:to]...)
		in.Benefit = append(in.Benefit, whole.Benefit[from:to]...)
		in.First = append(in.First, int32(len(in.Place)))
	}
	return &in
}

// From some arcs, or none, to the optimum over all, which the prices prove over all.
func TestSolveAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := small(t, rapid.Bool().Draw(t, "slots"))
		few := rapid.IntRange(0, 3).Draw(t, "few")
		s, err := assign.SolveAll(context.Background(), some(whole, int32(few)), assign.Options{}, assign.Pairs(scan(whole, 1+few)))
		require.NoError(t, err)
		c, err := assign.Verify(whole, s.Place, s.Price)
		require.NoError(t, err)
		require.Equal(t, brute(whole), c.Primal)
		require.Zero(t, c.Gap())
	})
}

// dense is an instance in which every client could go to every therapist.
func dense(clients, therapists int, seed uint64) *assign.Instance {
	r := assigntest.Random(seed)
	in := &assign.Instance{First: []int32{0}}
	for range therapists {
		in.Capacity = append(in.Capacity, int32(1+r.Below(2*clients/therapists)))
	}
	for range clients {
		for j := range int32(therapists) {
			in.Place = append(in.Place, j)
			in.Benefit = append(in.Benefit, 2_000_000+r.Normal(224_000))
		}
		in.First = append(in.First, int32(len(in.Place)))
	}
	return in
}

func TestSolveAllDense(t *testing.T) {
	t.Parallel()
	whole := dense(600, 120, 9)
	best := solve(t, whole, assign.Options{})
	s, err := assign.SolveAll(t.Context(), some(whole, 8), assign.Options{}, assign.Pairs(scan(whole, 4)))
	require.NoError(t, err)
	require.Equal(t, best.Primal, s.Primal)
	require.Positive(t, s.Stats.Columns)
	c, err := assign.Verify(whole, s.Place, s.Price)
	require.NoError(t, err)
	require.Zero(t, c.Gap())
	near, err := assign.SolveAll(t.Context(), some(whole, 8), assign.Options{Within: 200}, assign.Pairs(scan(whole, 4)))
	require.NoError(t, err)
	c, err = assign.Verify(whole, near.Place, near.Price)
	require.NoError(t, err)
	require.LessOrEqual(t, c.Gap(), c.Dual*200/1_000_000)
}
