package pages

import (
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// A rule that refuses is named in its own words, with what to do where the ranking is not of now any more.
func TestRefusalsNameTheRule(t *testing.T) {
	t.Parallel()
	excluded := errs.New(errs.FailedPrecondition, "THERAPIST_EXCLUDED", "excluded")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{excluded, "A rule that cannot be set aside excludes that therapist"},
		{excluded.With("text", "Not licensed in Texas."), "A rule that cannot be set aside excludes that therapist: Not licensed in Texas."},
		{excluded.With("text", "Not licensed in Texas.").With("advice", "RANK_AGAIN"),
			"A rule that cannot be set aside excludes that therapist: Not licensed in Texas. That is new since the ranking. Match again"},
	} {
		got, ok := refusal(tt.err)
		require.True(t, ok)
		require.Equal(t, tt.want, got.Text)
	}
	_, ok := refusal(nil)
	require.False(t, ok)
}

// TestExplorationOfFew: a share of too few clients is not told, and why not.
func TestExplorationOfFew(t *testing.T) {
	t.Parallel()
	e := &matchingv1.Exploration{Clients: 42, LittleKnown: 0.5, LittleKnownLeast: 0.1, DrawnSuppressed: true}
	require.Equal(t, "50\u00a0% of the 42 clients went to a therapist of whom little was measured; at least 10\u00a0% should, so that the practice learns of all. "+
		"Too few to say how many went to one who was drawn to come first among near equals and was not the best.", explorationWords(e))
	e.LittleKnownSuppressed = true
	require.Contains(t, explorationWords(e), "Of the 42 clients too few, or all but too few, to say how many went to a therapist of whom little was measured; at least")
}
