package demo_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	d, err := demo.Load()
	require.NoError(t, err)
	require.Equal(t, "America/New_York", d.Practice.TimeZone)
	require.Len(t, d.Rooms, 2)
	require.Len(t, d.Coordinators, 2)
	require.Len(t, d.Therapists, 12)

	seen := map[string]bool{}
	for _, c := range d.Coordinators {
		require.NotEmpty(t, c.Hours)
		require.True(t, id.Valid(c.ID))
		seen[c.ID] = true
	}
	for _, s := range d.Seeds() {
		require.True(t, id.Valid(s.ID))
		require.False(t, seen[s.ID], "ids are unique")
		seen[s.ID] = true
		require.NotEmpty(t, s.InitialHours, s.DisplayName)
		require.NotEmpty(t, s.Licenses, s.DisplayName)
		require.NotEmpty(t, s.Expertise, s.DisplayName)
		require.LessOrEqual(t, s.SlidingFeeCents, s.FeeCents, s.DisplayName)
	}
}

func TestIDsStayTheSame(t *testing.T) {
	t.Parallel()
	require.Equal(t, id.Derive("demo", "room-east"), demo.ID("room-east"))
}
