package matching_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

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

// openAt is a scheduling that answers at once with as many openings as are asked for, one a day, at an hour of each therapist's own.
type openAt struct{ domain.Calendar }

func (openAt) FindOpenings(_ context.Context, q domain.OpeningQuery) (map[string][]domain.Opening, error) {
	out := make(map[string][]domain.Opening, len(q.Therapists))
	for _, t := range q.Therapists {
		for day := 1; day <= q.PerTherapist && (q.Within == 0 || day < int(q.Within/(24*time.Hour))); day++ {
			at := start().Add(time.Duration(24*day+int(t[0])%9) * time.Hour)
			out[t] = append(out[t], domain.Opening{Slot: fmt.Sprint(t, day), Start: at, End: at.Add(50 * time.Minute), Mode: domain.Video})
		}
	}
	return out, nil
}

func (openAt) CheckSlots(_ context.Context, slots []string) ([]bool, error) {
	open := make([]bool, len(slots))
	for i := range open {
		open[i] = true
	}
	return open, nil
}

// waitAll puts so many clients on the waitlist, who look for different things in the states of the network.
func waitAll(b *testing.B, s *store.Store, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(5, 5))
	of := func(words ...string) string { return words[r.IntN(len(words))] }
	for i := range n {
		need := domain.Need{
			Concerns: []domain.Concern{domain.Concern(of("BETRAYAL_TRUST", "ANXIETY", "DEPRESSION", "GRIEF", "TRAUMA"))},
			Format:   domain.Format(of("INDIVIDUAL", "COUPLE")), AgeGroup: "ADULT", Modes: []domain.Mode{domain.Video}, Languages: []string{"en"},
			Tier: domain.Tier(of("ROUTINE", "ROUTINE", "ROUTINE", "PRIORITY", "URGENT")),
		}
		if n > 10 {
			need.LocationState = of("CA", "DC", "DE", "") // those of the network that there are; one has not been asked for
		}
		if r.IntN(2) == 0 {
			need.Payment.Insurer = of("AETNA", "CIGNA", "OSCAR", "EMPIRE")
		}
		since := start().Add(-time.Duration(r.IntN(40*24)) * time.Hour)
		require.NoError(b, s.TrackWaiting(b.Context(), &domain.Waiting{Inquiry: id.Derive("waits", fmt.Sprint(i)), State: domain.EntryWaiting, Need: need, Since: since, Revision: 1}, start()))
	}
}

// BenchmarkPlan makes a plan of those who wait, reading, storing and the preview included, with a scheduling that answers at once. The first
// begins from nothing, the others from what the one before left. Then it reads the last one again.
func BenchmarkPlan(b *testing.B) {
	for _, size := range []struct{ waiting, therapists int }{{10, 12}, {100, 1000}, {1000, networkSize}} {
		of := fmt.Sprintf("%d/%d", size.waiting, size.therapists)
		s := store.New(dbtest.Open(b, sqldb.SQLite, matching.Migrations()), nil)
		_, err := s.ImportTherapists(b.Context(), domain.Request{}, start(), func([]domain.Therapist) ([]domain.Therapist, string, error) {
			return storetest.Network(size.therapists, start()), "", nil
		})
		require.NoError(b, err)
		waitAll(b, s, size.waiting)
		m := domain.New(s, openAt{}, clock.NewFake(start()), domain.Rules{Zone: "America/New_York"})
		var p domain.PlanView
		b.Run(of, func(b *testing.B) {
			var first time.Duration
			for b.Loop() {
				p, err = m.CreatePlan(b.Context(), "")
				require.NoError(b, err)
				if first == 0 {
					first = b.Elapsed()
				}
			}
			b.ReportMetric(first.Seconds()*1e3, "ms-first")
			b.ReportMetric(float64(len(p.Assignments)), "assigned")
			b.ReportMetric(float64(p.Gap)/float64(max(1, p.Dual))*1e6, "gap-ppm")
			b.ReportMetric(float64(p.Gap)/float64(domain.Unit)/float64(size.waiting), "gap-sd/client")
			require.False(b, p.CandidatesOnly)
		})
		b.Run(of+"/read", func(b *testing.B) {
			for b.Loop() {
				_, err = m.Plan(b.Context(), p.ID)
				require.NoError(b, err)
			}
		})
	}
}
