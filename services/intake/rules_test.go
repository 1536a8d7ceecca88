package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// withEach is each with a bundle that was changed before it started.
func withEach(t *testing.T, change func(*bundle), body func(t *testing.T, b *bundle)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			body(t, setup(t, engine, change))
		})
	}
}

func oneOpenCall(b *bundle) {
	b.rules = scheduling.DefaultTypes()
	b.rules[0].OnePerContact = true
}

const callOpen = errs.Reason("CALL_ALREADY_OPEN")

// One telephone number has one open call, however it is spelled. The refusal says nothing of it and leaves nothing
// behind; the call can be moved, and when it is over another can be booked.
func TestOneOpenCallPerNumber(t *testing.T) {
	t.Parallel()
	withEach(t, oneOpenCall, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		second := b.form(3)
		second.Contact.Phone, second.Contact.GivenName, second.Contact.Email = "+1 212.555.0142", "Else", "else@example.com"
		_, err := b.public.SubmitInquiry(b.visitor(), second)
		require.Equal(t, callOpen, errs.ReasonOf(err))
		e, _ := errs.As(err)
		require.Empty(t, e.Metadata)
		require.Empty(t, e.Details)
		for _, secret := range []string{"Anastasia", "inquiries/", "appointments/", booked.GetConfirmationCode()} {
			require.NotContains(t, err.Error(), secret)
		}
		_, err = b.public.SubmitInquiry(b.visitor(), second)
		require.Equal(t, callOpen, errs.ReasonOf(err), "a repeat says the same")
		require.Equal(t, "CONSULTATION_BOOKED", b.only().GetState().String())

		moved, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: newRequest(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5)},
		})
		require.NoError(t, err)
		other := b.form(3)
		other.Contact.Phone = "212 555 0143"
		_, err = b.public.SubmitInquiry(b.visitor(), other)
		require.NoError(t, err, "another number")
		ask := b.form(0)
		ask.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
			Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING},
		}}
		_, err = b.public.SubmitInquiry(b.visitor(), ask)
		require.NoError(t, err, "a call back can always be asked for")
		_, err = b.public.CancelConsultation(b.visitor(), &intakev1.CancelConsultationRequest{
			Token: token(moved.GetManageUrl()), RequestId: newRequest(),
		})
		require.NoError(t, err)
		_, err = b.public.SubmitInquiry(b.visitor(), second)
		require.NoError(t, err, "the same request, now that there is no other call")
	})
}

// Staff may give a number a second call, with a reason, which the history keeps; without one they are refused too.
func TestStaffMayBookAnotherCall(t *testing.T) {
	t.Parallel()
	withEach(t, oneOpenCall, func(t *testing.T, b *bundle) {
		b.book(0)
		create := func(n int, reason string) (*intakev1.Inquiry, error) {
			f := b.form(n)
			answer, err := b.staff.CreateInquiry(b.desk(), &intakev1.CreateInquiryRequest{
				RequestId: newRequest(), When: &intakev1.CreateInquiryRequest_Slot{Slot: f.GetSlot()}, Contact: f.GetContact(),
				Need: f.GetNeed(), Consents: f.GetConsents(), Locale: "en-US", Origin: "phone", AnotherCallReason: reason,
			})
			return answer.GetInquiry(), err
		}
		_, err := create(3, "")
		require.Equal(t, callOpen, errs.ReasonOf(err))
		second, err := create(3, "mother and son share a telephone")
		require.NoError(t, err)
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: second.GetName()})
		require.NoError(t, err)
		booked := history.GetEvents()[1]
		require.Equal(t, intakev1.HistoryEvent_CONSULTATION_BOOKED, booked.GetKind())
		require.Equal(t, "mother and son share a telephone", booked.GetFacts()["anotherCall"])
		require.Equal(t, "staff/desk", booked.GetActor())

		b.clock.Advance(time.Second)
		waiting := b.form(0)
		waiting.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
			Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING},
		}}
		_, err = b.public.SubmitInquiry(b.visitor(), waiting)
		require.NoError(t, err)
		list, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{})
		require.NoError(t, err)
		book := func(reason string) error {
			_, err := b.staff.BookConsultation(b.desk(), &intakev1.BookConsultationRequest{
				Name: list.GetInquiries()[0].GetName(), When: &intakev1.BookConsultationRequest_Slot{Slot: b.open(6)},
				RequestId: newRequest(), AnotherCallReason: reason,
			})
			return err
		}
		require.Equal(t, callOpen, errs.ReasonOf(book("")))
		require.NoError(t, book("asked for by the client"))
	})
}

