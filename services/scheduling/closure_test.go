package scheduling_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// ask explains a local time; provider is a full name, or "" for any.
func (b *bundle) ask(typ, provider, local string) *schedulingv1.ExplainSlotResponse {
	b.t.Helper()
	return b.explain(&schedulingv1.ExplainSlotRequest{AppointmentType: typ, Provider: provider, LocalStartTime: local})
}

// A closure shuts everybody out, extra hours or not, cancels nothing, and says whom it affects for as long as they are
// affected; a hold made before it is kept and shows on the worklist once it is booked.
func TestClosure(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.booked("2026-11-27", 0)
		held, err := b.hold(b.slots("2026-11-27", "2026-11-27").GetSlots()[3].GetSlot())
		require.NoError(t, err)
		stale := b.slots("2026-11-27", "2026-11-27").GetSlots()[5].GetSlot()
		request := &schedulingv1.CreateClosureRequest{
			Closure:   &schedulingv1.Closure{StartDate: "2026-11-26", EndDate: "2026-11-27", Label: "Thanksgiving"},
			RequestId: uuid.NewString(),
		}
		_, err = b.staff.CreateClosure(b.desk(), request)
		reason(t, err, errs.ReasonPermissionDenied)
		made, err := b.staff.CreateClosure(b.admin(), request)
		require.NoError(t, err)
		require.Len(t, made.GetAffectedAppointments(), 1)
		require.Equal(t, booked.GetName(), made.GetAffectedAppointments()[0].GetName())
		again, err := b.staff.CreateClosure(b.admin(), request)
		require.NoError(t, err)
		require.Equal(t, made.String(), again.String())

		none := b.slots("2026-11-26", "2026-11-27")
		require.Empty(t, none.GetSlots())
		require.Equal(t, schedulingv1.ListSlotsResponse_CLOSED, none.GetUnavailableReason())
		require.NotEmpty(t, b.slots("2026-11-25", "2026-11-25").GetSlots())
		why := b.ask("consultation", "providers/"+b.coordinators[0], "2026-11-27T12:00")
		require.Equal(t, schedulingv1.SlotStatus_PRACTICE_CLOSED, why.GetReason())
		require.Contains(t, why.GetText(), "the practice is closed")
		require.Equal(t, schedulingv1.SlotStatus_PRACTICE_CLOSED, b.ask("consultation", "", "2026-11-27T12:00").GetReason())
		_, err = b.book(stale)
		require.Equal(t, "PRACTICE_CLOSED", reason(t, err, "SLOT_TAKEN").Metadata["why"])

		kept, err := b.bookHold(held.GetHold(), "", "inquiries/"+id.New(), "consultation")
		require.NoError(t, err, "a hold is a promise")
		affected, err := b.staff.ListAffectedAppointments(b.desk(), &schedulingv1.ListAffectedAppointmentsRequest{})
		require.NoError(t, err)
		require.Len(t, affected.GetAffectedAppointments(), 2)
		for i, a := range []*schedulingv1.Appointment{booked, kept} {
			require.Equal(t, a.GetName(), affected.GetAffectedAppointments()[i].GetAppointment().GetName())
			require.Equal(t, schedulingv1.Appointment_BOOKED, affected.GetAffectedAppointments()[i].GetAppointment().GetState())
			require.Equal(t, schedulingv1.SlotStatus_PRACTICE_CLOSED, affected.GetAffectedAppointments()[i].GetReason())
		}
		own, err := b.staff.ListAffectedAppointments(b.clinician(id.New()), &schedulingv1.ListAffectedAppointmentsRequest{})
		require.NoError(t, err)
		require.Empty(t, own.GetAffectedAppointments())
		_, err = b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: kept.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		affected, err = b.staff.ListAffectedAppointments(b.desk(), &schedulingv1.ListAffectedAppointmentsRequest{})
		require.NoError(t, err)
		require.Len(t, affected.GetAffectedAppointments(), 1)

		listed, err := b.staff.ListClosures(b.desk(), &schedulingv1.ListClosuresRequest{})
		require.NoError(t, err)
		require.Equal(t, made.GetClosure().String(), listed.GetClosures()[0].String())
		_, err = b.staff.DeleteClosure(b.admin(), &schedulingv1.DeleteClosureRequest{Name: made.GetClosure().GetName()})
		require.NoError(t, err)
		require.NotEmpty(t, b.slots("2026-11-26", "2026-11-26").GetSlots())
		_, err = b.staff.DeleteClosure(b.admin(), &schedulingv1.DeleteClosureRequest{Name: made.GetClosure().GetName()})
		reason(t, err, errs.ReasonNotFound)
	})
}

