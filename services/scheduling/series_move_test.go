package scheduling_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// shift is a request to move a series from its n-th appointment on.
func shift(s *schedulingv1.Series, n int, date, clock string) *schedulingv1.MoveSeriesRequest {
	return &schedulingv1.MoveSeriesRequest{
		Name: s.GetName(), Appointment: s.GetAppointments()[n].GetName(), Scope: schedulingv1.MoveSeriesRequest_FROM_HERE_ON,
		StartDate: date, LocalTime: clock, RequestId: uuid.NewString(),
	}
}

func (b *bundle) move(r *schedulingv1.MoveSeriesRequest) *schedulingv1.Series {
	b.t.Helper()
	answer, err := b.staff.MoveSeries(b.desk(), r)
	require.NoError(b.t, err)
	return answer.GetSeries()
}

func recurrence(s *schedulingv1.Series, rule int) string {
	return strings.Join(s.GetRules()[rule].GetRecurrence(), " ")
}

func names(s *schedulingv1.Series) []string {
	var out []string
	for _, a := range s.GetAppointments() {
		out = append(out, a.GetName())
	}
	return out
}

func TestMoveSeriesFromHereOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		one := b.series(wish(provider, "10:00", "FREQ=WEEKLY;COUNT=5"))
		// Half an hour later overlaps the time it has; a week later is where the next one is; a week earlier again.
		moved := b.move(shift(one, 2, "2026-12-15", "10:30"))
		require.Equal(t, names(one), names(moved), "the ids stay")
		require.Equal(t, []string{"12-01 10:00", "12-08 10:00", "12-15 10:30", "12-22 10:30", "12-29 10:30"}, local(t, moved))
		require.EqualValues(t, 1, moved.GetAppointments()[2].GetSequence())
		require.Zero(t, moved.GetAppointments()[1].GetSequence())
		require.Equal(t, "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TU", recurrence(moved, 0))
		require.Equal(t, "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU", recurrence(moved, 1))
		require.EqualValues(t, 2, moved.GetRules()[1].GetFirstIndex())
		request := shift(one, 2, "2026-12-22", "10:30")
		moved = b.move(request)
		later := []string{"12-01 10:00", "12-08 10:00", "12-22 10:30", "12-29 10:30", "01-05 10:30"}
		require.Equal(t, later, local(t, moved))
		require.Equal(t, moved.String(), b.move(request).String(), "a repeat changes nothing")
		require.Equal(t, []string{"12-01 10:00", "12-10 09:00", "12-17 09:00", "12-24 09:00", "12-31 09:00"},
			local(t, b.move(shift(one, 1, "2026-12-10", "09:00"))))

		// A refused move changes nothing; one that may leave some where they are does.
		_, ok := b.single(provider, "2026-12-23T15:00")
		require.True(t, ok)
		request = shift(one, 1, "2026-12-09", "15:00")
		request.Etag = "stale"
		_, err := b.staff.MoveSeries(b.desk(), request)
		reason(t, err, errs.ReasonETagMismatch)
		request.Etag = ""
		_, err = b.staff.MoveSeries(b.desk(), request)
		require.Equal(t, "2026-12-23", conflicts(t, err)[0].GetDate())
		now, err := b.staff.GetSeries(b.desk(), &schedulingv1.GetSeriesRequest{Name: one.GetName()})
		require.NoError(t, err)
		require.Equal(t, "12-31 09:00", local(t, now.GetSeries())[4])
		request.MaxExceptions = 1
		moved = b.move(request)
		require.Equal(t, []string{"12-01 10:00", "12-09 15:00", "12-16 15:00", "12-24 09:00", "12-30 15:00"}, local(t, moved))
		require.Len(t, moved.GetExceptions(), 1)
		require.Equal(t, schedulingv1.SlotStatus_BUSY, moved.GetExceptions()[0].GetReason())
		require.Equal(t, "RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=WE EXDATE;TZID=America/New_York:20261223T150000 RDATE:20261224T140000Z",
			recurrence(moved, 1))
	})
}

// What stays where it is may be in the way of what comes after it.
func TestMoveSeriesIntoItself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		one := b.series(wish(provider, "10:00", "FREQ=WEEKLY;COUNT=4"))
		_, ok := b.single(provider, "2026-12-29T10:00")
		require.True(t, ok)
		request := shift(one, 0, "2026-12-08", "10:00")
		_, err := b.staff.MoveSeries(b.desk(), request)
		require.Len(t, conflicts(t, err), 4, "the last cannot move, so none before it can")
		request.MaxExceptions = 3
		_, err = b.staff.MoveSeries(b.desk(), request)
		require.Len(t, conflicts(t, err), 4)
	})
}

