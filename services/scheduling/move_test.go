package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// booked books the n-th open start of the day.
func (b *bundle) booked(day string, n int) *schedulingv1.Appointment {
	b.t.Helper()
	a, err := b.book(b.slots(day, day).GetSlots()[n].GetSlot())
	require.NoError(b.t, err)
	return a
}

func TestReschedule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		a := b.booked("2026-11-25", 0)
		next := b.slots("2026-11-25", "2026-11-25").GetSlots()[1]
		request := &schedulingv1.RescheduleAppointmentRequest{
			Name: a.GetName(), Slot: next.GetSlot(), Etag: "stale", RequestId: uuid.NewString(),
		}
		_, err := b.staff.RescheduleAppointment(b.desk(), request)
		require.Equal(t, a.GetName(), reason(t, err, errs.ReasonETagMismatch).Metadata["resource"])
		request.Etag = a.GetEtag()
		r, err := b.staff.RescheduleAppointment(b.desk(), request)
		require.NoError(t, err)
		moved := r.GetAppointment()
		require.Equal(t, a.GetName(), moved.GetName())
		require.Equal(t, a.GetProvider(), moved.GetProvider(), "the same person by default")
		require.Equal(t, next.GetStartTime().AsTime(), moved.GetStartTime().AsTime())
		require.EqualValues(t, 1, moved.GetSequence())
		require.NotEqual(t, a.GetEtag(), moved.GetEtag())
		again, err := b.staff.RescheduleAppointment(b.desk(), request)
		require.NoError(t, err)
		require.Equal(t, moved.String(), again.GetAppointment().String())

		// A refused move leaves the appointment where it was.
		other, third := b.booked("2026-11-25", 4), b.slots("2026-11-25", "2026-11-25").GetSlots()[4]
		_, err = b.book(third.GetSlot())
		require.NoError(t, err)
		require.Equal(t, other.GetStartTime().AsTime(), third.GetStartTime().AsTime())
		_, err = b.staff.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: a.GetName(), Slot: third.GetSlot(), RequestId: uuid.NewString(),
		})
		reason(t, err, "SLOT_TAKEN")
		got, err := b.staff.GetAppointment(b.desk(), &schedulingv1.GetAppointmentRequest{Name: a.GetName()})
		require.NoError(t, err)
		require.Equal(t, moved.String(), got.GetAppointment().String())
	})
}

// Moving by a step overlaps the appointment's own old time, which is no obstacle.
func TestMoveIntoOwnTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		first := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		a, other := b.booked("2026-11-25", 0), b.booked("2026-11-25", 0)
		require.Equal(t, a.GetStartTime().AsTime(), other.GetStartTime().AsTime())
		r, err := b.intake.MoveAppointment(t.Context(), &schedulingv1.MoveAppointmentRequest{
			Name: a.GetName(), When: &schedulingv1.MoveAppointmentRequest_Slot{Slot: first.GetSlot()}, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, a.GetProvider(), r.GetAppointment().GetProvider())

		h, err := b.hold(b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetSlot())
		require.NoError(t, err)
		r, err = b.intake.MoveAppointment(t.Context(), &schedulingv1.MoveAppointmentRequest{
			Name: a.GetName(), When: &schedulingv1.MoveAppointmentRequest_Hold{Hold: h.GetHold()}, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, h.GetStartTime().AsTime(), r.GetAppointment().GetStartTime().AsTime())
		require.Equal(t, first.GetStartTime().AsTime(), b.slots("2026-11-25", "2026-11-25").GetSlots()[0].GetStartTime().AsTime())
	})
}

// Who is seen stays: a first session is moved neither to a slot nor to a hold with somebody else.
func TestMoveKeepsTheProvider(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben := b.therapist("ana", 9, 12, typev1.Need_VIDEO), b.therapist("ben", 9, 12, typev1.Need_VIDEO)
		slot := func(provider, clock string) string {
			got := b.explain(&schedulingv1.ExplainSlotRequest{
				AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at(clock), Mode: typev1.Need_VIDEO,
			})
			require.True(t, got.GetOffered())
			return got.GetSlot().GetSlot()
		}
		booked, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot(ana, "2026-11-25T14:00:00Z")},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		a := booked.GetAppointment()
		hold := func(slots ...string) string {
			got, err := b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
				Slots: slots, Inquiry: a.GetInquiry(), Duration: durationpb.New(time.Hour), RequestId: uuid.NewString(),
			})
			require.NoError(t, err)
			return got.GetHold()
		}
		move := func(r *schedulingv1.MoveAppointmentRequest) (*schedulingv1.Appointment, error) {
			r.Name, r.RequestId = a.GetName(), uuid.NewString()
			got, err := b.intake.MoveAppointment(t.Context(), r)
			return got.GetAppointment(), err
		}
		_, err = move(&schedulingv1.MoveAppointmentRequest{
			When: &schedulingv1.MoveAppointmentRequest_Slot{Slot: slot(ben, "2026-11-25T14:00:00Z")},
		})
		field(t, err, "slot")
		_, err = move(&schedulingv1.MoveAppointmentRequest{
			When: &schedulingv1.MoveAppointmentRequest_Hold{Hold: hold(slot(ben, "2026-11-25T14:00:00Z"))},
		})
		field(t, err, "hold")
		moved, err := move(&schedulingv1.MoveAppointmentRequest{
			When: &schedulingv1.MoveAppointmentRequest_Hold{Hold: hold(slot(ana, "2026-11-25T15:00:00Z"))},
		})
		require.NoError(t, err)
		require.Equal(t, "providers/"+ana, moved.GetProvider())
	})
}
