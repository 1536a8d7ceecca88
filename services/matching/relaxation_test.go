package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// requiredWish is a wish the client will not do without.
func requiredWish(kind typev1.Need_TherapistPreference_Kind, value string) *typev1.Need_TherapistPreference {
	return &typev1.Need_TherapistPreference{Kind: kind, Value: value, Strength: typev1.Need_REQUIRED}
}

func changesOf(r *matchingv1.RankTherapistsResponse) []string {
	var out []string
	for _, c := range r.GetCounterfactuals() {
		out = append(out, c.GetChange())
	}
	return out
}

// TestTwoChangesAtOnce: who asks for much hears what two concessions bring when no single one brings anyone.
func TestTwoChangesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := &typev1.Need{
			Format: typev1.Need_INDIVIDUAL, AgeGroup: typev1.Need_ADULT, LocationState: "NY", Languages: []string{"zh"},
			Modes:                []typev1.Need_Mode{typev1.Need_IN_PERSON},
			TherapistPreferences: []*typev1.Need_TherapistPreference{requiredWish(typev1.Need_TherapistPreference_GENDER, "MAN")},
		}
		r := b.everyone(need)
		require.Empty(t, r.GetCandidates())
		require.Equal(t, []string{"ADD_PHONE+RELAX_GENDER", "ADD_VIDEO+RELAX_GENDER"}, changesOf(r))
		require.Equal(t, "Meeting by video as well, together with not insisting on a man, adds one therapist.", r.GetCounterfactuals()[1].GetText())
		require.Equal(t, []string{"RULE_MODE", "RULE_PREFERENCE"}, r.GetCounterfactuals()[1].GetRules())
		b.requirePromises(need)

		// A time is one of the two as well.
		need.Modes, need.Times = []typev1.Need_Mode{typev1.Need_VIDEO}, required(typev1.WeeklyWindow_SUNDAY, "05:00", "06:00")
		r = b.everyone(need)
		require.Empty(t, r.GetCandidates())
		require.NotEmpty(t, r.GetCounterfactuals())
		first := r.GetCounterfactuals()[0]
		require.Contains(t, first.GetChange(), "RELAX_GENDER+ADD_")
		require.NotNil(t, first.GetWindow())
		b.requirePromises(need)
	})
}

// TestRelaxationOrder: with fewer than three who fit, what the client should give up first comes first; the rules say their
// place, their source, and whether they may be relaxed at all.
func TestRelaxationOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.Modes = []typev1.Need_Mode{typev1.Need_IN_PERSON}
		need.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "AETNA"}}
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{requiredWish(typev1.Need_TherapistPreference_GENDER, "WOMAN")}
		r := b.everyone(need)
		require.Len(t, r.GetCandidates(), 2)
		require.Equal(t, []string{"RELAX_GENDER", "OUT_OF_NETWORK"}, changesOf(r))
		require.Equal(t, "Paying up to $260 a session outside the network adds one therapist.", r.GetCounterfactuals()[1].GetText())
		never := map[string]bool{}
		for _, rule := range r.GetRules() {
			never[rule.GetRule()] = rule.GetRelaxOrder() == 0
			require.NotEmpty(t, rule.GetSource())
			require.NotZero(t, rule.GetEvidence())
		}
		require.True(t, never["RULE_LICENSE"])
		require.True(t, never["RULE_FORMAT"])
		require.False(t, never["RULE_PREFERENCE"])
		b.requirePromises(need)

		// With three and more the largest gain comes first.
		need = couple()
		need.Format, need.Concerns = typev1.Need_INDIVIDUAL, nil
		need.Times = required(typev1.WeeklyWindow_TUESDAY, "09:00", "17:00")
		need.Modes = []typev1.Need_Mode{typev1.Need_VIDEO}
		r = b.everyone(need)
		require.GreaterOrEqual(t, len(r.GetCandidates()), 3)
		last := int32(1 << 30)
		for _, c := range r.GetCounterfactuals() {
			require.LessOrEqual(t, c.GetGains(), last)
			last = c.GetGains()
		}
	})
}
