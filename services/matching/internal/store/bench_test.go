package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

// BenchmarkLoad reads everyone from the store and makes the index, as at the start of a replica.
func BenchmarkLoad(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, n := range []int{12, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				s := store.New(dbtest.Open(b, engine, store.Migrations()), nil)
				_, err := s.ImportTherapists(b.Context(), domain.Request{}, rosterNow, func([]domain.Therapist) ([]domain.Therapist, string, error) {
					return storetest.Network(n, rosterNow), "", nil
				})
				require.NoError(b, err)
				b.ReportAllocs()
				for b.Loop() {
					m := domain.New(s, alwaysOpen{}, clock.NewFake(rosterNow), domain.Rules{Zone: "America/New_York"})
					require.NoError(b, m.Refresh(b.Context()))
				}
			})
		}
	}
}

// BenchmarkSaveEvidence gives everyone another track, as the learning of a night does at most.
func BenchmarkSaveEvidence(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, n := range []int{1000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				s, all := store.New(dbtest.Open(b, engine, store.Migrations()), nil), storetest.Network(n, rosterNow)
				_, err := s.ImportTherapists(b.Context(), domain.Request{}, rosterNow, func([]domain.Therapist) ([]domain.Therapist, string, error) {
					return all, "", nil
				})
				require.NoError(b, err)
				for night := int32(1); b.Loop(); night++ {
					b.StopTimer()
					e, tracks := outcome.Evidence{Version: fmt.Sprint("night ", night), CreateTime: rosterNow.AddDate(0, 0, int(night))}, make(map[string]domain.Track, n)
					for i := range all {
						t := domain.Track{Version: e.Version}
						for k := range t.Theta {
							t.N[k], t.Theta[k], t.SD[k], t.Common[k], t.Left[k] = night, 100_000+int32(i)+night, 180_000-night, 70_000+night, 30_000 //nolint:gosec // up to a hundred thousand
						}
						tracks[all[i].ID] = t
					}
					b.StartTimer()
					require.NoError(b, s.SaveEvidence(b.Context(), &e, tracks))
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*n), "us/therapist")
			})
		}
	}
}

// BenchmarkFindByName looks through the names of a network for one that nobody has, which is the longest look there is.
func BenchmarkFindByName(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			s := store.New(dbtest.Open(b, engine, store.Migrations()), nil)
			_, err := s.ImportTherapists(b.Context(), domain.Request{}, rosterNow, func([]domain.Therapist) ([]domain.Therapist, string, error) {
				return storetest.Network(100_000, rosterNow), "", nil
			})
			require.NoError(b, err)
			m := domain.New(s, alwaysOpen{}, clock.NewFake(rosterNow), domain.Rules{Zone: "America/New_York"})
			for b.Loop() {
				found, err := m.FindTherapists(b.Context(), "nobody", "", "", 100, false)
				require.NoError(b, err)
				require.Empty(b, found)
			}
		})
	}
}
