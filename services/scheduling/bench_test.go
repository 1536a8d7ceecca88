package scheduling_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// coordinators makes n providers who take consultations all day, every day.
func (b *bundle) coordinatorsUpTo(n int) {
	for i := len(b.coordinators); i < n; i++ {
		p := &schedulingv1.Provider{
			Name: "providers/" + id.Derive("coordinator", fmt.Sprint(i)), DisplayName: "c", AppointmentTypes: []string{"consultation"},
			Schedule: &schedulingv1.Schedule{TimeZone: "America/New_York"},
		}
		for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_SUNDAY; day++ {
			p.Schedule.WeeklyHours = append(p.Schedule.WeeklyHours, &schedulingv1.WeeklyHours{
				Window: &typev1.WeeklyWindow{Day: day, StartTime: "09:00", EndTime: "17:00"},
			})
		}
		_, err := b.match.EnsureProvider(b.t.Context(), &schedulingv1.EnsureProviderRequest{Provider: p})
		require.NoError(b.t, err)
	}
}

// fillHalf books every second start of the next two weeks with every provider, straight into the table.
func (b *bundle) fillHalf(providers int) {
	const minute = int64(60_000_000)
	require.NoError(b.t, b.db.Tx(b.t.Context(), func(tx *sqldb.Tx) error {
		rows, err := tx.QueryContext(b.t.Context(), "SELECT id FROM providers ORDER BY id")
		require.NoError(b.t, err)
		var ids []string
		for rows.Next() {
			var id string
			require.NoError(b.t, rows.Scan(&id))
			ids = append(ids, id)
		}
		require.NoError(b.t, rows.Close())
		for i, provider := range ids[:providers] {
			for day := range 14 {
				first := time.Date(2026, 11, 24+day, 14, 0, 0, 0, time.UTC).UnixMicro()
				for n := (i + day) % 2; n < 24; n += 2 {
					at := first + int64(n)*20*minute
					_, err := tx.ExecContext(b.t.Context(), `INSERT INTO appointments (id, type_id, state, provider_id, mode,
						start_us, end_us, blocked_start_us, blocked_end_us, inquiry_id, hold_hash, hold_expire_us, hold_extensions,
						version, sequence, create_us, update_us)
						VALUES ($1, 'consultation', 'BOOKED', $2, 3, $3, $4, $5, $6, '', '', 0, 0, 1, 0, 0, 0)`,
						id.New(), provider, at, at+10*minute, at-5*minute, at+15*minute)
					require.NoError(b.t, err)
				}
			}
		}
		return nil
	}))
	if b.db.Engine() == sqldb.Postgres {
		require.NoError(b.t, b.db.Tx(b.t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(b.t.Context(), "ANALYZE appointments")
			return err
		}))
	}
}

// BenchmarkListSlots lists two weeks that are half booked, over gRPC.
func BenchmarkListSlots(bench *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, providers := range []int{1, 50} {
			bench.Run(fmt.Sprintf("%s/providers=%d", engine, providers), func(bench *testing.B) {
				b := setup(bench, dbtest.Open(bench, engine, scheduling.Migrations()))
				b.coordinatorsUpTo(providers)
				b.fillHalf(providers)
				ctx, took := b.visitor(), make([]time.Duration, 0, 1000)
				request := &schedulingv1.ListSlotsRequest{AppointmentType: "consultation", StartDate: "2026-11-24", EndDate: "2026-12-07"}
				bench.ReportAllocs()
				for bench.Loop() {
					begin := time.Now()
					r, err := b.public.ListSlots(ctx, request)
					took = append(took, time.Since(begin))
					if err != nil || len(r.GetSlots()) == 0 {
						bench.Fatal(err, len(r.GetSlots()))
					}
				}
				slices.Sort(took)
				bench.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
				bench.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
			})
		}
	}
}

// BenchmarkBook books different open starts from 32 clients, over gRPC.
func BenchmarkBook(bench *testing.B) {
	for _, engine := range dbtest.Engines {
		bench.Run(string(engine), func(bench *testing.B) {
			b := setup(bench, dbtest.Open(bench, engine, scheduling.Migrations()))
			b.coordinatorsUpTo(50)
			slots := b.slots("2026-11-25", "2026-12-24").GetSlots()
			var next atomic.Int64
			bench.SetParallelism(16) // times two processors
			bench.ResetTimer()
			bench.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					n := int(next.Add(1))
					_, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
						When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slots[n%len(slots)].GetSlot()},
						Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
					})
					if err != nil && n < 50*len(slots)/2 {
						bench.Error(err)
						return
					}
				}
			})
			bench.ReportMetric(float64(bench.N)/bench.Elapsed().Seconds(), "bookings/s")
		})
	}
}

// BenchmarkCommit commits single rows from 32 clients: what a booking is held against.
func BenchmarkCommit(bench *testing.B) {
	for _, engine := range dbtest.Engines {
		bench.Run(string(engine), func(bench *testing.B) {
			db := dbtest.Open(bench, engine, scheduling.Migrations())
			bench.SetParallelism(16)
			bench.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					err := db.Tx(bench.Context(), func(tx *sqldb.Tx) error {
						_, err := tx.ExecContext(bench.Context(), "INSERT INTO rooms (id, display_name) VALUES ($1, 'x')", id.New())
						return err
					})
					if err != nil {
						bench.Error(err)
						return
					}
				}
			})
			bench.ReportMetric(float64(bench.N)/bench.Elapsed().Seconds(), "commits/s")
		})
	}
}
