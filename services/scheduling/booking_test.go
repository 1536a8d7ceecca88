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

func TestBookingIsIdempotent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-24", "2026-11-24").GetSlots()[0]
		request := &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot.GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
		}
		first, err := b.intake.BookAppointment(t.Context(), request)
		require.NoError(t, err)
		a := first.GetAppointment()
		require.Equal(t, "consultation", a.GetType())
		require.Equal(t, schedulingv1.Appointment_BOOKED, a.GetState())
		require.Equal(t, typev1.Need_PHONE, a.GetMode())
		require.Equal(t, request.GetInquiry(), a.GetInquiry())
		require.Contains(t, []string{"Ana", "Ben"}, a.GetProviderDisplayName())
		require.Empty(t, a.GetRoom())
		b.clock.Set(slot.GetStartTime().AsTime().Add(time.Hour)) // the slot is past: a repeat does not mind
		again, err := b.intake.BookAppointment(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, a.String(), again.GetAppointment().String())
		request.Inquiry = "inquiries/" + id.New()
		_, err = b.intake.BookAppointment(t.Context(), request)
		reason(t, err, errs.ReasonRequestIDReused)

		list, err := b.intake.ListInquiryAppointments(t.Context(), &schedulingv1.ListInquiryAppointmentsRequest{
			Inquiries: []string{a.GetInquiry()},
		})
		require.NoError(t, err)
		require.Len(t, list.GetAppointments(), 1)
		require.Equal(t, a.String(), list.GetAppointments()[0].String())
	})
}

func TestBookingWantsTheRightType(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.slots("2026-11-25", "2026-11-25").GetSlots()[0]
		_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot.GetSlot()},
			Inquiry: "inquiries/" + id.New(), AppointmentType: "first-session", RequestId: uuid.NewString(),
		})
		field(t, err, "slot")
	})
}

// Bookings are dealt out by the week's load.
func TestBookingsAreDealtOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		count := map[string]int{}
		for _, s := range b.slots("2026-11-25", "2026-11-25").GetSlots() {
			a, err := b.book(s.GetSlot())
			require.NoError(t, err)
			count[a.GetProvider()]++
		}
		require.Equal(t, map[string]int{"providers/" + b.coordinators[0]: 12, "providers/" + b.coordinators[1]: 12}, count)
	})
}

func TestOpeningsCanAllBeHeld(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		var names []string
		for _, name := range []string{"dr one", "dr two", "dr three"} {
			names = append(names, "providers/"+b.therapist(name, 9, 12, typev1.Need_IN_PERSON, typev1.Need_VIDEO))
		}
		found, err := b.match.FindOpenings(t.Context(), &schedulingv1.FindOpeningsRequest{
			Providers: append(names, "providers/"+id.New()), AppointmentType: "first-session", PerProvider: 10,
			Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO},
		})
		require.NoError(t, err)
		require.Len(t, found.GetProviders(), 3)
		var tokens []string
		modes := map[typev1.Need_Mode]int{}
		for i, p := range found.GetProviders() {
			require.Equal(t, names[i], p.GetProvider())
			require.Len(t, p.GetOpenings(), 10)
			for n, s := range p.GetOpenings() {
				tokens = append(tokens, s.GetSlot())
				modes[s.GetMode()]++
				if n > 0 {
					require.False(t, s.GetStartTime().AsTime().Before(p.GetOpenings()[n-1].GetEndTime().AsTime()))
				}
			}
		}
		require.Equal(t, map[typev1.Need_Mode]int{typev1.Need_IN_PERSON: 20, typev1.Need_VIDEO: 10}, modes, "two rooms")

		inquiry := "inquiries/" + id.New()
		request := &schedulingv1.HoldSlotsRequest{
			Slots: tokens, Inquiry: inquiry, Duration: durationpb.New(48 * time.Hour), RequestId: uuid.NewString(),
		}
		held, err := b.match.HoldSlots(t.Context(), request)
		require.NoError(t, err)
		require.Len(t, held.GetSlots(), 30)
		again, err := b.match.HoldSlots(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, held.GetHold(), again.GetHold())
		request.RequestId, request.Inquiry = uuid.NewString(), "inquiries/"+id.New()
		_, err = b.match.HoldSlots(t.Context(), request)
		require.Equal(t, tokens[0], reason(t, err, "SLOT_TAKEN").Metadata["slot"])

		_, err = b.bookHold(held.GetHold(), "", inquiry, "first-session")
		field(t, err, "slotOfHold")
		_, err = b.bookHold(held.GetHold(), tokens[4], "inquiries/"+id.New(), "first-session")
		reason(t, err, "HOLD_NOT_FOUND")
		a, err := b.bookHold(held.GetHold(), tokens[4], inquiry, "first-session")
		require.NoError(t, err)
		require.NotEmpty(t, a.GetRoom())
		require.Contains(t, []string{"Blue", "Red"}, a.GetRoomDisplayName())
		_, err = b.bookHold(held.GetHold(), tokens[5], inquiry, "first-session")
		reason(t, err, "HOLD_NOT_FOUND")

		_, err = b.match.ReleaseSlots(t.Context(), &schedulingv1.ReleaseSlotsRequest{Hold: held.GetHold()})
		require.NoError(t, err, "gone already is fine")
		request.Slots = append(tokens[:4:4], tokens[5:]...)
		_, err = b.match.HoldSlots(t.Context(), request)
		require.NoError(t, err, "the others were let go")
	})
}

func TestEnsureProviderKeepsTheSchedule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		provider := b.therapist("dr one", 9, 12)
		require.Equal(t, provider, b.therapist("dr one", 10, 18))
		got, err := b.staff.GetSchedule(b.admin(), &schedulingv1.GetScheduleRequest{Name: "providers/" + provider + "/schedule"})
		require.NoError(t, err)
		require.Equal(t, "09:00", got.GetSchedule().GetWeeklyHours()[0].GetWindow().GetStartTime())
		_, err = b.match.EnsureProvider(t.Context(), &schedulingv1.EnsureProviderRequest{Provider: &schedulingv1.Provider{
			Name: "providers/" + provider, DisplayName: "x", AppointmentTypes: []string{"massage"},
		}})
		field(t, err, "provider.appointmentTypes[0]")
	})
}

// Who sends something that is not of the wanted form is told the form, not a regular expression.
func TestAPatternIsSaidInWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		_, err := b.intake.BookAppointment(t.Context(), &schedulingv1.BookAppointmentRequest{
			When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: "some"},
			Inquiry: "inquiries/Ana Ruiz", AppointmentType: "Call", RequestId: uuid.NewString(),
		})
		e := reason(t, err, errs.ReasonInvalidFields)
		require.Len(t, e.Violations, 2)
		require.Equal(t, "inquiry", e.Violations[0].Field)
		require.Equal(t, "must be a name such as inquiries/ and the 26 characters of an id, as it was answered", e.Violations[0].Description)
		require.Equal(t, "must be an id of 2 to 41 small letters, digits and dashes that begins with a letter", e.Violations[1].Description)
	})
}
