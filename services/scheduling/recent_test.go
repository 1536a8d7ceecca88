package scheduling_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// A replica that judges by what it saw a moment ago, while its clock stands still, neither takes what another has taken
// meanwhile, nor refuses what another has let go, nor forgets that it has answered.
func TestBookingByARecentLook(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, scheduling.Migrations())
	here, there := setup(t, db), setup(t, db)
	slots := here.slots("2026-11-25", "2026-11-25").GetSlots()
	slot := slots[4].GetSlot()

	_, err := here.book(slots[0].GetSlot()) // looks
	require.NoError(t, err)
	first, err := there.book(slot)
	require.NoError(t, err)
	request := &schedulingv1.BookAppointmentRequest{
		When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot},
		Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
	}
	second, err := here.intake.BookAppointment(t.Context(), request)
	require.NoError(t, err)
	require.NotEqual(t, first.GetProvider(), second.GetAppointment().GetProvider(), "the other is taken there")
	again, err := here.intake.BookAppointment(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, second.GetAppointment().GetName(), again.GetAppointment().GetName(), "asked again")
	_, err = here.book(slot)
	reason(t, err, "SLOT_TAKEN")

	_, err = there.staff.CancelAppointment(there.desk(), &schedulingv1.CancelAppointmentRequest{
		Name: first.GetName(), RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	third, err := here.book(slot)
	require.NoError(t, err, "let go there")
	require.Equal(t, first.GetProvider(), third.GetProvider())

	for _, c := range there.coordinators {
		there.limit(c, func(s *schedulingv1.Schedule) { s.WeeklyHours = nil })
	}
	_, err = here.book(slots[12].GetSlot())
	reason(t, err, "SLOT_TAKEN")
}
