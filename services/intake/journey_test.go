package intake

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// couple is a need the demonstration can answer.
func couple() *typev1.Need {
	return &typev1.Need{
		Concerns: []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST}, Format: typev1.Need_COUPLE,
		AgeGroup: typev1.Need_ADULT, Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO},
		LocationState: "NY", Languages: []string{"en"},
		Payment: &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 40000}},
	}
}

// consulted books a call and records that the client was reached.
func (b *bundle) consulted() *intakev1.Inquiry {
	b.t.Helper()
	b.book(0)
	answer, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
		Name: b.only().GetName(), Outcome: intakev1.RecordCallRequest_REACHED, Need: couple(), Note: proto.String("a call note"),
		RequestId: uuid.NewString(),
	})
	require.NoError(b.t, err)
	return answer.GetInquiry()
}

func (b *bundle) match(name string) *intakev1.MatchInquiryResponse {
	b.t.Helper()
	answer, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: name, MaxCandidates: 5})
	require.NoError(b.t, err)
	require.GreaterOrEqual(b.t, len(answer.GetCandidates()), 2)
	require.NotEmpty(b.t, answer.GetExcluded())
	return answer
}

// TestUnknownWordsInANeed: what no therapist could ever meet is not written down as what the client wishes.
func TestUnknownWordsInANeed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		record := func(need *typev1.Need) error {
			_, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
				Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: newRequest(),
			})
			return err
		}
		odd := couple()
		odd.LocationState = "XX"
		odd.TherapistPreferences = []*typev1.Need_TherapistPreference{{Kind: typev1.Need_TherapistPreference_GENDER, Value: "FEMALE"}}
		refusal, ok := errs.As(record(odd))
		require.True(t, ok)
		require.Equal(t, errs.ReasonInvalidFields, refusal.Reason)
		var fields []string
		for _, v := range refusal.Violations {
			fields = append(fields, v.Field)
			require.Contains(t, v.Description, "must be one of")
		}
		require.ElementsMatch(t, []string{"need.locationState", "need.therapistPreferences[0].value"}, fields)

		nobody := couple()
		nobody.Conflicts = []*typev1.Conflict{{Therapist: "therapists/" + id.New()}}
		require.NoError(t, record(nobody))
		_, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: name})
		refusal, ok = errs.As(err)
		require.True(t, ok)
		require.Equal(t, "need.conflicts[0].therapist", refusal.Violations[0].Field)
	})
}

// propose proposes the first candidate's first opening.
func (b *bundle) propose(name string) *intakev1.ProposeTherapistsResponse {
	b.t.Helper()
	ranked := b.match(name)
	c := ranked.GetCandidates()[0]
	proposed, err := b.staff.ProposeTherapists(b.desk(), &intakev1.ProposeTherapistsRequest{
		Name: name, Decision: ranked.GetDecision(), RequestId: newRequest(),
		Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{
			{Therapist: c.GetTherapist(), Slots: []string{c.GetOpenings()[0].GetSlot()}},
		},
	})
	require.NoError(b.t, err)
	return proposed
}

// pairing asks for the first candidate's first opening.
func (b *bundle) pairing(name string) *intakev1.PairInquiryRequest {
	b.t.Helper()
	ranked := b.match(name)
	first := ranked.GetCandidates()[0]
	return &intakev1.PairInquiryRequest{
		Name: name, From: &intakev1.PairInquiryRequest_Decision{Decision: ranked.GetDecision()},
		Therapist: first.GetTherapist(), Slot: first.GetOpenings()[0].GetSlot(), RequestId: uuid.NewString(),
	}
}

func TestJourneyToTheFirstSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted()
		require.Equal(t, intakev1.Inquiry_CONSULTED, inquiry.GetState())
		require.True(t, proto.Equal(couple(), inquiry.GetNeed()))
		require.Equal(t, "a call note", inquiry.GetCallNote())
		require.Equal(t, "a note nobody else may read", inquiry.GetNote(), "what the client wrote stays")
		call, err := b.planner.GetAppointment(b.desk(),
			&schedulingv1.GetAppointmentRequest{Name: inquiry.GetConsultation().GetAppointment()})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_COMPLETED, call.GetAppointment().GetState(), "recorded early")

		r := b.pairing(inquiry.GetName())
		paired, err := b.staff.PairInquiry(b.desk(), r)
		require.NoError(t, err)
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, paired.GetInquiry().GetState())
		require.Equal(t, r.GetTherapist(), paired.GetPairing().GetTherapist())
		require.Regexp(t, "^appointments/", paired.GetFirstSession().GetAppointment())
		again, err := b.staff.PairInquiry(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(paired, again))
		require.True(t, proto.Equal(paired.GetInquiry(), b.only()))
		require.Equal(t, []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED", "PAIRED", "FIRST_SESSION_BOOKED",
		}, b.kinds(inquiry.GetName()))

		_, err = b.staff.PairInquiry(b.desk(), &intakev1.PairInquiryRequest{
			Name: r.GetName(), From: r.GetFrom(), Therapist: r.GetTherapist(), Slot: r.GetSlot(),
			RequestId: uuid.NewString(),
		})
		require.Equal(t, errs.Reason("WRONG_INQUIRY_STATE"), errs.ReasonOf(err))
	})
}

func TestProposeThenPairFromIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted()
		ranked := b.match(inquiry.GetName())
		r := &intakev1.ProposeTherapistsRequest{
			Name: inquiry.GetName(), Decision: ranked.GetDecision(), RequestId: uuid.NewString(),
		}
		for _, c := range ranked.GetCandidates()[:2] {
			r.Options = append(r.Options, &intakev1.ProposeTherapistsRequest_ProposedOption{
				Therapist: c.GetTherapist(), Slots: []string{c.GetOpenings()[0].GetSlot()},
			})
		}
		proposed, err := b.staff.ProposeTherapists(b.desk(), r)
		require.NoError(t, err)
		require.Equal(t, 48*time.Hour, proposed.GetExpireTime().AsTime().Sub(b.clock.Now()))
		again, err := b.staff.ProposeTherapists(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(proposed, again))
		require.Equal(t, intakev1.Inquiry_PROPOSED, b.only().GetState())
		require.Equal(t, proposed.GetProposal(), b.only().GetProposal())

		// The same openings can be proposed anew: what the client has been offered is in nobody's way but others'.
		r.RequestId = uuid.NewString()
		proposed, err = b.staff.ProposeTherapists(b.desk(), r)
		require.NoError(t, err)
		require.NotEqual(t, again.GetProposal(), proposed.GetProposal())
		b.sweep()

		paired, err := b.staff.PairInquiry(b.desk(), &intakev1.PairInquiryRequest{
			Name: inquiry.GetName(), From: &intakev1.PairInquiryRequest_Proposal{Proposal: proposed.GetProposal()},
			Therapist: r.Options[1].GetTherapist(), Slot: r.Options[1].GetSlots()[0], RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, r.Options[1].GetTherapist(), paired.GetInquiry().GetTherapist())
		require.Empty(t, paired.GetInquiry().GetProposal())
	})
}

func TestCallsThatDoNotReach(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.book(0)
		name := b.only().GetName()
		record := func(outcome intakev1.RecordCallRequest_Outcome) *intakev1.Inquiry {
			answer, err := b.staff.RecordCall(b.desk(),
				&intakev1.RecordCallRequest{Name: name, Outcome: outcome, RequestId: uuid.NewString()})
			require.NoError(t, err)
			return answer.GetInquiry()
		}
		got := record(intakev1.RecordCallRequest_NO_ANSWER)
		require.Equal(t, intakev1.Inquiry_UNREACHED, got.GetState())
		require.EqualValues(t, 1, got.GetAttempts())
		require.Equal(t, time.Date(2026, 11, 25, 15, 0, 0, 0, time.UTC), got.GetNextAttemptTime().AsTime(), "Wednesday 10:00")
		require.EqualValues(t, 2, record(intakev1.RecordCallRequest_LEFT_VOICEMAIL).GetAttempts())

		got = record(intakev1.RecordCallRequest_NOT_NOW)
		require.Equal(t, intakev1.Inquiry_CLOSED, got.GetState())
		require.Equal(t, intakev1.Inquiry_NOT_NOW, got.GetCloseReason())
		require.Equal(t, schedulingv1.Appointment_CANCELLED, got.GetConsultation().GetState())
		call, err := b.planner.GetAppointment(b.desk(),
			&schedulingv1.GetAppointmentRequest{Name: got.GetConsultation().GetAppointment()})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_CANCELLED, call.GetAppointment().GetState())

		reopened, err := b.staff.ReopenInquiry(b.desk(),
			&intakev1.ReopenInquiryRequest{Name: name, RequestId: uuid.NewString(), Etag: got.GetEtag()})
		require.NoError(t, err)
		require.Equal(t, intakev1.Inquiry_NEW, reopened.GetInquiry().GetState())
		_, err = b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
			Name: name, Reason: intakev1.Inquiry_SPAM, RequestId: uuid.NewString(), Etag: got.GetEtag(),
		})
		require.Equal(t, errs.ReasonETagMismatch, errs.ReasonOf(err))
	})
}

