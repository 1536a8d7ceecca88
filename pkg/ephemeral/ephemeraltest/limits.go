package ephemeraltest

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
)

// slack is how much real time a few calls may take.
const slack = float64(10 * time.Second)

func limit(t *testing.T, s Subject) {
	rate := ephemeral.Rate{Count: 2, Period: time.Hour, Burst: 3} // one every 30 minutes
	for remaining := 2; remaining >= 0; remaining-- {
		d, err := s.Store.Take(t.Context(), "k", rate)
		require.NoError(t, err)
		require.True(t, d.Allowed)
		require.Equal(t, remaining, d.Remaining)
		require.Zero(t, d.RetryAfter)
		require.InDelta(t, time.Duration(3-remaining)*30*time.Minute, d.ResetAfter, slack)
	}
	for range 2 { // a refusal counts for nothing
		d, err := s.Store.Take(t.Context(), "k", rate)
		require.NoError(t, err)
		require.False(t, d.Allowed)
		require.Zero(t, d.Remaining)
		require.InDelta(t, 30*time.Minute, d.RetryAfter, slack)
		require.InDelta(t, 90*time.Minute, d.ResetAfter, slack)
	}
	d, err := s.Store.Take(t.Context(), "another", rate)
	require.NoError(t, err)
	require.True(t, d.Allowed)
}

func limitRefills(t *testing.T, s Subject) {
	rate := ephemeral.Per(1, 60*time.Millisecond)
	d, err := s.Store.Take(t.Context(), "k", rate)
	require.NoError(t, err)
	require.True(t, d.Allowed)
	s.elapsed(t, 60*time.Millisecond, func() bool {
		d, err := s.Store.Take(t.Context(), "k", rate)
		return err == nil && d.Allowed
	})
}

func limitIsShared(t *testing.T, s Subject) {
	var allowed atomic.Int32
	together(50, func(int) {
		if d, err := s.Store.Take(t.Context(), "k", ephemeral.Per(10, time.Hour)); err == nil && d.Allowed {
			allowed.Add(1)
		}
	})
	require.EqualValues(t, 10, allowed.Load())
}

func limitIsChecked(t *testing.T, s Subject) {
	for _, rate := range []ephemeral.Rate{
		{}, {Count: 1, Period: time.Hour}, {Count: 1, Burst: 1}, {Period: time.Hour, Burst: 1}, ephemeral.Per(2, time.Microsecond),
	} {
		_, err := s.Store.Take(t.Context(), "k", rate)
		require.Error(t, err)
	}
}
