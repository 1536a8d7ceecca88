package clock_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

var start = time.Date(2026, 3, 8, 6, 59, 0, 0, time.UTC)

func fired(c <-chan time.Time) (time.Time, bool) {
	select {
	case at := <-c:
		return at, true
	default:
		return time.Time{}, false
	}
}

func TestSystem(t *testing.T) {
	t.Parallel()
	c := clock.System()
	before := c.Now()
	timer := c.NewTimer(time.Millisecond)
	require.False(t, (<-timer.C()).Before(before))
	require.False(t, timer.Stop())
	ticker := c.NewTicker(time.Millisecond)
	<-ticker.C()
	<-ticker.C()
	ticker.Stop()
	require.True(t, c.NewTimer(time.Hour).Stop())
}

func TestFakeTimer(t *testing.T) {
	t.Parallel()
	c := clock.NewFake(start)
	timer := c.NewTimer(time.Minute)
	c.Advance(59 * time.Second)
	_, ok := fired(timer.C())
	require.False(t, ok)
	c.Advance(time.Second)
	at, ok := fired(timer.C())
	require.True(t, ok)
	require.Equal(t, start.Add(time.Minute), at)
	require.False(t, timer.Stop(), "it has fired")

	stopped := c.NewTimer(time.Minute)
	require.True(t, stopped.Stop())
	require.False(t, stopped.Stop())
	c.Set(start.Add(time.Hour))
	require.Equal(t, start.Add(time.Hour), c.Now())
	_, ok = fired(stopped.C())
	require.False(t, ok)

	_, ok = fired(c.NewTimer(0).C())
	require.True(t, ok, "at once")
}

func TestFakeTicker(t *testing.T) {
	t.Parallel()
	c := clock.NewFake(start)
	ticker := c.NewTicker(time.Second)
	for i := range 3 {
		c.Advance(time.Second)
		at, ok := fired(ticker.C())
		require.True(t, ok)
		require.Equal(t, start.Add(time.Duration(i+1)*time.Second), at)
	}
	c.Advance(10 * time.Second)
	at, _ := fired(ticker.C())
	require.Equal(t, start.Add(4*time.Second), at, "later ticks were dropped")
	_, ok := fired(ticker.C())
	require.False(t, ok)
	ticker.Stop()
	c.Advance(time.Minute)
	_, ok = fired(ticker.C())
	require.False(t, ok)
	require.Panics(t, func() { c.NewTicker(0) })
}

func TestFakeFiresInOrder(t *testing.T) {
	t.Parallel()
	c := clock.NewFake(start)
	late, early := c.NewTimer(2*time.Second), c.NewTimer(time.Second)
	c.Set(start.Add(-time.Hour))
	_, ok := fired(early.C())
	require.False(t, ok, "backwards fires nothing")
	c.Set(start.Add(time.Hour))
	first, _ := fired(early.C())
	second, _ := fired(late.C())
	require.True(t, first.Before(second))
}

func TestSleep(t *testing.T) {
	t.Parallel()
	c := clock.NewFake(start)
	done := make(chan error)
	go func() { done <- clock.Sleep(t.Context(), c, time.Minute) }()
	require.NoError(t, c.BlockUntil(t.Context(), 1))
	c.Advance(time.Minute)
	require.NoError(t, <-done)

	cause := errors.New("cause")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() { done <- clock.Sleep(ctx, c, time.Minute) }()
	require.NoError(t, c.BlockUntil(t.Context(), 1))
	cancel(cause)
	require.ErrorIs(t, <-done, cause)
	require.ErrorIs(t, clock.Sleep(ctx, c, 0), cause)
	require.ErrorIs(t, c.BlockUntil(ctx, 1), cause, "nobody waits any more")
}
