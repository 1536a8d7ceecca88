package demo_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
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

// TestTheDemoSpeaksTheVocabulary: what the profiles name, the product knows, so that the demonstration shows all of it.
func TestTheDemoSpeaksTheVocabulary(t *testing.T) {
	t.Parallel()
	d, err := demo.Load()
	require.NoError(t, err)
	var risk, court, severe, week, leave, verified int
	offered := map[string]int{}
	for _, s := range d.Seeds() {
		for _, e := range s.Expertise {
			require.Positive(t, typev1.Need_Concern_value[string(e.Concern)], e.Concern)
		}
		for _, a := range s.Approaches {
			require.Positive(t, typev1.TherapyApproach_Id_value[a.Approach], a.Approach)
			if a.Verifier != "" {
				verified++
			}
		}
		for _, l := range s.Licenses {
			require.Positive(t, typev1.LicenseTitle_Id_value[l.Title], l.Title)
			require.Positive(t, typev1.UsState_Id_value[l.State], l.State)
		}
		require.Contains(t, typev1.Gender_Id_value, s.Identity.Gender)
		for _, c := range s.Identity.Cultures {
			require.Positive(t, typev1.Culture_Id_value[c], c)
		}
		for _, f := range s.Identity.Faiths {
			require.Positive(t, typev1.Faith_Id_value[f], f)
		}
		for _, i := range s.Insurers {
			require.Positive(t, typev1.Payer_Id_value[i], i)
		}
		for _, a := range s.Access {
			require.Positive(t, typev1.Access_Id_value[string(a)], a)
			offered[string(a)]++
		}
		for count, has := range map[*int]bool{
			&risk: s.RiskCompetent, &court: s.CourtWork, &severe: s.SevereClientsMax > 0, &week: s.NewClientsPerWeek > 0, &leave: len(s.Leave) > 0,
		} {
			if has {
				*count++
			}
		}
	}
	// Whatever a client needs to take part, somebody offers it and somebody does not.
	for name, number := range typev1.Access_Id_value {
		if number != 0 {
			require.Positive(t, offered[name], name)
			require.Less(t, offered[name], len(d.Therapists), name)
		}
	}
	for _, n := range []int{risk, court, severe, week, leave, verified} {
		require.Positive(t, n)
	}
}
