package index

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// TestSome draws from those who meet the conditions, all of them in the long run, and the same for the same seed.
func TestSome(t *testing.T) {
	t.Parallel()
	d, entries := therapists(2 * segmentRows)
	x, err := Build(d, entries)
	require.NoError(t, err)
	var s Search
	for _, f := range filters(x) {
		fit := map[uint32]bool{}
		for _, hit := range s.Top(x, &Query{Need: need(x), Conditions: f.conditions}, x.Len()) {
			fit[hit.At] = true
		}
		drawn := map[uint32]bool{}
		for seed := range uint64(2000) {
			some := s.Some(x, f.conditions, 8, seed*8)
			require.Len(t, slices.Compact(slices.Clone(some)), len(some), "nobody twice")
			require.LessOrEqual(t, len(some), 8)
			require.Equal(t, some, s.Some(x, f.conditions, 8, seed*8))
			for _, at := range some {
				require.True(t, fit[at], f.name)
				drawn[at] = true
			}
		}
		require.Greater(t, len(drawn)*10, len(fit)*8, f.name)
	}
	nobody := score.Clause{Rule: "NOBODY", Any: []string{}}
	require.Empty(t, s.Some(x, []score.Condition{nobody.Compile(d)}, 8, 1))
}
