package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// Insurers are those of all therapists there are, each once however profiles spell it, and no longer than somebody is in its networks.
func TestInsurersOfEverybody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		all := func() []string {
			t.Helper()
			r, err := b.staff.ListInsurers(b.desk(), &matchingv1.ListInsurersRequest{})
			require.NoError(t, err)
			return r.GetInsurers()
		}
		with := func(insurers ...string) *matchingv1.Therapist {
			th := newcomer()
			th.Insurers = insurers
			return b.create(th)
		}
		seeded := all()
		require.NotEmpty(t, seeded)
		require.IsIncreasing(t, seeded)
		one := with("OWN_FUND:GOLD_PLAN", "HEALTH_FIRST", "HEALTHFIRST")
		two := with("OWNFUND:GOLDPLAN", "ZEBRA")
		require.Subset(t, all(), []string{"HEALTHFIRST", "OWNFUND:GOLDPLAN", "ZEBRA"})
		require.IsIncreasing(t, all())

		b.change(&matchingv1.Therapist{Name: one.GetName()}, "insurers")
		require.Contains(t, all(), "OWNFUND:GOLDPLAN", "the other has it")
		_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: two.GetName()})
		require.NoError(t, err)
		require.Equal(t, seeded, all())
	})
}
