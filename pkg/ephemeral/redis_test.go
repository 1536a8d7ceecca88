package ephemeral_test

import (
	"context"
	"testing"
	"time"

	"github.com/sony/gobreaker/v2"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/ephemeral/ephemeraltest"
)

func TestRedis(t *testing.T) {
	t.Parallel()
	ephemeraltest.Run(t, func(t *testing.T) ephemeraltest.Subject {
		return ephemeraltest.Subject{Store: openRedis(t, ephemeraltest.Start(t).URL)}
	})
}

func openRedis(t *testing.T, url string) *ephemeral.RedisStore {
	t.Helper()
	store, err := ephemeral.Redis(url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func TestRedisURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "http://localhost", "redis://:hunter2@host:notaport"} {
		_, err := ephemeral.Redis(url)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

// A server that hangs costs a call 300 ms, and soon nothing.
func TestRedisHangs(t *testing.T) {
	t.Parallel()
	server := ephemeraltest.Start(t)
	store := openRedis(t, server.URL)
	require.NoError(t, store.Set(t.Context(), "k", "v", time.Hour))
	server.Pause(t)
	var err error
	for range 4 {
		start := clock.System().Now()
		_, _, err = store.Get(t.Context(), "k")
		require.Error(t, err)
		require.Less(t, clock.System().Now().Sub(start), 2*time.Second)
	}
	require.ErrorIs(t, err, gobreaker.ErrOpenState)
	server.Resume(t)
	require.Eventually(t, func() bool {
		v, ok, err := store.Get(t.Context(), "k")
		return err == nil && ok && v == "v"
	}, 10*time.Second, 50*time.Millisecond, "it closes again")
}

func TestRedisIsGone(t *testing.T) {
	t.Parallel()
	store := openRedis(t, "unix:///nonexistent/redis.sock")
	start := clock.System().Now()
	require.Error(t, store.Ping(t.Context()))
	_, err := store.Subscribe(t.Context(), "bell")
	require.Error(t, err)
	require.Less(t, clock.System().Now().Sub(start), time.Second)
}

// A caller that leaves is no sign of a broken server.
func TestCancelledCallsDoNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	store := openRedis(t, ephemeraltest.Start(t).URL)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for range 5 {
		require.Error(t, store.Ping(cancelled))
	}
	require.NoError(t, store.Ping(t.Context()))
}

// What is stored survives no flush, and the scripts are loaded again.
func TestRedisForgetsScripts(t *testing.T) {
	t.Parallel()
	first := openRedis(t, ephemeraltest.Start(t).URL)
	_, err := first.Take(t.Context(), "k", ephemeral.Per(1, time.Hour))
	require.NoError(t, err)
	require.NoError(t, first.Flush(t.Context()))
	d, err := first.Take(t.Context(), "k", ephemeral.Per(1, time.Hour))
	require.NoError(t, err)
	require.True(t, d.Allowed)
}

func TestLimiterFallsBack(t *testing.T) {
	t.Parallel()
	server := ephemeraltest.Start(t)
	limiter := ephemeral.NewLimiter(openRedis(t, server.URL), ephemeral.Memory(fake()))
	take := func() bool {
		d, err := limiter.Take(t.Context(), "k", ephemeral.Per(2, time.Hour))
		require.NoError(t, err)
		return d.Allowed
	}
	require.Equal(t, []bool{true, true, false}, []bool{take(), take(), take()})
	server.Pause(t)
	require.Equal(t, []bool{true, true, false}, []bool{take(), take(), take()}, "counted anew, in memory")
}
