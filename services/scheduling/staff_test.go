package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func TestConclude(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		a, other, third := b.booked("2026-11-25", 0), b.booked("2026-11-25", 1), b.booked("2026-11-25", 2)
		complete := func(name string) error {
			_, err := b.staff.CompleteAppointment(b.desk(), &schedulingv1.CompleteAppointmentRequest{Name: name, RequestId: uuid.NewString()})
			return err
		}
		missed := func(name string) error {
			_, err := b.staff.MarkAppointmentNoShow(b.desk(), &schedulingv1.MarkAppointmentNoShowRequest{Name: name, RequestId: uuid.NewString()})
			return err
		}
		cancel := func(name, etag string) (*schedulingv1.CancelAppointmentResponse, error) {
			return b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: name, Etag: etag, RequestId: uuid.NewString()})
		}
		settle := func(name string) error {
			_, err := b.intake.SettleAppointment(t.Context(), &schedulingv1.SettleAppointmentRequest{Name: name, RequestId: uuid.NewString()})
			return err
		}
		reason(t, complete(a.GetName()), "NOT_STARTED")
		reason(t, missed(a.GetName()), "NOT_STARTED")
		require.NoError(t, settle(a.GetName()), "a call may be recorded early")
		require.NoError(t, settle(a.GetName()), "and again")
		_, err := cancel(a.GetName(), "")
		require.Equal(t, "COMPLETED", reason(t, err, "WRONG_APPOINTMENT_STATE").Metadata["state"])

		cancelled, err := cancel(third.GetName(), third.GetEtag())
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_CANCELLED, cancelled.GetAppointment().GetState())
		require.EqualValues(t, 1, cancelled.GetAppointment().GetSequence())
		_, err = b.intake.CallOffAppointment(t.Context(), &schedulingv1.CallOffAppointmentRequest{Name: third.GetName(), RequestId: uuid.NewString()})
		require.Equal(t, "CANCELLED", reason(t, err, "WRONG_APPOINTMENT_STATE").Metadata["state"])

		b.clock.Set(other.GetStartTime().AsTime())
		require.NoError(t, missed(other.GetName()))
		reason(t, complete(other.GetName()), "WRONG_APPOINTMENT_STATE")
		reason(t, complete("appointments/"+id.New()), errs.ReasonNotFound)
		reason(t, complete("nonsense"), errs.ReasonNotFound)
	})
}

func TestListAppointments(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		var all []string
		for n := range 7 {
			all = append(all, b.booked("2026-11-25", n).GetName())
		}
		_, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetSlot())
		require.NoError(t, err)
		list := func(r *schedulingv1.ListAppointmentsRequest) *schedulingv1.ListAppointmentsResponse {
			got, err := b.staff.ListAppointments(b.desk(), r)
			require.NoError(t, err)
			return got
		}
		require.Len(t, list(&schedulingv1.ListAppointmentsRequest{}).GetAppointments(), len(all), "holds are not listed")
		request := &schedulingv1.ListAppointmentsRequest{PageSize: 3, StartTime: at("2026-11-25T14:00:00Z"), Type: "consultation"}
		var names []string
		for {
			got := list(request)
			for _, a := range got.GetAppointments() {
				names = append(names, a.GetName())
			}
			if request.PageToken = got.GetNextPageToken(); request.GetPageToken() == "" {
				break
			}
		}
		require.ElementsMatch(t, all, names)
		request.PageSize = 1
		request.PageToken = list(&schedulingv1.ListAppointmentsRequest{PageSize: 1}).GetNextPageToken()
		_, err = b.staff.ListAppointments(b.desk(), request)
		field(t, err, "pageToken")
		require.Empty(t, list(&schedulingv1.ListAppointmentsRequest{Provider: "providers/" + id.New()}).GetAppointments())
		require.Len(t, list(&schedulingv1.ListAppointmentsRequest{EndTime: at("2026-11-25T14:20:00Z")}).GetAppointments(), 1)

		own, err := b.staff.ListAppointments(b.clinician(b.coordinators[0]), &schedulingv1.ListAppointmentsRequest{})
		require.NoError(t, err)
		require.NotEmpty(t, own.GetAppointments())
		require.Less(t, len(own.GetAppointments()), len(all))
		for _, a := range own.GetAppointments() {
			require.Equal(t, "providers/"+b.coordinators[0], a.GetProvider())
		}
		_, err = b.staff.GetAppointment(b.clinician(id.New()), &schedulingv1.GetAppointmentRequest{Name: all[0]})
		reason(t, err, errs.ReasonNotFound)
	})
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := "providers/" + b.coordinators[0] + "/schedule"
		got, err := b.staff.GetSchedule(b.clinician(b.coordinators[0]), &schedulingv1.GetScheduleRequest{Name: name})
		require.NoError(t, err)
		_, err = b.staff.GetSchedule(b.clinician(b.coordinators[1]), &schedulingv1.GetScheduleRequest{Name: name})
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.GetSchedule(b.desk(), &schedulingv1.GetScheduleRequest{Name: name})
		reason(t, err, errs.ReasonPermissionDenied)

		s := got.GetSchedule()
		require.Len(t, s.GetWeeklyHours(), 5)
		s.WeeklyHours = s.GetWeeklyHours()[:1]
		s.GetWeeklyHours()[0].StartDate = "2026-12-01"
		s.Exceptions = []*schedulingv1.Exception{{
			Kind: schedulingv1.Exception_EXTRA_HOURS, StartTime: at("2026-11-28T15:00:00Z"), EndTime: at("2026-11-28T16:00:00Z"),
			Label: "open Saturday",
		}}
		now, err := b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		require.NoError(t, err)
		require.Contains(t, now.GetSchedule().GetExceptions()[0].GetName(), "exceptions/")
		require.NotEqual(t, s.GetEtag(), now.GetSchedule().GetEtag())
		require.Len(t, b.slots("2026-11-28", "2026-11-28").GetSlots(), 3, "the extra hour")
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		reason(t, err, errs.ReasonETagMismatch)
		s.Etag, s.TimeZone = "", "America/Atlantis"
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		field(t, err, "schedule.timeZone")
		s.Name = "providers/" + id.New() + "/schedule"
		_, err = b.staff.UpdateSchedule(b.admin(), &schedulingv1.UpdateScheduleRequest{Schedule: s})
		reason(t, err, errs.ReasonNotFound)
	})
}

