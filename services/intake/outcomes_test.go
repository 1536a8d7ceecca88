package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// An answer that asks for a human is about somebody: with a mistyped inquiry it is refused, not kept for nobody.
func TestMeasuresAreOfSomebody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		r := &intakev1.RecordMeasureRequest{
			Inquiry: name, Instrument: matchingv1.Measure_PHQ_9, Answers: []int32{1, 1, 1, 1, 1, 1, 1, 1, 1}, RequestId: newRequest(),
		}
		first, err := b.staff.RecordMeasure(b.desk(), r)
		require.NoError(t, err)
		require.True(t, first.GetMeasure().GetNeedsHuman())
		again, err := b.staff.RecordMeasure(b.desk(), r)
		require.NoError(t, err)
		require.True(t, proto.Equal(first, again))
		lead := b.act(identity.Actor{ID: "staff/lead", Roles: []identity.Role{identity.ClinicalLead}})
		r.RequestId = newRequest()
		_, err = b.staff.RecordMeasure(lead, r)
		require.NoError(t, err)

		r.Inquiry, r.RequestId = "inquiries/"+id.New(), newRequest()
		_, err = b.staff.RecordMeasure(b.desk(), r)
		require.Equal(t, errs.ReasonNotFound, errs.ReasonOf(err))
		_, err = b.staff.RecordMeasure(lead, r)
		require.Equal(t, errs.ReasonNotFound, errs.ReasonOf(err))
		r.Inquiry = name
		_, err = b.staff.RecordMeasure(b.clinician("providers/"+id.New()), r)
		require.Equal(t, errs.ReasonNotFound, errs.ReasonOf(err), "another's client")
		r.Answers = r.GetAnswers()[:4]
		_, err = b.staff.RecordMeasure(b.desk(), r)
		refusal, ok := errs.As(err)
		require.True(t, ok)
		require.Equal(t, "answers", refusal.Violations[0].Field)
	})
}

// How a session was is asked after it, as staff may have moved it since it was agreed.
func TestCheckInAfterTheSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		r := &intakev1.RecordCheckInRequest{Inquiry: name, Session: 1, Fit: proto.Int32(8), RequestId: newRequest()}
		_, err := b.staff.RecordCheckIn(b.desk(), r)
		require.Equal(t, errs.ReasonNotFound, errs.ReasonOf(err), "paired with nobody")
		paired, err := b.staff.PairInquiry(b.desk(), b.pairing(name))
		require.NoError(t, err)
		session := paired.GetFirstSession().GetStartTime().AsTime()
		_, err = b.staff.RecordCheckIn(b.desk(), r)
		refusal, ok := errs.As(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, errs.Reason("NOT_STARTED"), refusal.Reason)
		require.Equal(t, session.Format(time.RFC3339), refusal.Metadata["startTime"])

		b.clock.Set(session.Add(time.Hour))
		r.TakeTime = timestamppb.New(session.Add(-time.Minute))
		_, err = b.staff.RecordCheckIn(b.desk(), r)
		require.Equal(t, errs.Reason("NOT_STARTED"), errs.ReasonOf(err), "a word given before")
		r.TakeTime = nil
		own := b.clinician(strings.Replace(paired.GetPairing().GetTherapist(), "therapists/", "providers/", 1))
		got, err := b.staff.RecordCheckIn(own, r)
		require.NoError(t, err)
		require.Equal(t, paired.GetPairing().GetTherapist(), got.GetCheckIn().GetTherapist())
		require.EqualValues(t, 8, got.GetCheckIn().GetFit())
		_, err = b.staff.RecordCheckIn(own, &intakev1.RecordCheckInRequest{Inquiry: name, Session: 1, RequestId: newRequest()})
		refusal, ok = errs.As(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, "fit", refusal.Violations[0].Field)
		got, err = b.staff.RecordCheckIn(own, &intakev1.RecordCheckInRequest{Inquiry: name, Session: 1, Fit: proto.Int32(0), RequestId: newRequest()})
		require.NoError(t, err)
		require.True(t, got.GetCheckIn().GetLow(), "not at all is an answer")
	})
}
