package matching_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// TestAccessInTheDemonstration: some of the demonstration have room for a wheelchair, and some have not, which is said of them.
func TestAccessInTheDemonstration(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.Modes, need.Access = []typev1.Need_Mode{typev1.Need_IN_PERSON}, []typev1.Access_Id{typev1.Access_WHEELCHAIR}
		r := b.everyone(need)
		require.NotEmpty(t, r.GetCandidates())
		require.True(t, slices.ContainsFunc(r.GetExcluded(), func(e *matchingv1.Exclusion) bool {
			return len(e.GetReasons()) == 1 && e.GetReasons()[0].GetCode() == "RULE_ACCESS"
		}))
	})
}

// TestRoomOfAWheelchair: where nobody has said that there is room for one, it matters in person only.
func TestRoomOfAWheelchair(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for _, th := range b.roster(false) {
			if slices.Contains(th.GetAccess(), typev1.Access_WHEELCHAIR) {
				b.change(&matchingv1.Therapist{Name: th.GetName(), Access: []typev1.Access_Id{typev1.Access_STEP_FREE}}, "access")
			}
		}
		need := couple()
		need.Modes = []typev1.Need_Mode{typev1.Need_VIDEO}
		byVideo := b.everyone(need)
		require.NotEmpty(t, byVideo.GetCandidates())
		for _, a := range []typev1.Access_Id{typev1.Access_STEP_FREE, typev1.Access_WHEELCHAIR, typev1.Access_PET_FREE} {
			need.Access = []typev1.Access_Id{a}
			require.Len(t, b.everyone(need).GetCandidates(), len(byVideo.GetCandidates()), "%v", a)
		}

		need.Access = []typev1.Access_Id{typev1.Access_WHEELCHAIR}
		need.Modes = []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO}
		both := b.everyone(need)
		require.Len(t, both.GetCandidates(), len(byVideo.GetCandidates()))
		for _, c := range both.GetCandidates() {
			require.NotEmpty(t, c.GetOpenings())
			for _, o := range c.GetOpenings() {
				require.Equal(t, typev1.Need_VIDEO, o.GetMode())
			}
		}
		therapist := both.GetCandidates()[0].GetTherapist()
		b.change(&matchingv1.Therapist{Name: therapist, Access: need.Access}, "access")
		for _, c := range b.everyone(need).GetCandidates() {
			want := typev1.Need_VIDEO
			if c.GetTherapist() == therapist {
				want = typev1.Need_IN_PERSON
			}
			require.Equal(t, want, c.GetOpenings()[0].GetMode())
		}

		need.Modes = need.GetModes()[:1]
		inPerson := b.everyone(need)
		require.Len(t, inPerson.GetCandidates(), 1)
		require.Equal(t, "ADD_VIDEO", inPerson.GetCounterfactuals()[0].GetChange())
		b.requirePromises(need)

		// What other times would bring is counted over those with the room and those without.
		need.Modes = append(need.GetModes(), typev1.Need_VIDEO)
		need.Times = required(typev1.WeeklyWindow_WEDNESDAY, "10:00", "11:00")
		require.Positive(t, b.requirePromises(need))
	})
}
