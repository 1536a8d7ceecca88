package pages

import (
	"testing"

	"github.com/stretchr/testify/require"

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
