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
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestSubmitBooks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		answer, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.Regexp(t, `^[0-9A-Z]{4}-[0-9A-Z]{4}$`, answer.GetConfirmationCode())
		require.Regexp(t, `^https://call\.example/manage#t=[A-Za-z0-9_-]{43}$`, answer.GetManageUrl())
		require.Equal(t, "America/Chicago", answer.GetConsultation().GetTimeZone())
		require.Equal(t, 10*time.Minute,
			answer.GetConsultation().GetEndTime().AsTime().Sub(answer.GetConsultation().GetStartTime().AsTime()))
		require.False(t, answer.GetCrisisBlockExpanded())

		got := b.only()
		require.Equal(t, intakev1.Inquiry_CONSULTATION_BOOKED, got.GetState())
		require.True(t, proto.Equal(form.GetContact(), got.GetContact()), "the contact as it was typed")
		require.Equal(t, form.GetNeed().GetNote(), got.GetNote())
		require.Equal(t, "Loucanary", got.GetParticipants()[0].GetGivenName())
		require.Equal(t, answer.GetConfirmationCode(), got.GetConfirmationCode())
		require.Equal(t, schedulingv1.Appointment_BOOKED, got.GetConsultation().GetState())
		require.Equal(t, "2026-11", got.GetConsents()[0].GetVersion())
		require.Equal(t, []string{"RECEIVED", "CONSULTATION_BOOKED"}, b.kinds(got.GetName()))
	})
}

func TestSubmitAnswersARepeat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		first, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		again, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.True(t, proto.Equal(first, again), "manage link included")
		b.only()

		other := proto.CloneOf(form)
		other.Contact.GivenName = "Berta"
		_, err = b.public.SubmitInquiry(b.visitor(), other)
		require.Equal(t, errs.ReasonRequestIDReused, errs.ReasonOf(err))

		b.clock.Advance(25 * time.Hour)
		form.When = &intakev1.SubmitInquiryRequest_Slot{Slot: b.open(4)}
		_, err = b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err, "after a day the id is free again")
	})
}

func TestSubmitForACallBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		form.When = &intakev1.SubmitInquiryRequest_Callback{Callback: &intakev1.Callback{
			Windows: []intakev1.Callback_Window{intakev1.Callback_WEEKDAY_MORNING},
		}}
		form.Need.Note = "Sometimes I want to kill myself"
		answer, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.Nil(t, answer.GetConsultation())
		require.Len(t, answer.GetCallback().GetWindows(), 1)
		require.True(t, answer.GetCrisisBlockExpanded())

		got := b.only()
		require.Equal(t, intakev1.Inquiry_NEW, got.GetState())
		require.True(t, got.GetRiskAlert())
		require.Equal(t, []string{"RECEIVED", "RISK_ALERT"}, b.kinds(got.GetName()))
		var alerts int
		require.NoError(t, b.db.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM risk_alerts`).Scan(&alerts))
		require.Equal(t, 1, alerts)
	})
}

func TestSubmitWhenTheTimeIsTaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		slot := b.open(0)
		var last *intakev1.SubmitInquiryRequest
		var err error
		for range 3 { // two coordinators
			last = b.form(0)
			last.When = &intakev1.SubmitInquiryRequest_Slot{Slot: slot}
			_, err = b.public.SubmitInquiry(b.visitor(), last)
		}
		require.Equal(t, errs.Reason("SLOT_TAKEN"), errs.ReasonOf(err))
		e, _ := errs.As(err)
		require.NotEmpty(t, e.Details)
		require.NotEmpty(t, e.Details[0].(*schedulingv1.OpenSlots).GetSlots())

		last.When = &intakev1.SubmitInquiryRequest_Slot{Slot: b.open(3)}
		_, err = b.public.SubmitInquiry(b.visitor(), last)
		require.NoError(t, err, "a refused request leaves nothing behind, not even its id")
		answer, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{})
		require.NoError(t, err)
		require.Len(t, answer.GetInquiries(), 3)
		require.Equal(t, 3, b.rows("persons"))
	})
}

// rows counts a table's rows.
func (b *bundle) rows(table string) int {
	var n int
	require.NoError(b.t, b.db.Read().QueryRowContext(b.t.Context(), `SELECT count(*) FROM `+table).Scan(&n))
	return n
}

func TestSubmitNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*intakev1.SubmitInquiryRequest)
		field  string
	}{
		"phone too short":   {func(r *intakev1.SubmitInquiryRequest) { r.Contact.Phone = "555-0142" }, "contact.phone"},
		"phone with words":  {func(r *intakev1.SubmitInquiryRequest) { r.Contact.Phone = "call me maybe" }, "contact.phone"},
		"no consent":        {func(r *intakev1.SubmitInquiryRequest) { r.Consents = nil }, "consents"},
		"another document":  {func(r *intakev1.SubmitInquiryRequest) { r.Consents[0].Document = "terms" }, "consents"},
		"outdated consent":  {func(r *intakev1.SubmitInquiryRequest) { r.Consents[0].Version = "2020-01" }, "consents[0].version"},
		"unknown time zone": {func(r *intakev1.SubmitInquiryRequest) { r.TimeZone = "Mars/Olympus" }, "timeZone"},
		"our own zone":      {func(r *intakev1.SubmitInquiryRequest) { r.TimeZone = "Local" }, "timeZone"},
		"minor alone":       {func(r *intakev1.SubmitInquiryRequest) { r.Need.AgeGroup = typev1.Need_TEEN }, "guardian"},
		"note too long":     {func(r *intakev1.SubmitInquiryRequest) { r.Need.Note = strings.Repeat("a", 1001) }, "need.note"},
		"blank name":        {func(r *intakev1.SubmitInquiryRequest) { r.Contact.GivenName = "  " }, "contact.givenName"},
		"name of two lines": {func(r *intakev1.SubmitInquiryRequest) { r.Contact.GivenName = "Ana\r\nBcc: all" }, "contact.givenName"},
		"name with a bell":  {func(r *intakev1.SubmitInquiryRequest) { r.Contact.FamilyName = "Ruiz\a" }, "contact.familyName"},
		"name backwards":    {func(r *intakev1.SubmitInquiryRequest) { r.Contact.FamilyName = "\u202eziuR" }, "contact.familyName"},
		"name of a partner": {func(r *intakev1.SubmitInquiryRequest) {
			r.Participants = []*intakev1.Participant{{GivenName: "Lou\x00"}}
		}, "participants[0].givenName"},
		"no e-mail address": {func(r *intakev1.SubmitInquiryRequest) { r.Contact.Email = "ana" }, "contact.email"},
		"tampered slot": {func(r *intakev1.SubmitInquiryRequest) {
			r.When = &intakev1.SubmitInquiryRequest_Slot{Slot: "nonsense"}
		}, "slot"},
		"no time at all": {func(r *intakev1.SubmitInquiryRequest) { r.When = nil }, "hold"},
	}
	each(t, func(t *testing.T, b *bundle) {
		good := b.form(0)
		for name, c := range cases {
			form := proto.CloneOf(good)
			form.RequestId = uuid.NewString()
			c.change(form)
			_, err := b.public.SubmitInquiry(b.visitor(), form)
			require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err), name)
			e, _ := errs.As(err)
			require.Len(t, e.Violations, 1, name)
			require.Equal(t, c.field, e.Violations[0].Field, name)
			require.NotContains(t, e.Error(), "Ruizcanary", name)
			if name == "no time at all" { // JSON knows no choice, so what there is to choose from is named
				require.Equal(t, "one of these must be given: hold, slot, callback", e.Violations[0].Description)
			}
		}
		require.Zero(t, b.rows("persons"))
	})
}

func TestCreateForACaller(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		r := &intakev1.CreateInquiryRequest{
			RequestId: uuid.NewString(), When: &intakev1.CreateInquiryRequest_Slot{Slot: form.GetSlot()},
			Contact: form.GetContact(), Need: form.GetNeed(), Consents: form.GetConsents(), Origin: "phone",
		}
		first, err := b.staff.CreateInquiry(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(first.GetInquiry(), b.only()), "the answer is the inquiry as it is read")
		require.Equal(t, "America/New_York", first.GetInquiry().GetTimeZone(), "the practice's, when nobody says")
		again, err := b.staff.CreateInquiry(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(first, again))
		history, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: first.GetInquiry().GetName()})
		require.NoError(t, err)
		require.Equal(t, "staff/desk", history.GetEvents()[0].GetActor())
	})
}