func TestClosureDates(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for dates, wrong := range map[[2]string]string{
			{"2026-02-30", ""}:           "closure.startDate",
			{"2026-11-27", "2026-11-26"}: "closure.endDate",
			{"2026-11-27", "2027-11-28"}: "closure.endDate",
		} {
			_, err := b.staff.CreateClosure(b.admin(), &schedulingv1.CreateClosureRequest{
				Closure: &schedulingv1.Closure{StartDate: dates[0], EndDate: dates[1]}, RequestId: uuid.NewString(),
			})
			field(t, err, wrong)
		}
		made, err := b.staff.CreateClosure(b.admin(), &schedulingv1.CreateClosureRequest{
			Closure: &schedulingv1.Closure{StartDate: "2026-11-27"}, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, "2026-11-27", made.GetClosure().GetEndDate())
	})
}

// Weekly openings and series take a closure for what it is: one week in which the hour is not free.
func TestWeeklyHourOverClosure(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ada := b.weekly("ada", 10, 12, typev1.Need_VIDEO)
		for _, dates := range [][2]string{{"2026-12-24", "2026-12-25"}, {"2026-12-31", "2027-01-01"}} {
			_, err := b.staff.CreateClosure(b.admin(), &schedulingv1.CreateClosureRequest{
				Closure: &schedulingv1.Closure{StartDate: dates[0], EndDate: dates[1]}, RequestId: uuid.NewString(),
			})
			require.NoError(t, err)
		}
		search := &schedulingv1.FindWeeklyOpeningsRequest{Providers: []string{ada}, AppointmentType: "session"}
		found, err := b.staff.FindWeeklyOpenings(b.desk(), search)
		require.NoError(t, err)
		require.NotEmpty(t, found.GetOpenings())
		for _, o := range found.GetOpenings() {
			require.NotContains(t, []typev1.WeeklyWindow_Day{typev1.WeeklyWindow_THURSDAY, typev1.WeeklyWindow_FRIDAY}, o.GetDay(),
				"the 24th and 25th, the 31st and the 1st")
		}
		search.MaxExceptions = 2
		found, err = b.staff.FindWeeklyOpenings(b.desk(), search)
		require.NoError(t, err)
		thursdays := 0
		for _, o := range found.GetOpenings() {
			if o.GetDay() != typev1.WeeklyWindow_THURSDAY {
				continue
			}
			thursdays++
			require.Len(t, o.GetExceptions(), 2)
			for i, date := range []string{"2026-12-24", "2026-12-31"} {
				require.Equal(t, date, o.GetExceptions()[i].GetDate())
				require.Equal(t, schedulingv1.SlotStatus_PRACTICE_CLOSED, o.GetExceptions()[i].GetReason())
			}
		}
		require.NotZero(t, thursdays)
	})
}

