package ephemeraltest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
)

// Subject is a store under test.
type Subject struct {
	Store ephemeral.Store
	// Elapse lets time pass for the store; nil if it lives by the real clock.
	Elapse func(d time.Duration)
}

// elapsed waits until condition holds, which is to be so after d.
func (s Subject) elapsed(t *testing.T, d time.Duration, condition func() bool) {
	t.Helper()
	if s.Elapse != nil {
		s.Elapse(d)
		require.True(t, condition())
		return
	}
	require.Eventually(t, condition, d+5*time.Second, d/4)
}

// Run runs the suite. open returns an empty store; it is called once per test.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	t.Helper()
	tests := map[string]func(t *testing.T, s Subject){
		"values":             values,
		"values expire":      expire,
		"set if absent":      setIfAbsent,
		"one of many sets":   oneOfManySets,
		"delete if equal":    deleteIfEqual,
		"ttl is needed":      ttlIsNeeded,
		"limit":              limit,
		"limit refills":      limitRefills,
		"limit is shared":    limitIsShared,
		"limit is checked":   limitIsChecked,
		"messages":           messages,
		"subscription ends":  subscriptionEnds,
		"close ends it, too": closeEnds,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func values(t *testing.T, s Subject) {
	ctx := t.Context()
	require.NoError(t, s.Store.Ping(ctx))
	_, ok, err := s.Store.Get(ctx, "k")
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, s.Store.Set(ctx, "k", "", time.Hour))
	value, ok, err := s.Store.Get(ctx, "k")
	require.NoError(t, err)
	require.True(t, ok, "the empty value is a value")
	require.Empty(t, value)
	require.NoError(t, s.Store.Set(ctx, "k", "two", time.Hour))
	value, _, err = s.Store.Get(ctx, "k")
	require.NoError(t, err)
	require.Equal(t, "two", value)
}

func expire(t *testing.T, s Subject) {
	ctx := t.Context()
	require.NoError(t, s.Store.Set(ctx, "k", "v", 40*time.Millisecond))
	s.elapsed(t, 40*time.Millisecond, func() bool {
		_, ok, err := s.Store.Get(ctx, "k")
		return err == nil && !ok
	})
	set, err := s.Store.SetNX(ctx, "k", "w", time.Hour)
	require.NoError(t, err)
	require.True(t, set)
}

func setIfAbsent(t *testing.T, s Subject) {
	ctx := t.Context()
	set, err := s.Store.SetNX(ctx, "k", "first", time.Hour)
	require.NoError(t, err)
	require.True(t, set)
	set, err = s.Store.SetNX(ctx, "k", "second", time.Hour)
	require.NoError(t, err)
	require.False(t, set)
	value, _, err := s.Store.Get(ctx, "k")
	require.NoError(t, err)
	require.Equal(t, "first", value)
}

func oneOfManySets(t *testing.T, s Subject) {
	var won atomic.Int32
	together(16, func(i int) {
		if set, err := s.Store.SetNX(t.Context(), "k", string(rune('a'+i)), time.Hour); err == nil && set {
			won.Add(1)
		}
	})
	require.EqualValues(t, 1, won.Load())
}

func deleteIfEqual(t *testing.T, s Subject) {
	ctx := t.Context()
	for _, step := range []struct {
		value string
		want  bool
	}{{"theirs", false}, {"mine", true}, {"mine", false}} {
		if step.value == "theirs" {
			require.NoError(t, s.Store.Set(ctx, "k", "mine", time.Hour))
		}
		deleted, err := s.Store.DeleteIfEqual(ctx, "k", step.value)
		require.NoError(t, err)
		require.Equal(t, step.want, deleted)
	}
}

func ttlIsNeeded(t *testing.T, s Subject) {
	ctx := t.Context()
	for _, ttl := range []time.Duration{0, -time.Second} {
		require.Error(t, s.Store.Set(ctx, "k", "v", ttl))
		_, err := s.Store.SetNX(ctx, "k", "v", ttl)
		require.Error(t, err)
	}
	require.NoError(t, s.Store.Set(ctx, "k", "v", time.Nanosecond), "rounded up")
}

// together runs f n times at once and waits for all.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

func messages(t *testing.T, s Subject) {
	ctx := t.Context()
	require.NoError(t, s.Store.Publish(ctx, "bell", "nobody hears this"))
	first, err := s.Store.Subscribe(ctx, "bell")
	require.NoError(t, err)
	second, err := s.Store.Subscribe(ctx, "bell")
	require.NoError(t, err)
	require.NoError(t, s.Store.Publish(ctx, "other", "elsewhere"))
	require.NoError(t, s.Store.Publish(ctx, "bell", "1"))
	require.NoError(t, s.Store.Publish(ctx, "bell", "2"))
	for _, c := range []<-chan string{first, second} {
		require.Equal(t, "1", receive(t, c))
		require.Equal(t, "2", receive(t, c))
	}
}

func subscriptionEnds(t *testing.T, s Subject) {
	ctx, cancel := context.WithCancel(t.Context())
	c, err := s.Store.Subscribe(ctx, "bell")
	require.NoError(t, err)
	cancel()
	requireClosed(t, c)
	require.NoError(t, s.Store.Publish(t.Context(), "bell", "1"))
}

func closeEnds(t *testing.T, s Subject) {
	c, err := s.Store.Subscribe(t.Context(), "bell")
	require.NoError(t, err)
	require.NoError(t, s.Store.Close())
	requireClosed(t, c)
	_, err = s.Store.Subscribe(t.Context(), "bell")
	require.Error(t, err)
}

func receive(t *testing.T, c <-chan string) string {
	t.Helper()
	select {
	case m, ok := <-c:
		require.True(t, ok, "closed")
		return m
	case <-time.After(5 * time.Second):
		require.Fail(t, "no message")
		return ""
	}
}

func requireClosed(t *testing.T, c <-chan string) {
	t.Helper()
	select {
	case _, ok := <-c:
		require.False(t, ok)
	case <-time.After(5 * time.Second):
		require.Fail(t, "not closed")
	}
}
