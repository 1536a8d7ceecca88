package scheduling_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/bench"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// BenchmarkFeedLag measures how long after a booking was decided on, its commit included, a watcher of another process
// has the change, over gRPC: with a doorbell between the two, and without one.
func BenchmarkFeedLag(bench *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, doorbell := range []bool{true, false} {
			name := "/without-doorbell"
			if doorbell {
				name = "/doorbell"
			}
			bench.Run(string(engine)+name, func(bench *testing.B) { feedLag(bench, engine, doorbell) })
		}
	}
}

func feedLag(b *testing.B, engine sqldb.Engine, doorbell bool) {
	b.Helper()
	cfg := dbtest.Config(b, engine)
	open := func() scheduling.Deps {
		db, err := sqldb.Open(b.Context(), cfg)
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, db.Close()) })
		return scheduling.Deps{DB: db, Clock: clock.System()}
	}
	writes, reads := open(), open()
	require.NoError(b, sqldb.Migrate(b.Context(), writes.DB, scheduling.Migrations()))
	if doorbell {
		shared := ephemeral.Memory(clock.System())
		b.Cleanup(func() { require.NoError(b, shared.Close()) })
		writes.Ephemeral, reads.Ephemeral = shared, shared
	}
	writer, reader := setupWith(b, writes), setupWith(b, reads)
	writer.coordinatorsUpTo(50)
	today := time.Now()
	slots := writer.slots(today.Format(time.DateOnly), today.AddDate(0, 0, 20).Format(time.DateOnly)).GetSlots()
	stream, err := reader.intake.WatchChanges(b.Context(), &schedulingv1.WatchChangesRequest{})
	require.NoError(b, err)
	var lags bench.Times
	b.ResetTimer()
	for i := range b.N {
		_, err := writer.intake.BookAppointment(b.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slots[i%len(slots)].GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
		})
		require.NoError(b, err)
		got, err := stream.Recv()
		require.NoError(b, err)
		lags = append(lags, time.Since(got.GetChange().GetTime().AsTime()))
	}
	slices.Sort(lags)
	bench.Report(b, lags)
}
