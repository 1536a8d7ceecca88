package scheduling_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// A slot says what it is of for as long as anybody keeps it: taken by another, or over.
func TestSlotsSayWhatTheyAreOf(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana := b.therapist("ana", 9, 12, typev1.Need_IN_PERSON)
		offered := b.explain(&schedulingv1.ExplainSlotRequest{
			AppointmentType: "first-session", Provider: "providers/" + ana, StartTime: at("2026-11-25T14:00:00Z"), Mode: typev1.Need_IN_PERSON,
		}).GetSlot()
		_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When: &schedulingv1.BookAppointmentRequest_Slot{Slot: offered.GetSlot()}, Inquiry: "inquiries/" + id.New(),
			AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		b.clock.Set(at("2026-11-26T14:00:00Z").AsTime())
		read, err := b.match.ReadSlots(t.Context(), &schedulingv1.ReadSlotsRequest{Slots: []string{offered.GetSlot()}})
		require.NoError(t, err)
		require.Len(t, read.GetSlots(), 1)
		require.True(t, proto.Equal(offered, read.GetSlots()[0]), "%v is not %v", read.GetSlots()[0], offered)
		_, err = b.match.ReadSlots(t.Context(), &schedulingv1.ReadSlotsRequest{Slots: []string{offered.GetSlot(), "garbage"}})
		field(t, err, "slots[1]")
	})
}

// Many slots are checked at once: what was taken, what is over and what is none is not open, each judged alone.
func TestWhichSlotsAreOpen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		ana := b.therapist("ana", 9, 12, typev1.Need_IN_PERSON)
		slot := func(start string) string {
			return b.explain(&schedulingv1.ExplainSlotRequest{
				AppointmentType: "first-session", Provider: "providers/" + ana, StartTime: at(start), Mode: typev1.Need_IN_PERSON,
			}).GetSlot().GetSlot()
		}
		first, second, later := slot("2026-11-25T14:00:00Z"), slot("2026-11-25T15:00:00Z"), slot("2026-12-02T14:00:00Z")
		open := func(slots ...string) []bool {
			r, err := b.match.CheckSlots(t.Context(), &schedulingv1.CheckSlotsRequest{Slots: slots})
			require.NoError(t, err)
			return r.GetOpen()
		}
		require.Equal(t, []bool{true, false, true, true}, open(first, "garbage", second, later))
		require.Equal(t, []bool{false}, open("garbage"))
		_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When: &schedulingv1.BookAppointmentRequest_Slot{Slot: second}, Inquiry: "inquiries/" + id.New(),
			AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, []bool{true, false, true}, open(first, second, later))
		b.clock.Set(at("2026-11-26T14:00:00Z").AsTime())
		require.Equal(t, []bool{false, false, true}, open(first, second, later))
	})
}
