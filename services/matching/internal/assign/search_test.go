package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// Whom a place finds among those kept from before are those it would find among all.
func TestFindingsAreTheBest(t *testing.T) {
	t.Parallel()
	for _, load := range []int{80, 105} {
		for _, costs := range []bool{false, true} {
			list := assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: load, Seed: 7}
			in := list.Make()
			list.Renewed = 10
			changed, back := renewals(list, list.Make()), renewals(list, in)
			for _, c := range in.Capacity {
				for k := range c {
					if costs {
						in.Cost = append(in.Cost, 40_000*int64(k))
					}
				}
			}
			steps := 0
			require.NoError(t, assign.Lowerings(t.Context(), in, []assign.Delta{changed, back, changed, back}, func(right bool) {
				require.True(t, right, "step %d", steps)
				steps++
			}))
			require.Positive(t, steps)
		}
	}
}
