package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// alwaysOpen is a calendar that answers at once, so that what is measured is matching alone.
type alwaysOpen struct{ domain.Calendar }

func (alwaysOpen) FindOpenings(_ context.Context, q domain.OpeningQuery) (map[string][]domain.Opening, error) {
	out := make(map[string][]domain.Opening, len(q.Therapists))
	for i, t := range q.Therapists {
		start := benchNow.Add(time.Duration(24+i%90) * time.Hour)
		out[t] = []domain.Opening{{Slot: "slot-" + t, Start: start, End: start.Add(50 * time.Minute)}}
	}
	return out, nil
}

func (alwaysOpen) FindWeekly(context.Context, domain.WeeklyQuery) (map[string][]domain.WeeklyHour, error) {
	return nil, nil
}

func (alwaysOpen) EnsureProvider(context.Context, *domain.Therapist) error { return nil }

var benchNow = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

// profiles makes n therapists of fifty states.
func profiles(n int) []domain.Therapist {
	r := rand.New(rand.NewPCG(3, 3))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	out := make([]domain.Therapist, n)
	for i := range out {
		p := domain.Profile{
			DisplayName: fmt.Sprintf("Therapist %06d", i), FeeCents: int64(90+r.IntN(34)*5) * 100, PractisingSince: int32(1985 + r.IntN(40)), //nolint:gosec // a year
			Licenses:  []domain.License{{State: string([]byte{'A' + byte(r.IntN(5)), 'A' + byte(r.IntN(10))}), Title: pick("LMFT", "LCSW", "LMHC"), ExpireDate: "2031-01-01"}},
			Formats:   []domain.Format{"INDIVIDUAL"},
			Modes:     []domain.Mode{domain.Video},
			Languages: []string{"en"}, AgeGroups: []domain.AgeGroup{"ADULT"}, Insurers: []string{pick("AETNA", "CIGNA", "OSCAR")},
			Identity:       domain.Identity{Gender: pick("WOMAN", "WOMAN", "MAN")},
			TargetCaseload: 20, Accepting: r.IntN(4) > 0,
		}
		if r.IntN(3) == 0 {
			p.Formats = append(p.Formats, "COUPLE")
		}
		for range 5 {
			p.Expertise = append(p.Expertise, domain.Expertise{
				Concern: domain.Concern(pick("BETRAYAL_TRUST", "ANXIETY", "DEPRESSION", "GRIEF", "TRAUMA", "PARENTING", "OCD", "ANGER")),
				Level:   domain.Level(pick("LISTED", "TRAINED", "CERTIFIED")),
			})
			p.Approaches = append(p.Approaches, domain.Approach{Approach: pick("EFT", "CBT", "EMDR", "GOTTMAN", "ACT"), Level: domain.Level(pick("LISTED", "TRAINED"))})
		}
		out[i] = domain.Therapist{ID: id.Derive("bench", fmt.Sprint(i)), Profile: p, ActiveClients: int32(r.IntN(20)), Version: 1, CreateTime: benchNow, UpdateTime: benchNow} //nolint:gosec // small
	}
	return out
}

// BenchmarkRank ranks the therapists of a practice and of a network, the decision stored, scheduling aside. The first
// ranking, which loads everyone, is reported by itself.
func BenchmarkRank(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, n := range []int{12, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				s := store.New(dbtest.Open(b, engine, store.Migrations()))
				_, err := s.ImportTherapists(b.Context(), domain.Request{}, benchNow, func([]domain.Therapist) ([]domain.Therapist, string, error) {
					return profiles(n), "", nil
				})
				require.NoError(b, err)
				m := domain.New(s, alwaysOpen{}, clock.NewFake(benchNow), domain.Rules{Zone: "America/New_York"})
				need := domain.Need{
					Concerns: []domain.Concern{"BETRAYAL_TRUST"}, Format: "COUPLE", AgeGroup: "ADULT", Modes: []domain.Mode{domain.Video},
					Languages: []string{"en"}, LocationState: "BC",
					Preferences: []domain.Preference{{Kind: domain.WishGender, Value: "WOMAN", Strength: domain.Strong}},
				}
				rank := func() time.Duration {
					start := time.Now()
					_, err := m.Rank(b.Context(), id.New(), need, "", 0)
					require.NoError(b, err)
					return time.Since(start)
				}
				loading := rank()
				var took []time.Duration
				for b.Loop() {
					took = append(took, rank())
				}
				slices.Sort(took)
				b.ReportMetric(float64(loading.Microseconds())/1e3, "load-ms")
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1e3, "p50-ms")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1e3, "p99-ms")
			})
		}
	}
}