func TestRiskFlagOfStaffRaisesOneAlert(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.book(0)
		name := b.only().GetName()
		need := couple()
		need.RiskFlag = true
		for range 2 {
			_, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
				Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: uuid.NewString(),
			})
			require.NoError(t, err)
		}
		require.True(t, b.only().GetRiskAlert())
		require.Equal(t, 1, b.rows("risk_alerts"))
	})
}

// A concern that speaks of harming oneself asks for a licensed person until it is recorded what the safety questions brought, whoever says it.
func TestAConcernOfHarmRaisesAnAlert(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		form.Need.Concerns = []typev1.Need_Concern{typev1.Need_GRIEF, typev1.Need_SUICIDALITY}
		sent, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		require.True(t, sent.GetCrisisBlockExpanded())
		require.Equal(t, 1, b.rows("risk_alerts"))
		name := b.only().GetName()
		for _, step := range []struct {
			concern typev1.Need_Concern
			risk    typev1.Risk_Level
			alerts  int
		}{
			{typev1.Need_GRIEF, 0, 1}, {typev1.Need_SELF_HARM, typev1.Risk_NONE, 1}, {typev1.Need_SELF_HARM, 0, 2}, {typev1.Need_SELF_HARM, 0, 2},
		} {
			require.NoError(t, b.record(name, &typev1.Need{Concerns: []typev1.Need_Concern{step.concern}, Risk: step.risk}))
			require.Equal(t, step.alerts, b.rows("risk_alerts"), "%v", step)
		}
		require.True(t, b.only().GetRiskAlert())
	})
}

// A screening that comes out positive asks for a licensed person as the flag does, and louder when it turns acute.
func TestScreeningRaisesAlerts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.book(0)
		name := b.only().GetName()
		for _, step := range []struct {
			risk   typev1.Risk_Level
			alerts int
		}{
			{typev1.Risk_NONE, 0}, {typev1.Risk_ELEVATED, 1}, {typev1.Risk_ELEVATED, 1}, {typev1.Risk_ACUTE, 2}, {typev1.Risk_NONE, 2},
		} {
			need := couple()
			need.Risk = step.risk
			_, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
				Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: uuid.NewString(),
			})
			require.NoError(t, err)
			require.Equal(t, step.alerts, b.rows("risk_alerts"), step.risk)
		}
	})
}

func TestCloseLetsEverythingGo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted()
		paired, err := b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err)
		closed, err := b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
			Name: inquiry.GetName(), Reason: intakev1.Inquiry_DECLINED, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_CANCELLED, closed.GetInquiry().GetFirstSession().GetState())
		session, err := b.planner.GetAppointment(b.desk(),
			&schedulingv1.GetAppointmentRequest{Name: paired.GetFirstSession().GetAppointment()})
		require.NoError(t, err)
		require.Equal(t, schedulingv1.Appointment_CANCELLED, session.GetAppointment().GetState())
		require.Zero(t, b.rows("chores"))
		reopened, err := b.staff.ReopenInquiry(b.desk(),
			&intakev1.ReopenInquiryRequest{Name: inquiry.GetName(), RequestId: uuid.NewString()})
		require.NoError(t, err)
		require.Equal(t, intakev1.Inquiry_CONSULTED, reopened.GetInquiry().GetState(), "the call was made")

		_, err = b.staff.PairInquiry(b.desk(), b.pairing(inquiry.GetName()))
		require.NoError(t, err, "the place was given back, so another pairing is possible")
	})
}