func TestMoveOneOccurrence(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		one := b.series(wish(provider, "10:00", "FREQ=WEEKLY;COUNT=3"))
		request := shift(one, 1, "2026-12-09", "13:30")
		request.Scope, request.Etag = schedulingv1.MoveSeriesRequest_THIS_ONE, one.GetEtag()
		moved := b.move(request)
		require.Equal(t, []string{"12-01 10:00", "12-09 13:30", "12-15 10:00"}, local(t, moved))
		require.Equal(t, "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU EXDATE;TZID=America/New_York:20261208T100000 RDATE:20261209T183000Z",
			recurrence(moved, 0))
		require.Equal(t, moved.String(), b.move(request).String())
		wrong := func(edit func(r *schedulingv1.MoveSeriesRequest)) error {
			r := shift(one, 1, "2026-12-09", "13:30")
			r.Scope = schedulingv1.MoveSeriesRequest_THIS_ONE
			edit(r)
			_, err := b.staff.MoveSeries(b.desk(), r)
			return err
		}
		reason(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.LocalTime = "18:00" }), "SLOT_TAKEN")
		field(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.StartDate = "2026-11-03" }), "startDate")
		field(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.StartDate = "2026-02-30" }), "startDate")
		reason(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.Appointment = "appointments/" + id.New() }), errs.ReasonNotFound)
		reason(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.Name = "series/" + id.New() }), errs.ReasonNotFound)
		skipped := conflicts(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.StartDate, r.LocalTime = "2027-03-14", "02:30" }))
		require.Equal(t, schedulingv1.SlotStatus_NONEXISTENT_LOCAL_TIME, skipped[0].GetReason())
		require.Nil(t, skipped[0].GetStartTime())
		// The rest goes along with the one that was moved.
		later := b.move(shift(one, 1, "2026-12-10", "16:00"))
		require.Equal(t, []string{"12-01 10:00", "12-10 16:00", "12-17 16:00"}, local(t, later))
		// A repeat is recognised before its version is judged, and changes nothing.
		require.Equal(t, later.String(), b.move(request).String())
		reason(t, wrong(func(r *schedulingv1.MoveSeriesRequest) { r.Etag = one.GetEtag() }), errs.ReasonETagMismatch)
	})
}

func TestEndSeries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.weekly("Cleo", 9, 17)
		one := b.series(wish(provider, "10:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4"))
		require.Equal(t, []string{"12-01 10:00", "12-15 10:00", "12-29 10:00", "01-12 10:00"}, local(t, one))
		b.clock.Set(one.GetAppointments()[1].GetStartTime().AsTime().Add(time.Minute))
		request := &schedulingv1.EndSeriesRequest{Name: one.GetName(), EndDate: "2026-12-01", Etag: "stale", RequestId: uuid.NewString()}
		_, err := b.staff.EndSeries(b.desk(), request)
		reason(t, err, errs.ReasonETagMismatch)
		request.Etag = one.GetEtag()
		request.EndDate = "2027-01-12"
		ended, err := b.staff.EndSeries(b.desk(), request)
		require.NoError(t, err)
		require.Len(t, ended.GetSeries().GetAppointments(), 4, "the rows stay")
		require.Equal(t, []string{"12-01 10:00", "12-15 10:00", "12-29 10:00"}, local(t, ended.GetSeries()))
		require.Equal(t, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=TU", recurrence(ended.GetSeries(), 0))
		again, err := b.staff.EndSeries(b.desk(), request)
		require.NoError(t, err)
		require.Equal(t, ended.String(), again.String())

		// What has begun waits for its outcome, even if the end lies before it.
		request = &schedulingv1.EndSeriesRequest{Name: one.GetName(), EndDate: "2026-11-01", RequestId: uuid.NewString()}
		ended, err = b.staff.EndSeries(b.desk(), request)
		require.NoError(t, err)
		require.Equal(t, []string{"12-01 10:00", "12-15 10:00"}, local(t, ended.GetSeries()))
		require.Equal(t, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2;BYDAY=TU", recurrence(ended.GetSeries(), 0))
		require.True(t, b.whyNot(provider, "2026-12-29T10:00").GetOffered(), "its time is open again")
		_, err = b.staff.MoveSeries(b.desk(), shift(one, 3, "2027-02-02", "10:00"))
		require.Equal(t, "CANCELLED", reason(t, err, "WRONG_APPOINTMENT_STATE").Metadata["state"])
		request.EndDate, request.RequestId = "2026-13-01", uuid.NewString()
		_, err = b.staff.EndSeries(b.desk(), request)
		field(t, err, "endDate")
	})
}

