package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhyThisOne asks over HTTP why one therapist and not another, and what a ranking says of its rules and evidence.
func TestWhyThisOne(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		base := p.staff + "/v1/" + p.consulted(t)
		ranked := call(t, 200, "POST", base+":match", desk, object{})
		first, second := at[object](t, ranked, "candidates", 0), at[object](t, ranked, "candidates", 1)
		compare := p.staff + "/v1/" + at[string](t, ranked, "decision") + ":compare"

		why := call(t, 200, "POST", compare, desk, object{"therapist": second["therapist"]})
		require.Equal(t, first["therapist"], why["other"])
		require.Equal(t, second["whyAfter"], why["summary"])
		require.InDelta(t, at[float64](t, second, "score")-at[float64](t, first, "score"), at[float64](t, why, "lead"), 1e-9)
		var sum float64
		for i := range at[[]any](t, why, "differences") {
			sum += at[float64](t, why, "differences", i, "points")
		}
		require.InDelta(t, at[float64](t, why, "lead"), sum, 1e-9)

		out := at[object](t, ranked, "excluded", 0)
		why = call(t, 200, "POST", compare, desk, object{"therapist": out["therapist"], "other": first["therapist"]})
		require.Contains(t, at[string](t, why, "summary"), "is ruled out: "+at[string](t, out, "reasons", 0, "text"))
		require.Equal(t, at[string](t, out, "reasons", 0, "code"), at[string](t, why, "excluded", 0, "code"))

		require.Contains(t, []string{"TRIAL", "META_ANALYSIS", "OBSERVATIONAL", "SELF_DECLARED", "POLICY"}, at[string](t, first, "reasons", 0, "evidence"))
		require.NotEmpty(t, at[string](t, ranked, "rules", 0, "asks"))
		require.NotEmpty(t, at[string](t, ranked, "notes", 0, "text"))

		refused(t, 403, "PERMISSION_DENIED", "POST", compare, p.tokens.Clinician, object{"therapist": second["therapist"]})
		refused(t, 400, "INVALID_FIELDS", "POST", compare, desk, object{"therapist": "therapists/aaaaaaaaaaaaaaaaaaaaaaaaaa"})
	})
}
