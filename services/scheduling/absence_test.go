package scheduling_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// TestOpeningsOutsideOfAbsences asks for openings of somebody of whom the caller knows dates that are of no use.
func TestOpeningsOutsideOfAbsences(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := "providers/" + b.therapist("dr away", 9, 12, typev1.Need_VIDEO)
		other := "providers/" + b.therapist("dr here", 9, 12, typev1.Need_VIDEO)
		loc, err := time.LoadLocation("America/New_York")
		require.NoError(t, err)
		days := func(of string, absences ...*schedulingv1.ProviderAbsence) []string {
			found, err := b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
				Providers: []string{name, other}, AppointmentType: "first-session", TimeZone: "America/New_York", Absences: absences,
			})
			require.NoError(t, err)
			var out []string
			for _, p := range found.GetProviders() {
				for _, s := range p.GetOpenings() {
					if p.GetProvider() == of {
						out = append(out, s.GetStartTime().AsTime().In(loc).Format("01-02"))
					}
				}
			}
			return out
		}
		all := days(name)
		require.Len(t, all, 3)
		require.Equal(t, []string{all[0], "12-07", "12-08"}, days(name, &schedulingv1.ProviderAbsence{Provider: name, StartDate: "2026-" + all[1], EndDate: "2026-12-06"}))
		for _, day := range days(name, &schedulingv1.ProviderAbsence{Provider: name, StartDate: "2026-" + all[1]}) {
			require.Equal(t, all[0], day, "for good")
		}
		require.Empty(t, days(name, &schedulingv1.ProviderAbsence{Provider: name, StartDate: "2026-11-01"}))
		require.Equal(t, all, days(other, &schedulingv1.ProviderAbsence{Provider: name, StartDate: "2026-11-01"}), "nobody else is away")
		require.Equal(t, all, days(name, &schedulingv1.ProviderAbsence{Provider: "providers/nobody", StartDate: "2026-11-01"}))

		_, err = b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
			Providers: []string{name}, AppointmentType: "first-session",
			Absences: []*schedulingv1.ProviderAbsence{{Provider: name, StartDate: "2026-11-01", EndDate: "2026-11-31"}},
		})
		field(t, err, "absences[0].endDate")
	})
}
