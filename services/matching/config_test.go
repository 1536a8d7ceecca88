package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching"
)

func TestConfigListsAllThatIsWrong(t *testing.T) {
	t.Parallel()
	good := matching.Config{TimeZone: "America/New_York"}
	require.NoError(t, good.Validate())

	bad := matching.Config{
		TimeZone: "Atlantis", State: "Kansas", FirstSessionType: "First Session", ProposalTTL: -time.Hour,
		Seed: []matching.TherapistSeed{{ID: "no"}},
	}
	err := bad.Validate()
	for _, part := range []string{"time zone", `state is "Kansas"`, "first session type", "must not be negative", "seed 0"} {
		require.ErrorContains(t, err, part)
	}
	_, err = matching.New(t.Context(), bad, matching.Deps{})
	require.ErrorContains(t, err, "time zone")
	_, err = matching.New(t.Context(), good, matching.Deps{})
	require.ErrorContains(t, err, "required")
}
