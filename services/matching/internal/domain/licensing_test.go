package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLicenseWarnings(t *testing.T) {
	t.Parallel()
	licensed := func(name string, licenses ...License) Therapist {
		return Therapist{ID: name, Profile: Profile{DisplayName: name, Licenses: licenses}}
	}
	all := []Therapist{
		licensed("far", License{State: "NY", Title: "LMFT", ExpireDate: "2027-01-24"}),
		licensed("near", License{State: "NY", Title: "LMFT", ExpireDate: "2027-01-23"}, License{State: "NJ", Title: "LMFT", ExpireDate: "2030-01-01"}),
		licensed("today", License{State: "NY", Title: "LMFT", ExpireDate: "2026-11-24"}),
		licensed("over", License{State: "NY", Title: "LMFT", ExpireDate: "2026-11-23"}),
		licensed("renewed", License{State: "NY", Title: "LMSW", ExpireDate: "2026-11-01"}, License{State: "NY", Title: "LCSW", ExpireDate: "2030-01-01"}),
		licensed("not renewed", License{State: "NY", Title: "LMFT", ExpireDate: "2026-11-22"}, License{State: "NY", Title: "LMFT", ExpireDate: "2030-01-01", Status: "SUSPENDED"}),
		licensed("not supervised", License{State: "NY", Title: "LMFT", ExpireDate: "2026-11-21"}, License{State: "NY", Title: "LIMITED_PERMIT", ExpireDate: "2030-01-01"}),
	}
	loc, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	// Late in the evening it is tomorrow already in UTC, and not in the practice.
	evening := time.Date(2026, 11, 24, 22, 0, 0, 0, loc)
	type short struct {
		name string
		left int
	}
	of := func(days int) (out []short) {
		for _, w := range licenseWarnings(all, evening, days) {
			out = append(out, short{w.DisplayName, w.DaysLeft})
		}
		return out
	}
	require.Equal(t, []short{{"not supervised", -3}, {"not renewed", -2}, {"over", -1}, {"today", 0}, {"near", 60}}, of(60))
	require.Equal(t, []short{{"not supervised", -3}, {"not renewed", -2}, {"over", -1}, {"today", 0}}, of(59))
	require.Len(t, of(61), 6)
}
