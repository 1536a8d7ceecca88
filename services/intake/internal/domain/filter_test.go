package domain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/errs"
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
			e, ok := errs.As(err)
			require.True(t, ok && e.Code == errs.InvalidArgument, "%v", err)
			require.Equal(t, "filter", e.Violations[0].Field)
			return
		}
		again, err := domain.ParseFilter(written(filter))
		require.NoError(t, err)
		require.Equal(t, filter, again, "what is written is read")
		for _, group := range filter {
			require.NotEmpty(t, group)
			for _, term := range group {
				require.Contains(t, []string{"state", "origin", "therapist", "risk_alert"}, term.Field)
			}
		}
	})
}

// written is the filter as a caller would write it. A value has no quote: there is no way to write one.
func written(filter domain.Filter) string {
	var groups []string
	for _, group := range filter {
		var terms []string
		for _, term := range group {
			terms = append(terms, term.Field+` = "`+term.Value+`"`)
		}
		groups = append(groups, strings.Join(terms, " OR "))
	}
	return strings.Join(groups, " AND ")
}