// Whoever overbooks is in the history of the inquiry, with the rule and the reason.
func TestOverbookingIsInTheHistory(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slots, err := b.slots.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{AppointmentType: "consultation"})
		require.NoError(t, err)
		night := slots.GetSlots()[0].GetStartTime().AsTime().Truncate(24 * time.Hour).Add(24*time.Hour + 4*time.Hour)
		coordinator := b.coordinator()
		held, err := b.planner.OverbookSlot(b.desk(), &schedulingv1.OverbookSlotRequest{
			AppointmentType: "consultation", Provider: coordinator, StartTime: timestamppb.New(night),
			Rule: schedulingv1.SlotStatus_OUTSIDE_HOURS, Reason: "works nights", RequestId: newRequest(),
		})
		require.NoError(t, err)
		f := b.form(0)
		_, err = b.staff.CreateInquiry(b.desk(), &intakev1.CreateInquiryRequest{
			RequestId: newRequest(), When: &intakev1.CreateInquiryRequest_Hold{Hold: held.GetHold()}, Contact: f.GetContact(),
			Consents: f.GetConsents(), Locale: "en-US", Origin: "phone",
		})
		require.NoError(t, err)
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: b.only().GetName()})
		require.NoError(t, err)
		facts := history.GetEvents()[1].GetFacts()
		require.Equal(t, "OUTSIDE_HOURS", facts["overbook"])
		require.Equal(t, "works nights", facts["overbookReason"])
	})
}

// coordinator returns somebody who makes calls.
func (b *bundle) coordinator() string {
	b.t.Helper()
	practice, err := demo.Load()
	require.NoError(b.t, err)
	seed, err := practice.Scheduling()
	require.NoError(b.t, err)
	return "providers/" + seed.Coordinators[0].ID
}

// A message waits for a correction: what is booked, moved and moved back in that time is one message, about the last of
// it; a booking that is cancelled in it is one, too. What comes later is another.
func TestAQuickCorrectionSendsOneMessage(t *testing.T) {
	t.Parallel()
	withEach(t, func(b *bundle) { b.cfg.Grace = time.Minute }, func(t *testing.T, b *bundle) {
		send := func() int {
			_, err := b.service.intake.SendDue(t.Context())
			require.NoError(t, err)
			return len(b.letters())
		}
		url := b.book(0).GetManageUrl()
		require.Zero(t, send(), "not at once")
		var last *intakev1.RescheduleConsultationResponse
		for n := range 2 {
			b.clock.Advance(20 * time.Second)
			moved, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
				Token: token(url), RequestId: newRequest(),
				When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5 + n)},
			})
			require.NoError(t, err)
			url, last = moved.GetManageUrl(), moved
		}
		b.clock.Advance(time.Minute - time.Microsecond)
		require.Zero(t, send(), "the time begins anew with every correction")
		b.clock.Advance(time.Microsecond)
		require.Equal(t, 1, send())
		letter := unfolded(b.letters()[0])
		require.Contains(t, letter, "SEQUENCE:2")
		require.Contains(t, letter, "DTSTART:"+last.GetConsultation().GetStartTime().AsTime().Format("20060102T150405Z"))

		_, err := b.public.CancelConsultation(b.visitor(), &intakev1.CancelConsultationRequest{Token: token(url), RequestId: newRequest()})
		require.NoError(t, err)
		require.Equal(t, 1, send())
		b.clock.Advance(time.Minute)
		require.Equal(t, 2, send())

		second := b.form(0)
		second.Contact.Phone = "212 555 0199"
		answer, err := b.public.SubmitInquiry(b.visitor(), second)
		require.NoError(t, err)
		_, err = b.public.CancelConsultation(b.visitor(), &intakev1.CancelConsultationRequest{
			Token: token(answer.GetManageUrl()), RequestId: newRequest(),
		})
		require.NoError(t, err)
		b.clock.Advance(time.Minute)
		require.Equal(t, 3, send())
	})
}

// unfolded decodes what quoted-printable and iCalendar fold, as far as the tests look at it.
func unfolded(letter string) string {
	return strings.NewReplacer("=\r\n", "", "\r\n ", "").Replace(letter)
}
