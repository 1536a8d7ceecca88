package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

const linkNotFound = errs.Reason("LINK_NOT_FOUND")

// token is the secret in a manage link.
func token(url string) string {
	_, token, _ := strings.Cut(url, "#t=")
	return token
}

func (b *bundle) book(n int) *intakev1.SubmitInquiryResponse {
	b.t.Helper()
	answer, err := b.public.SubmitInquiry(b.visitor(), b.form(n))
	require.NoError(b.t, err)
	return answer
}

func (b *bundle) lookup(r *intakev1.LookupConsultationRequest) (*intakev1.LookupConsultationResponse, error) {
	return b.public.LookupConsultation(b.visitor(), r)
}

func TestRescheduleByLink(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		r := &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: uuid.NewString(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(5)},
		}
		moved, err := b.public.RescheduleConsultation(b.visitor(), r)
		require.NoError(t, err)
		require.True(t, moved.GetConsultation().GetStartTime().AsTime().
			After(booked.GetConsultation().GetStartTime().AsTime()))

		again, err := b.public.RescheduleConsultation(b.visitor(), r)
		require.NoError(t, err, "a repeat is recognised before its link is judged")
		require.True(t, proto.Equal(moved, again))

		_, err = b.lookup(&intakev1.LookupConsultationRequest{Token: token(booked.GetManageUrl())})
		require.Equal(t, linkNotFound, errs.ReasonOf(err), "the old link is dead")
		found, err := b.lookup(&intakev1.LookupConsultationRequest{Token: token(moved.GetManageUrl())})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_BOOKED, found.GetState())
		require.Equal(t, moved.GetConsultation().GetStartTime().AsTime(), found.GetStartTime().AsTime())

		name := b.only().GetName()
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_MOVED"}, b.kinds(name))
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: name})
		require.NoError(t, err)
		require.Equal(t, strings.Replace(name, "inquiries/", "clients/", 1), history.GetEvents()[2].GetActor())
	})
}

func TestRescheduleToATakenTimeKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		taken := b.open(6)
		for range 2 {
			form := b.form(0)
			form.When = &intakev1.SubmitInquiryRequest_Slot{Slot: taken}
			_, err := b.public.SubmitInquiry(b.visitor(), form)
			require.NoError(t, err)
		}
		_, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(booked.GetManageUrl()), RequestId: uuid.NewString(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: taken},
		})
		require.Equal(t, errs.Reason("SLOT_TAKEN"), errs.ReasonOf(err))
		found, err := b.lookup(&intakev1.LookupConsultationRequest{Token: token(booked.GetManageUrl())})
		require.NoError(t, err)
		require.Equal(t, booked.GetConsultation().GetStartTime().AsTime(), found.GetStartTime().AsTime())
	})
}

func TestCancelByLink(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		r := &intakev1.CancelConsultationRequest{Token: token(booked.GetManageUrl()), RequestId: uuid.NewString()}
		for range 2 {
			answer, err := b.public.CancelConsultation(b.visitor(), r)
			require.NoError(t, err)
			require.Equal(t, schedulingv1.Appointment_CANCELLED, answer.GetState())
		}
		got := b.only()
		require.Equal(t, intakev1.Inquiry_NEW, got.GetState())
		require.Equal(t, schedulingv1.Appointment_CANCELLED, got.GetConsultation().GetState())
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED", "CONSULTATION_CANCELLED"}, b.kinds(got.GetName()))
		r.RequestId = uuid.NewString()
		_, err := b.public.CancelConsultation(b.visitor(), r)
		require.Equal(t, linkNotFound, errs.ReasonOf(err))
	})
}

func TestEveryDeadLinkLooksTheSame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		used, lapsed := b.book(0), b.book(1)
		_, err := b.public.CancelConsultation(b.visitor(),
			&intakev1.CancelConsultationRequest{Token: token(used.GetManageUrl()), RequestId: uuid.NewString()})
		require.NoError(t, err)
		b.clock.Advance(14 * 24 * time.Hour)
		for name, r := range map[string]*intakev1.LookupConsultationRequest{
			"unknown":     {Token: id.Secret()},
			"no secret":   {Token: "x"},
			"used":        {Token: token(used.GetManageUrl())},
			"lapsed":      {Token: token(lapsed.GetManageUrl())},
			"used code":   {ConfirmationCode: used.GetConfirmationCode(), Phone: "2125550142"},
			"no code":     {ConfirmationCode: "!", Phone: "2125550142"},
			"other phone": {ConfirmationCode: lapsed.GetConfirmationCode(), Phone: "+12125550199"},
		} {
			_, err := b.lookup(r)
			e, ok := errs.As(err)
			require.True(t, ok, name)
			require.Equal(t, errs.NotFound, e.Code, name)
			require.Equal(t, linkNotFound, e.Reason, name)
			require.Equal(t, "this link or code is not valid, or not any more", e.Message, name)
			require.Empty(t, e.Metadata, name)
			require.Empty(t, e.Details, name)
		}
	})
}

func TestLookupByCode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		booked := b.book(0)
		r := &intakev1.LookupConsultationRequest{
			ConfirmationCode: strings.ToLower(strings.ReplaceAll(booked.GetConfirmationCode(), "-", " ")),
			Phone:            "+1 212-555-0142",
		}
		for range 5 {
			found, err := b.lookup(r)
			require.NoError(t, err)
			require.Equal(t, booked.GetConsultation().GetStartTime().AsTime(), found.GetStartTime().AsTime())
		}
		_, err := b.lookup(r)
		e, _ := errs.As(err)
		require.Equal(t, errs.ReasonRateLimited, e.Reason, "five tries")
		require.Positive(t, e.RetryAfter)
	})
}

func TestHolderOfAWishBooksOrTakesItBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		wish := func() *intakev1.SubmitInquiryResponse {
			form := b.form(0)
			form.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
				Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKEND},
			}}
			answer, err := b.public.SubmitInquiry(b.visitor(), form)
			require.NoError(t, err)
			return answer
		}
		booked, err := b.public.RescheduleConsultation(b.visitor(), &intakev1.RescheduleConsultationRequest{
			Token: token(wish().GetManageUrl()), RequestId: uuid.NewString(),
			When: &intakev1.RescheduleConsultationRequest_Slot{Slot: b.open(2)},
		})
		require.NoError(t, err)
		require.NotNil(t, booked.GetConsultation().GetStartTime())
		require.Equal(t, intakev1.Inquiry_CONSULTATION_BOOKED, b.only().GetState())

		_, err = b.public.CancelConsultation(b.visitor(), &intakev1.CancelConsultationRequest{
			Token: token(wish().GetManageUrl()), RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		answer, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{Filter: "state = CLOSED"})
		require.NoError(t, err)
		require.Len(t, answer.GetInquiries(), 1)
		require.Equal(t, intakev1.Inquiry_DECLINED, answer.GetInquiries()[0].GetCloseReason())
	})
}