// Every occurrence is an event of its own, as for single appointments.
func TestSeriesInTheFeed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		one := b.series(wish(b.weekly("Cleo", 9, 17), "10:00", "FREQ=WEEKLY;COUNT=3"))
		b.move(shift(one, 1, "2026-12-08", "11:00"))
		_, err := b.staff.EndSeries(b.desk(), &schedulingv1.EndSeriesRequest{Name: one.GetName(), EndDate: "2026-12-15", RequestId: uuid.NewString()})
		require.NoError(t, err)
		stream, err := b.intake.WatchChanges(t.Context(), &schedulingv1.WatchChangesRequest{})
		require.NoError(t, err)
		done := make(chan struct{})
		defer close(done)
		go func() { // on PostgreSQL a change shows a little later than it commits
			for ticker := time.NewTicker(5 * time.Millisecond); ; {
				select {
				case <-done:
					ticker.Stop()
					return
				case <-ticker.C:
					b.clock.Advance(10 * time.Millisecond)
				}
			}
		}()
		got := map[string][]string{}
		for range 9 {
			c, err := stream.Recv()
			require.NoError(t, err)
			require.Equal(t, one.GetInquiry(), c.GetChange().GetInquiry())
			require.Equal(t, "staff/desk", c.GetChange().GetActor())
			name := c.GetChange().GetAppointment()
			got[name] = append(got[name], c.GetChange().GetKind().String())
		}
		require.Equal(t, map[string][]string{
			names(one)[0]: {"BOOKED"}, names(one)[1]: {"BOOKED", "RESCHEDULED", "FREED"},
			names(one)[2]: {"BOOKED", "RESCHEDULED", "FREED", "CANCELLED", "FREED"},
		}, got)
	})
}

func TestListSeries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		cleo, dora := b.weekly("Cleo", 9, 17), b.weekly("Dora", 9, 17)
		first := b.series(wish(cleo, "10:00", "FREQ=WEEKLY;COUNT=2"))
		b.clock.Advance(time.Second)
		second, third := b.series(wish(dora, "10:00", "FREQ=WEEKLY;COUNT=2")), b.series(wish(cleo, "11:00", "FREQ=WEEKLY;COUNT=3"))
		list := func(r *schedulingv1.ListSeriesRequest) *schedulingv1.ListSeriesResponse {
			got, err := b.staff.ListSeries(b.desk(), r)
			require.NoError(t, err)
			return got
		}
		var seen []string
		for r := (&schedulingv1.ListSeriesRequest{PageSize: 1}); ; {
			got := list(r)
			require.Len(t, got.GetSeries(), 1)
			seen = append(seen, got.GetSeries()[0].GetName())
			if r.PageToken = got.GetNextPageToken(); r.GetPageToken() == "" {
				break
			}
		}
		require.ElementsMatch(t, []string{first.GetName(), second.GetName(), third.GetName()}, seen)
		require.Equal(t, first.GetName(), seen[2], "newest first")
		of := list(&schedulingv1.ListSeriesRequest{Inquiry: third.GetInquiry()}).GetSeries()
		require.Len(t, of, 1)
		require.Equal(t, third.String(), of[0].String())
		require.Len(t, list(&schedulingv1.ListSeriesRequest{Provider: cleo}).GetSeries(), 2)

		own := b.clinician(strings.TrimPrefix(cleo, "providers/"))
		mine, err := b.staff.ListSeries(own, &schedulingv1.ListSeriesRequest{})
		require.NoError(t, err)
		require.Len(t, mine.GetSeries(), 2)
		_, err = b.staff.GetSeries(own, &schedulingv1.GetSeriesRequest{Name: first.GetName()})
		require.NoError(t, err)
		_, err = b.staff.GetSeries(own, &schedulingv1.GetSeriesRequest{Name: second.GetName()})
		reason(t, err, errs.ReasonNotFound)
		none, err := b.staff.ListSeries(own, &schedulingv1.ListSeriesRequest{Provider: dora})
		require.NoError(t, err)
		require.Empty(t, none.GetSeries())
		_, err = b.staff.BookSeries(own, wish(cleo, "13:00", "FREQ=WEEKLY;COUNT=2"))
		reason(t, err, errs.ReasonPermissionDenied)
		_, err = b.staff.GetSeries(b.desk(), &schedulingv1.GetSeriesRequest{Name: "nonsense"})
		reason(t, err, errs.ReasonNotFound)
	})
}
