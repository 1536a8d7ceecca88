package domain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestOnlyWhatMayBeRelaxedIsTried: of no need anything else is tried, and the order is that of the rules. Sessions alone are
// what the rule against harm asks for; it is not relaxed.
func TestOnlyWhatMayBeRelaxedIsTried(t *testing.T) {
	t.Parallel()
	w := DefaultWeights()
	rapid.Check(t, func(t *rapid.T) {
		need := genNeed(t)
		need.Tier = rapid.SampledFrom([]Tier{"", "PRIORITY", "URGENT"}).Draw(t, "tier")
		need.Sites = rapid.SampledFrom([][]string{nil, {"north"}}).Draw(t, "sites")
		if rapid.IntRange(0, 3).Draw(t, "violence") == 0 {
			need.Concerns = append(need.Concerns, "PARTNER_VIOLENCE")
		}
		singles, keys, last := variants(&need, &w), map[string]bool{}, 0
		for _, v := range append(slices.Clone(singles), pairs(singles, &need)...) {
			require.False(t, keys[v.key], v.key)
			keys[v.key] = true
			for _, id := range v.rules {
				r, known := RuleOf(id)
				require.True(t, known)
				require.True(t, r.Relax > 0 || id == RuleContraindicated, id)
				require.NotContains(t, []string{"H1", "H2", "H3", "H4", "H12", "H14", "H15", "H16"}, r.Number)
			}
			kept, was := v.need, need
			require.Equal(t, was.LocationState, kept.LocationState)
			require.Equal(t, was.Risk, kept.Risk)
			require.Equal(t, was.Conflicts, kept.Conflicts)
			require.Equal(t, was.Legal, kept.Legal)
			require.Equal(t, was.Concerns, kept.Concerns)
			require.Equal(t, was.Languages, kept.Languages)
			require.True(t, was.Format == kept.Format || slices.Contains(v.rules, RuleContraindicated))
		}
		for _, v := range singles {
			require.GreaterOrEqual(t, relaxOrder(v.rules), last)
			last = relaxOrder(v.rules)
		}
	})
}
