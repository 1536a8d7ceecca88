package intake

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// follow reads scheduling's feed until the test ends.
func (b *bundle) follow() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = b.service.follow(ctx)
	}()
	b.t.Cleanup(func() {
		cancel()
		<-done
	})
	background(b.t, b.service.every(time.Second, "visits", b.service.intake.TakeOverQueued))
}

// nextLook lets scheduling's watchers look again: on PostgreSQL an event is held back while an older transaction runs,
// anywhere on the server.
func (b *bundle) nextLook() { b.clock.Advance(500 * time.Millisecond) }

// eventually waits until the history holds exactly these kinds.
func (b *bundle) eventually(name string, kinds ...string) {
	b.t.Helper()
	var got []string
	require.Eventually(b.t, func() bool {
		b.nextLook()
		got = b.kinds(name)
		return slices.Equal(kinds, got)
	}, time.Minute, 20*time.Millisecond, "want %v, got at last %v", kinds, &got)
}

func TestStaffMoveAndCancelTheCall(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		booked := b.book(0)
		inquiry := b.only()
		call := inquiry.GetConsultation().GetAppointment()
		_, err := b.planner.RescheduleAppointment(b.desk(),
			&schedulingv1.RescheduleAppointmentRequest{Name: call, Slot: b.open(9), RequestId: newRequest()})
		require.NoError(t, err)
		b.eventually(inquiry.GetName(), "RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED")
		now, err := b.planner.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: call})
		require.NoError(t, err)
		require.Equal(t, now.GetAppointment().GetStartTime().AsTime(), b.only().GetConsultation().GetStartTime().AsTime())
		_, err = b.lookup(&intakev1.LookupConsultationRequest{Token: token(booked.GetManageUrl())})
		require.NoError(t, err, "the client's link goes on working")

		_, err = b.planner.CancelAppointment(b.desk(),
			&schedulingv1.CancelAppointmentRequest{Name: call, RequestId: newRequest()})
		require.NoError(t, err)
		b.eventually(inquiry.GetName(),
			"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED", "CONSULTATION_CANCELLED")
		require.Equal(t, intakev1.Inquiry_NEW, b.only().GetState())
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: inquiry.GetName()})
		require.NoError(t, err)
		require.Equal(t, "staff/desk", history.GetEvents()[2].GetActor())
		require.Equal(t, "staff/desk", history.GetEvents()[3].GetActor())
		require.Eventually(t, func() bool { return b.rows("visit_changes") == 0 }, time.Minute, 20*time.Millisecond)
	})
}

func TestOwnActionsAreRecordedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		booked := b.book(0)
		_, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: newRequest(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5)},
		})
		require.NoError(t, err)
		name := b.only().GetName()
		_, err = b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
			Name: name, Reason: intakev1.Inquiry_DECLINED, RequestId: newRequest(),
		})
		require.NoError(t, err)

		// What comes after in the feed shows that everything before was read.
		other := b.book(1)
		list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: "state = CONSULTATION_BOOKED"})
		require.NoError(t, err)
		last := list.GetInquiries()[0]
		require.Equal(t, other.GetConfirmationCode(), last.GetConfirmationCode())
		_, err = b.planner.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
			Name: last.GetConsultation().GetAppointment(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		b.eventually(last.GetName(), "RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_CANCELLED")
		require.Equal(t, []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED", "CLOSED", "CONSULTATION_CANCELLED",
		}, b.kinds(name))
	})
}

func TestFirstSessionLeadsIntoCare(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		inquiry := b.consulted()
		answer, err := b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err)
		session := answer.GetFirstSession()
		b.clock.Set(session.GetEndTime().AsTime())
		_, err = b.planner.CompleteAppointment(b.desk(),
			&schedulingv1.CompleteAppointmentRequest{Name: session.GetAppointment(), RequestId: newRequest()})
		require.NoError(t, err)
		b.eventually(inquiry.GetName(), append(paired[:len(paired):len(paired)], "APPOINTMENT_COMPLETED")...)
		require.Equal(t, intakev1.Inquiry_IN_CARE, b.only().GetState())
	})
}

func TestFirstSessionCancelled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		inquiry := b.consulted()
		answer, err := b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err)
		_, err = b.planner.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
			Name: answer.GetFirstSession().GetAppointment(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		b.eventually(inquiry.GetName(), append(paired[:len(paired):len(paired)], "FIRST_SESSION_CANCELLED")...)
		require.Equal(t, intakev1.Inquiry_PAIRED, b.only().GetState())
	})
}

func TestChangesWaitWhileAnActHoldsTheInquiry(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		inquiry := b.only()
		b.faults.lose("MoveAppointment", 1)
		_, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: newRequest(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5)},
		})
		require.Error(t, err)
		b.follow()
		require.Eventually(t, func() bool {
			b.nextLook()
			return b.rows("visit_changes") == 1
		}, time.Minute, 20*time.Millisecond)
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(inquiry.GetName()))
		b.sweep()
		_, err = b.service.intake.TakeOverQueued(t.Context())
		require.NoError(t, err)
		require.Zero(t, b.rows("visit_changes"))
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: inquiry.GetName()})
		require.NoError(t, err)
		require.Len(t, history.GetEvents(), 3)
		require.Regexp(t, "^clients/", history.GetEvents()[2].GetActor())
	})
}

// Sessions after the first are scheduling's alone: whatever happens to a series leaves the inquiry as it is.
func TestSeriesLeaveTheInquiryAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		inquiry := b.consulted()
		answer, err := b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err)
		session := answer.GetFirstSession()
		first, err := b.planner.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: session.GetAppointment()})
		require.NoError(t, err)
		found, err := b.planner.FindWeeklyOpenings(b.desk(), &schedulingv1.FindWeeklyOpeningsRequest{
			Providers: []string{first.GetAppointment().GetProvider()}, AppointmentType: "session", Weeks: 4,
			StartDate: session.GetEndTime().AsTime().AddDate(0, 0, 1).Format(time.DateOnly),
		})
		require.NoError(t, err)
		require.NotEmpty(t, found.GetOpenings())
		hour := found.GetOpenings()[0]
		booked, err := b.planner.BookSeries(b.desk(), &schedulingv1.BookSeriesRequest{
			Provider: hour.GetProvider(), AppointmentType: "session", Mode: hour.GetMode(), Inquiry: inquiry.GetName(),
			StartDate: hour.GetStartDate(), LocalTime: hour.GetLocalTime(), Recurrence: hour.GetRecurrence(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		_, err = b.planner.EndSeries(b.desk(), &schedulingv1.EndSeriesRequest{
			Name: booked.GetSeries().GetName(), EndDate: hour.GetStartDate(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		// What comes after in the feed shows that everything before was read.
		_, err = b.planner.CancelAppointment(b.desk(),
			&schedulingv1.CancelAppointmentRequest{Name: session.GetAppointment(), RequestId: newRequest()})
		require.NoError(t, err)
		b.eventually(inquiry.GetName(), append(paired[:len(paired):len(paired)], "FIRST_SESSION_CANCELLED")...)
		require.Equal(t, intakev1.Inquiry_PAIRED, b.only().GetState())
		require.Eventually(t, func() bool { return b.rows("visit_changes") == 0 }, time.Minute, 20*time.Millisecond)
	})
}