// Time off for some types leaves the others open and affects only appointments of its types; extra hours likewise.
func TestExceptionsOfSomeTypes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ada := b.weekly("ada", 10, 12, typev1.Need_VIDEO)
		_, err := b.match.EnsureProvider(t.Context(), &schedulingv1.EnsureProviderRequest{Provider: &schedulingv1.Provider{
			Name: ada, DisplayName: "Ada", AppointmentTypes: []string{"first-session", "session"}, Modes: []typev1.Need_Mode{typev1.Need_VIDEO},
			Schedule: &schedulingv1.Schedule{TimeZone: "America/New_York"},
		}})
		require.NoError(t, err)
		off := func(types ...string) (*schedulingv1.CreateTimeOffResponse, error) {
			return b.staff.CreateTimeOff(b.clinician(strings.TrimPrefix(ada, "providers/")), &schedulingv1.CreateTimeOffRequest{
				Provider: ada, StartTime: at("2026-11-27T05:00:00Z"), EndTime: at("2026-11-28T05:00:00Z"),
				AppointmentTypes: types, RequestId: uuid.NewString(),
			})
		}
		_, err = b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: b.ask("first-session", ada, "2026-11-27T11:00").GetSlot().GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		_, err = off("nonsense")
		field(t, err, "appointmentTypes")
		made, err := off("session")
		require.NoError(t, err)
		require.Equal(t, []string{"session"}, made.GetException().GetAppointmentTypes())
		require.Empty(t, made.GetAffectedAppointments())
		require.Equal(t, schedulingv1.SlotStatus_TIME_OFF, b.ask("session", ada, "2026-11-27T10:00").GetReason())
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, b.ask("first-session", ada, "2026-11-27T10:00").GetReason())
		listed, err := b.staff.ListAffectedAppointments(b.desk(), &schedulingv1.ListAffectedAppointmentsRequest{})
		require.NoError(t, err)
		require.Empty(t, listed.GetAffectedAppointments())
		made, err = off("first-session")
		require.NoError(t, err)
		require.Len(t, made.GetAffectedAppointments(), 1)
		listed, err = b.staff.ListAffectedAppointments(b.clinician(strings.TrimPrefix(ada, "providers/")), &schedulingv1.ListAffectedAppointmentsRequest{})
		require.NoError(t, err)
		require.Len(t, listed.GetAffectedAppointments(), 1)
		require.Equal(t, schedulingv1.SlotStatus_TIME_OFF, listed.GetAffectedAppointments()[0].GetReason())

		name := ada + "/schedule"
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		s := got.GetSchedule()
		require.Len(t, s.GetExceptions(), 2)
		s.Exceptions = append(s.Exceptions, &schedulingv1.Exception{
			Kind: schedulingv1.Exception_EXTRA_HOURS, StartTime: at("2026-11-28T15:00:00Z"), EndTime: at("2026-11-28T17:00:00Z"),
			AppointmentTypes: []string{"session"},
		})
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, b.ask("session", ada, "2026-11-28T10:00").GetReason())
		require.Equal(t, schedulingv1.SlotStatus_OUTSIDE_HOURS, b.ask("first-session", ada, "2026-11-28T10:00").GetReason())
		s.Exceptions[0].AppointmentTypes = []string{"nonsense"}
		s.Etag = ""
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		field(t, err, "schedule.exceptions[0].appointmentTypes")
	})
}

// Explain says of a local time that the clock shows twice which of the two is meant, and of one that it skips what it
// jumps over.
func TestExplainChangesOfTheClock(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.clock.Set(time.Date(2027, 10, 20, 12, 0, 0, 0, time.UTC))
		provider := "providers/" + b.coordinators[0]
		name := provider + "/schedule"
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		s := got.GetSchedule()
		s.WeeklyHours = []*schedulingv1.WeeklyHours{{
			Window: &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_SUNDAY, StartTime: "00:00", EndTime: "06:00"},
		}}
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)

		twice := b.ask("consultation", provider, "2027-11-07T01:20")
		require.Equal(t, at("2027-11-07T05:20:00Z").AsTime(), twice.GetSlot().GetStartTime().AsTime())
		require.Equal(t, "Sun, Nov 7, 2027 1:20 AM EDT (America/New_York, the first of the two times the clock shows it): offered.",
			twice.GetText())
		_, err = b.book(twice.GetSlot().GetSlot())
		require.NoError(t, err)
		twice = b.ask("consultation", provider, "2027-11-07T01:20")
		require.Equal(t, at("2027-11-07T06:20:00Z").AsTime(), twice.GetSlot().GetStartTime().AsTime())
		require.Equal(t, "Sun, Nov 7, 2027 1:20 AM EST (America/New_York, the second of the two times the clock shows it): offered.",
			twice.GetText())
		require.Contains(t, b.explain(&schedulingv1.ExplainSlotRequest{Provider: provider, StartTime: at("2027-11-07T05:20:00Z")}).GetText(),
			"1:20 AM EDT (America/New_York, the first of")
		require.Contains(t, b.ask("consultation", provider, "2027-11-07T03:20").GetText(), "3:20 AM EST (America/New_York): offered.")

		skipped := b.ask("consultation", provider, "2027-03-14T02:30")
		require.Equal(t, schedulingv1.SlotStatus_NONEXISTENT_LOCAL_TIME, skipped.GetReason())
		require.Equal(t, "2027-03-14 02:30 (America/New_York): the clock skips this time that day. "+
			"It jumps from Mar 14, 2:00 AM EST to Mar 14, 3:00 AM EDT.", skipped.GetText())
	})
}
