package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func TestParseFilterBindsOrTighterThanAnd(t *testing.T) {
	t.Parallel()
	got, err := domain.ParseFilter(`state = NEW OR state = UNREACHED AND risk_alert=true AND origin = "a b"`)
	require.NoError(t, err)
	require.Equal(t, domain.Filter{
		{{Field: "state", Value: "NEW"}, {Field: "state", Value: "UNREACHED"}},
		{{Field: "risk_alert", Value: "true"}},
		{{Field: "origin", Value: "a b"}},
	}, got)
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{"", "state = NEW", `origin = "x" OR`, "a=b AND", "==", `"`, "state = NEW AND AND"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := domain.ParseFilter(text)
		if err != nil {
			return
		}
		for _, group := range filter {
			require.NotEmpty(t, group)
			for _, term := range group {
				require.Contains(t, []string{"state", "origin", "therapist", "risk_alert"}, term.Field)
			}
		}
	})
}
