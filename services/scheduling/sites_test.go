package scheduling_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// A provider works at one site in the morning and at the other in the afternoon; what is in person is there, slot and
// appointment say where, and video is anywhere.
func TestSites(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		north, south := b.site("North"), b.site("South")
		b.room("blue", &schedulingv1.Room{Site: north})
		b.room("red", &schedulingv1.Room{Site: south})
		provider := b.therapist("Cleo", 9, 11)
		name := "providers/" + provider + "/schedule"
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		s := got.GetSchedule()
		s.WeeklyHours = []*schedulingv1.WeeklyHours{
			{Window: &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_TUESDAY, StartTime: "09:00", EndTime: "11:00"}, Site: north},
			{Window: &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_TUESDAY, StartTime: "13:00", EndTime: "15:00"}, Site: south},
		}
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)
		seen := map[string]int{}
		var morning *schedulingv1.Slot
		for _, o := range b.openings(provider, nil) {
			seen[o.GetSite()]++
			if o.GetStartTime().AsTime().Hour() < 17 { // noon in New York
				require.Equal(t, "North", o.GetSiteDisplayName())
				morning = o
			} else {
				require.Equal(t, "South", o.GetSiteDisplayName())
			}
		}
		require.Len(t, seen, 2)
		for _, o := range b.openings(provider, &schedulingv1.RoomWish{Site: south}) {
			require.Equal(t, south, o.GetSite())
		}
		booked, err := b.first(morning.GetSlot())
		require.NoError(t, err)
		require.Equal(t, "blue", booked.GetRoomDisplayName())
		require.Equal(t, north, booked.GetSite())
		require.Equal(t, "North", booked.GetSiteDisplayName())

		// Another one's appointment in the north room leaves only video to the rest of the morning.
		other := b.therapist("Dan", 9, 15)
		ask := &schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + other, LocalStartTime: "2026-12-01T09:00",
			Mode: typev1.Need_IN_PERSON, RoomWish: &schedulingv1.RoomWish{Site: north},
		}
		_, err = b.first(b.explain(ask).GetSlot().GetSlot())
		require.NoError(t, err)
		ask = &schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + provider, LocalStartTime: "2026-12-01T09:00", Mode: typev1.Need_IN_PERSON,
		}
		require.Equal(t, schedulingv1.SlotStatus_NO_ROOM, b.explain(ask).GetReason(), "the south room is free, and far")
		ask.Mode = typev1.Need_VIDEO
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, b.explain(ask).GetReason())
	})
}

// A weekly hour in person is at one site in all weeks.
func TestSeriesAtOneSite(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		north, south := b.site("North"), b.site("South")
		b.room("blue", &schedulingv1.Room{Site: north, Capacity: 2})
		b.room("red", &schedulingv1.Room{Site: south, Capacity: 2})
		in := b.weekly("Cleo", 9, 10, typev1.Need_IN_PERSON)
		taken := b.weekly("Dan", 9, 10, typev1.Need_IN_PERSON)
		couple := &schedulingv1.RoomWish{Persons: 2}
		// In one week somebody is in the north room at that hour.
		ask := &schedulingv1.ExplainSlotRequest{
			AppointmentType: "session", Provider: taken, LocalStartTime: "2026-12-15T09:00", Mode: typev1.Need_IN_PERSON,
			RoomWish: &schedulingv1.RoomWish{Site: north},
		}
		_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: b.explain(ask).GetSlot().GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		found, err := b.staff.FindWeeklyOpenings(b.desk(), &schedulingv1.FindWeeklyOpeningsRequest{
			Providers: []string{in}, AppointmentType: "session", Weeks: 4, RoomWish: couple,
		})
		require.NoError(t, err)
		for _, o := range found.GetOpenings() {
			if o.GetDay() == typev1.WeeklyWindow_TUESDAY && o.GetLocalTime() == "09:00" {
				require.Equal(t, south, o.GetRoomWish().GetSite())
				require.EqualValues(t, 2, o.GetRoomWish().GetPersons())
			}
		}
		wanted := wish(in, "09:00", "FREQ=WEEKLY;COUNT=4")
		wanted.Mode, wanted.RoomWish = typev1.Need_IN_PERSON, couple
		one := b.series(wanted)
		require.Equal(t, south, one.GetRoomWish().GetSite())
		for _, a := range one.GetAppointments() {
			require.Equal(t, south, a.GetSite())
		}
		wanted = wish(in, "09:00", "FREQ=WEEKLY;COUNT=4")
		wanted.Mode, wanted.RoomWish, wanted.StartDate = typev1.Need_IN_PERSON, &schedulingv1.RoomWish{Persons: 3}, "2026-12-02"
		_, err = b.staff.BookSeries(b.desk(), wanted)
		reason(t, err, "SERIES_NOT_FREE")
		moved := b.move(&schedulingv1.MoveSeriesRequest{
			Name: one.GetName(), Appointment: one.GetAppointments()[1].GetName(), Scope: schedulingv1.MoveSeriesRequest_FROM_HERE_ON,
			StartDate: "2026-12-09", LocalTime: "09:00", RequestId: uuid.NewString(),
		})
		for _, a := range moved.GetAppointments() {
			require.Equal(t, south, a.GetSite())
			require.EqualValues(t, 2, a.GetRoomWish().GetPersons())
		}
	})
}
