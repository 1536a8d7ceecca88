package ephemeral_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/ephemeral/ephemeraltest"
)

func fake() *clock.Fake { return clock.NewFake(time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC)) }

func TestMemory(t *testing.T) {
	t.Parallel()
	ephemeraltest.Run(t, func(*testing.T) ephemeraltest.Subject {
		c := fake()
		return ephemeraltest.Subject{Store: ephemeral.Memory(c), Elapse: c.Advance}
	})
}

func TestMemoryForgetsWhatExpired(t *testing.T) {
	t.Parallel()
	c := fake()
	store := ephemeral.Memory(c)
	for i := range 10_000 {
		_, err := store.Take(t.Context(), strconv.Itoa(i), ephemeral.Per(1, time.Second))
		require.NoError(t, err)
		c.Advance(10 * time.Millisecond)
	}
	require.Less(t, store.Size(), 2048, "a hundred are alive at any time")
}

func TestMemoryLimitRefillsEvenly(t *testing.T) {
	t.Parallel()
	c := fake()
	store := ephemeral.Memory(c)
	allowed := 0
	for range 600 { // a minute of ten attempts per second
		d, err := store.Take(t.Context(), "k", ephemeral.Rate{Count: 60, Period: time.Minute, Burst: 5})
		require.NoError(t, err)
		if d.Allowed {
			allowed++
		} else {
			require.Positive(t, d.RetryAfter)
			require.LessOrEqual(t, d.RetryAfter, time.Second)
		}
		c.Advance(100 * time.Millisecond)
	}
	require.Equal(t, 64, allowed, "the burst, then one each second")
}