func TestTimeOff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		a := b.booked("2026-11-25", 0)
		other := b.booked("2026-11-25", 6)
		request := &schedulingv1.CreateTimeOffRequest{
			Provider: a.GetProvider(), StartTime: at("2026-11-25T05:00:00Z"), EndTime: at("2026-11-26T05:00:00Z"),
			Label: "leave", RequestId: uuid.NewString(),
		}
		r, err := b.staff.CreateTimeOff(b.admin(), request)
		require.NoError(t, err)
		require.NotEmpty(t, r.GetAffectedAppointments())
		for _, affected := range r.GetAffectedAppointments() {
			require.Equal(t, schedulingv1.Appointment_BOOKED, affected.GetState())
			require.Equal(t, a.GetProvider(), affected.GetProvider())
		}
		again, err := b.staff.CreateTimeOff(b.admin(), request)
		require.NoError(t, err)
		require.Equal(t, r.String(), again.String())
		got, err := b.staff.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: a.GetName()})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_BOOKED, got.GetAppointment().GetState(), "nothing is cancelled")
		explained := b.explain(&schedulingv1.ExplainSlotRequest{Provider: a.GetProvider(), StartTime: at("2026-11-25T20:00:00Z")})
		require.Equal(t, schedulingv1.SlotStatus_TIME_OFF, explained.GetReason())
		request.StartTime, request.RequestId = request.GetEndTime(), uuid.NewString()
		_, err = b.staff.CreateTimeOff(b.admin(), request)
		field(t, err, "endTime")
		_ = other
	})
}

func (b *bundle) explain(r *schedulingv1.ExplainSlotRequest) *schedulingv1.ExplainSlotResponse {
	b.t.Helper()
	if r.GetAppointmentType() == "" {
		r.AppointmentType = "consultation"
	}
	got, err := b.staff.ExplainSlot(b.desk(), r)
	require.NoError(b.t, err)
	require.NotEmpty(b.t, got.GetText())
	require.Equal(b.t, got.GetReason() == schedulingv1.SlotStatus_OFFERED, got.GetOffered())
	require.Equal(b.t, got.GetOffered(), got.GetSlot() != nil)
	return got
}

