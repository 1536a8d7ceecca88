package store_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/bench"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// BenchmarkContention lets 32 clients of three processes want the same twelve starts of two providers; whoever gets one
// cancels it at once. Every call is answered: booked, or refused with what is open.
func BenchmarkContention(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			const clients = 32
			c := newCrowd(b, engine, 2, 14, 0)
			replicas := []replica{c.replica, newReplica(b, c.db), newReplica(b, c.db)}
			listed, err := c.Slots(b.Context(), domain.Listing{TypeID: "consultation"})
			require.NoError(b, err)
			slots := listed.Slots[:12]
			var started, booked, refused atomic.Int64
			var group sync.WaitGroup
			took := make([]bench.Times, clients)
			b.ResetTimer()
			for client := range clients {
				group.Go(func() {
					for started.Add(1) <= int64(b.N) {
						begin := time.Now()
						a, err := replicas[client%len(replicas)].Book(b.Context(), domain.Booking{
							Call: call(), Slot: slots[rand.IntN(len(slots))].Token, InquiryID: id.New(), TypeID: "consultation",
						})
						took[client] = append(took[client], time.Since(begin))
						switch {
						case err == nil:
							booked.Add(1)
							_, err = replicas[client%len(replicas)].Cancel(b.Context(), domain.Concluding{Call: call(), ID: a.ID})
						case errors.Is(err, domain.ErrSlotTaken):
							refused.Add(1)
							err = nil
						}
						if err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			group.Wait()
			b.StopTimer()
			all := slices.Concat(took...)
			slices.Sort(all)
			bench.Report(b, all)
			b.ReportMetric(float64(booked.Load())/b.Elapsed().Seconds(), "booked/s")
			b.ReportMetric(float64(refused.Load())/b.Elapsed().Seconds(), "refused/s")
			overlaps(b, c.db)
		})
	}
}

// overlaps fails when two rows of a provider take the same time.
func overlaps(b *testing.B, db *sqldb.DB) {
	b.Helper()
	var n int
	require.NoError(b, db.Read().QueryRowContext(b.Context(), `SELECT count(*) FROM appointments x JOIN appointments y
		ON x.provider_id = y.provider_id AND x.id < y.id AND x.blocked_start_us < y.blocked_end_us AND y.blocked_start_us < x.blocked_end_us
		WHERE x.state IN ('HELD', 'BOOKED') AND y.state IN ('HELD', 'BOOKED')`).Scan(&n))
	require.Zero(b, n)
}
