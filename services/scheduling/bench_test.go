package scheduling_test

import (
	"fmt"
	"sync/atomic"
	"testing"

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
			bench.ResetTimer()
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