func TestExplain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		a := b.booked("2026-11-25", 0)
		provider := a.GetProvider()
		held, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[3].GetSlot())
		require.NoError(t, err)
		tests := map[string]struct {
			request *schedulingv1.ExplainSlotRequest
			want    schedulingv1.SlotStatus_Reason
		}{
			"offered":     {&schedulingv1.ExplainSlotRequest{StartTime: a.GetStartTime()}, schedulingv1.SlotStatus_OFFERED},
			"busy":        {&schedulingv1.ExplainSlotRequest{StartTime: a.GetStartTime(), Provider: provider}, schedulingv1.SlotStatus_BUSY},
			"night":       {&schedulingv1.ExplainSlotRequest{StartTime: at("2026-11-25T08:00:00Z")}, schedulingv1.SlotStatus_OUTSIDE_HOURS},
			"off grid":    {&schedulingv1.ExplainSlotRequest{StartTime: at("2026-11-25T15:05:00Z")}, schedulingv1.SlotStatus_OUTSIDE_HOURS},
			"too soon":    {&schedulingv1.ExplainSlotRequest{StartTime: at("2026-11-24T15:00:00Z")}, schedulingv1.SlotStatus_TOO_SOON},
			"too far":     {&schedulingv1.ExplainSlotRequest{StartTime: at("2027-01-25T15:00:00Z")}, schedulingv1.SlotStatus_TOO_FAR},
			"nonexistent": {&schedulingv1.ExplainSlotRequest{LocalStartTime: "2027-03-14T02:30"}, schedulingv1.SlotStatus_NONEXISTENT_LOCAL_TIME},
			"local":       {&schedulingv1.ExplainSlotRequest{LocalStartTime: "2026-11-25T09:20"}, schedulingv1.SlotStatus_OFFERED},
		}
		for name, test := range tests {
			require.Equal(t, test.want, b.explain(test.request).GetReason(), name)
		}
		reasons := map[schedulingv1.SlotStatus_Reason]bool{}
		for _, c := range b.coordinators {
			reasons[b.explain(&schedulingv1.ExplainSlotRequest{StartTime: held.GetStartTime(), Provider: "providers/" + c}).GetReason()] = true
		}
		require.True(t, reasons[schedulingv1.SlotStatus_HELD])
		_, err = b.book(b.explain(&schedulingv1.ExplainSlotRequest{LocalStartTime: "2026-11-25T09:20"}).GetSlot().GetSlot())
		require.NoError(t, err)
		_, err = b.staff.ExplainSlot(b.desk(), &schedulingv1.ExplainSlotRequest{AppointmentType: "consultation"})
		field(t, err, "startTime")
		_, err = b.staff.ExplainSlot(b.desk(), &schedulingv1.ExplainSlotRequest{
			AppointmentType: "consultation", Provider: "providers/" + id.New(), StartTime: a.GetStartTime(),
		})
		reason(t, err, errs.ReasonNotFound)
	})
}

func TestWatchChanges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		stream, err := b.intake.WatchChanges(t.Context(), &schedulingv1.WatchChangesRequest{})
		require.NoError(t, err)
		a := b.booked("2026-11-25", 0)
		_, err = b.staff.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{Name: a.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		tick := make(chan struct{})
		defer close(tick)
		go func() { // on PostgreSQL a change shows a little later than it commits
			for ticker := time.NewTicker(5 * time.Millisecond); ; {
				select {
				case <-tick:
					ticker.Stop()
					return
				case <-ticker.C:
					b.clock.Advance(10 * time.Millisecond)
				}
			}
		}()
		first, err := stream.Recv()
		require.NoError(t, err)
		require.Equal(t, a.GetName(), first.GetChange().GetAppointment())
		require.Equal(t, schedulingv1.Change_BOOKED, first.GetChange().GetKind())
		require.Equal(t, a.GetInquiry(), first.GetChange().GetInquiry())
		require.Equal(t, "services/intake", first.GetChange().GetActor())
		require.NotEmpty(t, first.GetChange().GetRequestId())
		second, err := stream.Recv()
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Change_CANCELLED, second.GetChange().GetKind())
		require.Equal(t, "staff/desk", second.GetChange().GetActor())

		resumed, err := b.match.WatchChanges(t.Context(), &schedulingv1.WatchChangesRequest{After: first.GetChange().GetCursor()})
		require.NoError(t, err)
		again, err := resumed.Recv()
		require.NoError(t, err)
		require.Equal(t, second.String(), again.String())
		damaged, err := b.match.WatchChanges(t.Context(), &schedulingv1.WatchChangesRequest{After: "x"})
		require.NoError(t, err)
		_, err = damaged.Recv()
		field(t, err, "after")
	})
}
