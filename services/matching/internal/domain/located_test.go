package domain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Who says nothing of where they are is taken to be where the practice is: the license there counts, and the ranking says to ask.
func TestTakenToBeWhereThePracticeIs(t *testing.T) {
	t.Parallel()
	s := network(3)
	s.all[0].Licenses = []License{{State: "NJ", Title: "LCSW", ExpireDate: "2030-01-01"}}
	m := New(s, &openDays{}, clock.NewFake(testNow()), Rules{Zone: testZone, State: "NY"})
	need := couple()
	need.LocationState = ""
	r, err := m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.Len(t, r.Candidates, 2)
	require.Equal(t, RuleLicense, r.Decision.Output.Excluded[0].Reasons[0].Code)
	require.Equal(t, "LOCATION_ASSUMED", r.Decision.Output.Notes[0].Code)
	require.Contains(t, r.Decision.Output.Notes[0].Text, "taken to be in New York")
	require.True(t, r.Decision.Input.Located)
	require.NoError(t, Replay(&r.Decision))

	p, err := m.asked(t.Context(), "inquiry", &need, "")
	require.NoError(t, err)
	for i, excluded := range []int{1, 0} {
		reasons, _, err := p.again(s.all[i], ClientRecord{}, testNow())
		require.NoError(t, err)
		require.Len(t, reasons, excluded)
	}

	need.LocationState = "NJ"
	r, err = m.Rank(t.Context(), "inquiry", need, "", 0)
	require.NoError(t, err)
	require.False(t, r.Decision.Input.Located)
	require.Equal(t, s.all[0].ID, r.Candidates[0].Therapist)
}
