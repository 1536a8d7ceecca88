package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/durationpb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// What an inquiry holds is in nobody's way but others': it can be proposed again, in any room there is, or be booked.
func TestOwnHoldsAreNotInTheWay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana, ben := b.therapist("ana", 9, 12, typev1.Need_IN_PERSON), b.therapist("ben", 9, 12, typev1.Need_IN_PERSON)
		slot := func(provider, clock string) string {
			got := b.explain(&schedulingv1.ExplainSlotRequest{
				AppointmentType: "first-session", Provider: "providers/" + provider, StartTime: at(clock), Mode: typev1.Need_IN_PERSON,
			})
			require.True(t, got.GetOffered())
			return got.GetSlot().GetSlot()
		}
		first, second := slot(ana, "2026-11-25T14:00:00Z"), slot(ben, "2026-11-25T14:00:00Z")
		overlap, later := slot(ana, "2026-11-25T14:30:00Z"), slot(ben, "2026-11-25T16:00:00Z")
		inquiry, other := "inquiries/"+id.New(), "inquiries/"+id.New()
		hold := func(inquiry string, slots ...string) (string, error) {
			got, err := b.match.HoldSlots(t.Context(), &schedulingv1.HoldSlotsRequest{
				Slots: slots, Inquiry: inquiry, Duration: durationpb.New(time.Hour), RequestId: uuid.NewString(),
			})
			return got.GetHold(), err
		}
		book := func(inquiry, slot string) (*schedulingv1.Appointment, error) {
			got, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
				When: &schedulingv1.BookAppointmentRequest_Slot{Slot: slot}, Inquiry: inquiry,
				AppointmentType: "first-session", RequestId: uuid.NewString(),
			})
			return got.GetAppointment(), err
		}
		old, err := hold(inquiry, first, second, later)
		require.NoError(t, err)

		// Both rooms are held for the inquiry. Nobody else gets them, and asking in vain takes nothing away.
		for _, slots := range [][]string{{first}, {overlap}, {later, second}} {
			_, err = hold(other, slots...)
			reason(t, err, "SLOT_TAKEN")
		}
		_, err = book(other, overlap)
		reason(t, err, "SLOT_TAKEN")

		again, err := hold(inquiry, overlap, second)
		require.NoError(t, err)
		_, err = b.bookHold(old, first, inquiry, "first-session")
		field(t, err, "slotOfHold")
		_, err = b.bookHold(old, later, other, "first-session")
		reason(t, err, "HOLD_NOT_FOUND")

		a, err := book(inquiry, first)
		require.NoError(t, err, "over the hold of an overlapping start")
		require.Equal(t, "providers/"+ana, a.GetProvider())
		_, err = hold(inquiry, overlap)
		require.Equal(t, "BUSY", reason(t, err, "SLOT_TAKEN").Metadata["why"], "an appointment is in everybody's way")
		_, err = b.bookHold(again, overlap, inquiry, "first-session")
		field(t, err, "slotOfHold")
		rest, err := b.bookHold(again, second, inquiry, "first-session")
		require.NoError(t, err)
		require.Equal(t, "providers/"+ben, rest.GetProvider())
		_, err = b.bookHold(old, later, inquiry, "first-session")
		require.NoError(t, err, "what was not in the way is still held")
	})
}
