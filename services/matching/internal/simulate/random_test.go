package simulate

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStream(t *testing.T) {
	t.Parallel()
	const n = 200_000
	s := newStream(1, 2)
	var sum, square, cube, fourth float64
	counts := map[int]int{}
	for range n {
		x := s.normal()
		sum += x
		square += x * x
		cube += x * x * x
		fourth += x * x * x * x
		counts[s.poisson(1)]++
	}
	require.InDelta(t, 0, sum/n, 0.01)
	require.InDelta(t, 1, square/n, 0.01)
	require.InDelta(t, 0, cube/n, 0.03)
	require.InDelta(t, 2.9, fourth/n, 0.05, "twelve uniform numbers lack a little of the tails")
	for k, p := range []float64{1 / math.E, 1 / math.E, 0.5 / math.E, 1 / math.E / 6} {
		require.InDelta(t, p, float64(counts[k])/n, 0.004)
	}
	var mean, spread float64
	for range 5000 {
		x := float64(s.poisson(60))
		mean += x / 5000
		spread += (x - 60) * (x - 60) / 5000
	}
	require.InDelta(t, 60, mean, 0.5)
	require.InDelta(t, 60, spread, 4)
}

func TestStreamChooses(t *testing.T) {
	t.Parallel()
	s := newStream(3, 4)
	counts := [3]int{}
	for range 30_000 {
		counts[s.pick([]int{1, 0, 3})]++
	}
	require.InDelta(t, 7500, counts[0], 300)
	require.Zero(t, counts[1])
}

// TestStreamIsRecorded is the same on every machine.
func TestStreamIsRecorded(t *testing.T) {
	t.Parallel()
	s := newStream(7, 11)
	require.Equal(t, []any{231, 0.39298751225251494, -0.831184873851555, 46}, []any{s.below(1000), s.unit(), s.normal(), s.poisson(60)})
}
