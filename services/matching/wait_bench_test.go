package matching_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

// BenchmarkEstimateWait estimates the wait of the clients of a waitlist, one after the other, reading included, with a scheduling that
// answers at once: a dozen waiting in a practice and in a small network, and many in a large one.
func BenchmarkEstimateWait(b *testing.B) {
	for _, size := range []struct{ waiting, therapists int }{{12, 12}, {12, 4000}, {200, networkSize}} {
		b.Run(fmt.Sprintf("%d/%d", size.waiting, size.therapists), func(b *testing.B) {
			s := store.New(dbtest.Open(b, sqldb.SQLite, matching.Migrations()), nil)
			_, err := s.ImportTherapists(b.Context(), domain.Request{}, start(), func([]domain.Therapist) ([]domain.Therapist, string, error) {
				return storetest.Network(size.therapists, start()), "", nil
			})
			require.NoError(b, err)
			waitAll(b, s, size.waiting)
			m := domain.New(s, openAt{}, clock.NewFake(start()), domain.Rules{Zone: "America/New_York"})
			estimate := func(i int) {
				_, err := m.EstimateWait(b.Context(), id.Derive("waits", fmt.Sprint(i%size.waiting)))
				require.NoError(b, err)
			}
			estimate(0) // reads everyone, as the service does when it starts
			for i := 0; b.Loop(); i++ {
				estimate(i)
			}
		})
	}
}
