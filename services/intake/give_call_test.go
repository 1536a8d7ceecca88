package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// wish submits a form that asks to be called.
func (b *bundle) wish() *intakev1.Inquiry {
	b.t.Helper()
	form := b.form(0)
	form.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
		Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING},
	}}
	_, err := b.public.SubmitInquiry(b.visitor(), form)
	require.NoError(b.t, err)
	return b.only()
}

func (b *bundle) bookFor(inquiry string, n int) *intakev1.BookConsultationRequest {
	return &intakev1.BookConsultationRequest{
		Name: inquiry, When: &intakev1.BookConsultationRequest_Slot{Slot: b.open(n)}, RequestId: newRequest(),
	}
}

func TestBookConsultationForAWish(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		wish := b.wish()
		hold, err := b.slots.CreateHold(b.desk(), &schedulingv1.CreateHoldRequest{Slot: b.open(3), RequestId: newRequest()})
		require.NoError(t, err)
		r := &intakev1.BookConsultationRequest{
			Name: wish.GetName(), When: &intakev1.BookConsultationRequest_Hold{Hold: hold.GetHold()},
			RequestId: newRequest(), Etag: wish.GetEtag(),
		}
		booked, err := b.staff.BookConsultation(b.desk(), r)
		require.NoError(t, err)
		i := booked.GetInquiry()
		require.True(t, proto.Equal(i, b.only()), "the answer is the inquiry as it is read")
		require.Equal(t, intakev1.Inquiry_CONSULTATION_BOOKED, i.GetState())
		require.Equal(t, schedulingv1.Appointment_BOOKED, i.GetConsultation().GetState())
		require.Equal(t, hold.GetStartTime().AsTime(), i.GetConsultation().GetStartTime().AsTime())
		require.Nil(t, i.GetCallback(), "the wish has been met")
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(i.GetName()))

		again, err := b.staff.BookConsultation(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(booked, again))
		require.Equal(t, 1, b.booked("consultation"))
		r.Etag = ""
		_, err = b.staff.BookConsultation(b.desk(), r)
		require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))
	})
}

func TestBookConsultationAfterAMissedCallAndALostOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		link := b.book(0).GetManageUrl()
		name := b.only().GetName()
		_, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
			Name: name, Outcome: intakev1.RecordCallRequest_NO_ANSWER, RequestId: newRequest(),
		})
		require.NoError(t, err)
		_, err = b.staff.BookConsultation(b.desk(), b.bookFor(name, 4))
		require.Equal(t, errs.Reason("WRONG_INQUIRY_STATE"), errs.ReasonOf(err), "a call lies ahead still: it is moved instead")

		b.clock.Advance(24 * time.Hour)
		second, err := b.staff.BookConsultation(b.desk(), b.bookFor(name, 4))
		require.NoError(t, err)
		require.Nil(t, second.GetInquiry().GetNextAttemptTime())
		require.Equal(t, intakev1.Inquiry_CONSULTATION_BOOKED, second.GetInquiry().GetState())
		_, err = b.lookup(&intakev1.LookupConsultationRequest{Token: token(link)})
		require.Equal(t, linkNotFound, errs.ReasonOf(err), "the link of the call that was missed is dead")

		_, err = b.planner.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
			Name: second.GetInquiry().GetConsultation().GetAppointment(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		b.eventually(name, "RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "CONSULTATION_BOOKED", "CONSULTATION_CANCELLED")
		require.Equal(t, intakev1.Inquiry_NEW, b.only().GetState())
		third, err := b.staff.BookConsultation(b.desk(), b.bookFor(name, 6))
		require.NoError(t, err)
		require.Equal(t, intakev1.Inquiry_CONSULTATION_BOOKED, third.GetInquiry().GetState())
		require.Equal(t, []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "CONSULTATION_BOOKED", "CONSULTATION_CANCELLED",
			"CONSULTATION_BOOKED",
		}, b.kinds(name))
	})
}

func TestBookConsultationRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		wish := b.wish()
		stale := b.bookFor(wish.GetName(), 0)
		stale.Etag = "stale"
		unknown := b.bookFor("inquiries/aaaaaaaaaaaaaaaaaaaaaaaaaa", 0)
		lapsed := b.bookFor(wish.GetName(), 0)
		lapsed.When = &intakev1.BookConsultationRequest_Hold{Hold: "AAAA"}
		taken := b.bookFor(wish.GetName(), 5)
		for range 2 {
			form := b.form(0)
			form.When = &intakev1.SubmitInquiryRequest_Slot{Slot: taken.GetSlot()}
			_, err := b.public.SubmitInquiry(b.visitor(), form)
			require.NoError(t, err)
		}
		for reason, r := range map[errs.Reason]*intakev1.BookConsultationRequest{
			errs.ReasonETagMismatch: stale, errs.ReasonNotFound: unknown, "HOLD_NOT_FOUND": lapsed, "SLOT_TAKEN": taken,
		} {
			_, err := b.staff.BookConsultation(b.desk(), r)
			require.Equal(t, reason, errs.ReasonOf(err))
		}
		_, err := b.staff.BookConsultation(b.desk(), taken)
		e, _ := errs.As(err)
		require.NotEmpty(t, e.Details, "the nearest open times")
		got, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: wish.GetName()})
		require.NoError(t, err)
		require.True(t, proto.Equal(wish, got.GetInquiry()), "nothing was half done")
		_, err = b.staff.BookConsultation(b.clinician("providers/x"), b.bookFor(wish.GetName(), 0))
		require.Equal(t, errs.ReasonPermissionDenied, errs.ReasonOf(err))
	})
}

func TestBookConsultationAfterACrash(t *testing.T) {
	t.Parallel()
	for _, f := range submitFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				r := b.bookFor(b.wish().GetName(), 3)
				over := f.strike(b)
				_, err := b.staff.BookConsultation(b.desk(), r)
				require.Error(t, err)
				over()
				b.sweep()
				require.Equal(t, map[bool]int{true: 1}[f.booked], b.booked("consultation"))
				require.Equal(t, f.booked, b.only().GetState() == intakev1.Inquiry_CONSULTATION_BOOKED)
				answer, err := b.staff.BookConsultation(b.desk(), r)
				require.NoError(t, err)
				require.True(t, proto.Equal(answer.GetInquiry(), b.only()))
				require.Equal(t, 1, b.booked("consultation"))
				require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(r.GetName()))
			})
		})
	}
}
