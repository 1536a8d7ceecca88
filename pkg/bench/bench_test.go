package bench_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/bench"
)

func TestTimes(t *testing.T) {
	t.Parallel()
	var times bench.Times
	require.Zero(t, times.At(0.5))
	for i := range 100 {
		times = append(times, time.Duration(i+1))
	}
	require.EqualValues(t, 51, times.At(0.5))
	require.EqualValues(t, 100, times.At(0.99))
	require.EqualValues(t, 100, times.At(1))
	require.EqualValues(t, 1, times.At(0.001))
}

func TestTurns(t *testing.T) {
	t.Parallel()
	var order []string
	result := testing.Benchmark(func(b *testing.B) {
		order = nil
		times := bench.Turns(b,
			func() error { order = append(order, "one"); return nil },
			func() error { order = append(order, "other"); return nil })
		require.Len(t, times, 2)
		require.Len(t, times[1], len(times[0]))
		require.IsNonDecreasing(t, times[0])
		bench.Beside(b, times[0], times[1])
	})
	require.Equal(t, []string{"one", "other"}, order[:2])
	for _, unit := range []string{"p50-ms", "p99-ms", "beside-p50-ms", "x-of-beside"} {
		require.Contains(t, result.Extra, unit)
	}
	failed := testing.Benchmark(func(b *testing.B) {
		bench.Turns(b, func() error { return errors.New("no") })
	})
	require.Zero(t, failed.N, "a failure ends it")
}
