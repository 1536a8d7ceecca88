package matching_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// TestTheNinthItem routes to a human: the measure says so, stays on the list until a licensed person looked, and moves no
// rank.
func TestTheNinthItem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry, need := newInquiry(), couple()
		need.Severity = typev1.Severity_MODERATE // what staff say stands, whatever the total says
		before := b.rank(inquiry, need)
		req := &matchingv1.RecordMeasureRequest{
			Inquiry: inquiry, Instrument: matchingv1.Measure_PHQ_9, Answers: []int32{0, 0, 0, 0, 0, 0, 0, 0, 1}, RequestId: newRequest(),
		}
		r, err := b.intake.RecordMeasure(b.desk(), req)
		require.NoError(t, err)
		again, err := b.intake.RecordMeasure(b.desk(), req)
		require.NoError(t, err)
		require.True(t, proto.Equal(r, again))
		m := r.GetMeasure()
		require.True(t, m.GetNeedsHuman())
		require.Equal(t, matchingv1.Measure_MINIMAL, m.GetBand())
		require.EqualValues(t, 1, m.GetTotal())
		require.Equal(t, []typev1.OutcomeDomain_Id{typev1.OutcomeDomain_MOOD}, m.GetDomains())

		after := b.rank(inquiry, need)
		require.True(t, after.GetRiskFlag())
		require.Equal(t, "ANSWER_FLAGGED", after.GetNotes()[0].GetCode())
		require.Equal(t, before.GetExcluded(), after.GetExcluded())
		for i, c := range before.GetCandidates() {
			require.True(t, proto.Equal(c, after.GetCandidates()[i]))
		}

		lead := b.as(identity.ClinicalLead)
		open := func() int {
			found, err := b.outcomes.ListMeasures(lead, &matchingv1.ListMeasuresRequest{Unacknowledged: true})
			require.NoError(t, err)
			return len(found.GetMeasures())
		}
		require.Equal(t, 1, open())
		flagged := func(roles ...identity.Role) []string {
			found, err := b.outcomes.ListFlaggedInquiries(b.act(identity.Actor{ID: "staff/x", Roles: roles}), &matchingv1.ListFlaggedInquiriesRequest{
				Inquiries: []string{newInquiry(), inquiry},
			})
			require.NoError(t, err)
			return found.GetInquiries()
		}
		for _, role := range []identity.Role{identity.FrontDesk, identity.ClinicalLead, identity.Admin} {
			require.Equal(t, []string{inquiry}, flagged(role))
		}
		require.Empty(t, flagged(identity.Clinician), "not a client of theirs")
		require.Equal(t, []string{inquiry}, flagged(identity.Clinician, identity.Admin))
		_, err = b.outcomes.AcknowledgeMeasure(b.desk(), &matchingv1.AcknowledgeMeasureRequest{Name: m.GetName()})
		requireReason(t, errs.ReasonPermissionDenied, err)
		look := &matchingv1.AcknowledgeMeasureRequest{Name: m.GetName(), RequestId: newRequest()}
		seen, err := b.outcomes.AcknowledgeMeasure(lead, look)
		require.NoError(t, err)
		same, err := b.outcomes.AcknowledgeMeasure(lead, look)
		require.NoError(t, err)
		require.True(t, proto.Equal(seen, same))
		_, err = b.outcomes.AcknowledgeMeasure(lead, &matchingv1.AcknowledgeMeasureRequest{Name: "measures/" + id.New(), RequestId: look.GetRequestId()})
		requireReason(t, errs.ReasonRequestIDReused, err)
		require.NotNil(t, seen.GetMeasure().GetAcknowledgeTime())
		require.Equal(t, "staff/test", seen.GetMeasure().GetAcknowledgedBy())
		require.Zero(t, open())
		require.Empty(t, flagged(identity.FrontDesk))
		require.False(t, b.rank(inquiry, couple()).GetRiskFlag())

		req.RequestId, req.Answers = newRequest(), []int32{3, 3, 3, 3, 3, 3, 3, 0, 0}
		_, err = b.intake.RecordMeasure(b.desk(), req)
		require.NoError(t, err)
		require.Equal(t, "Severity, by the questionnaires: severe.", b.rank(inquiry, couple()).GetNotes()[0].GetText())
	})
}

func TestMeasureRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		good := &matchingv1.RecordMeasureRequest{
			Inquiry: newInquiry(), Instrument: matchingv1.Measure_GAD_7, Answers: []int32{0, 1, 2, 3, 0, 1, 2}, RequestId: newRequest(),
		}
		for name, tt := range map[string]struct {
			change func(*matchingv1.RecordMeasureRequest)
			fields []string
		}{
			"answers out of range": {func(r *matchingv1.RecordMeasureRequest) { r.Answers[2], r.Answers[5] = 4, -1 }, []string{"answers[2]", "answers[5]"}},
			"too few":              {func(r *matchingv1.RecordMeasureRequest) { r.Answers = r.Answers[:6] }, []string{"answers"}},
			"none":                 {func(r *matchingv1.RecordMeasureRequest) { r.Answers = nil }, []string{"answers"}},
			"no instrument":        {func(r *matchingv1.RecordMeasureRequest) { r.Instrument = 0 }, []string{"instrument"}},
			"no domain": {func(r *matchingv1.RecordMeasureRequest) {
				r.Instrument, r.Answers = matchingv1.Measure_DOMAIN, []int32{11}
			}, []string{"domain", "answers[0]"}},
			"tomorrow": {func(r *matchingv1.RecordMeasureRequest) { r.TakeTime = timestamppb.New(start().AddDate(0, 0, 1)) }, []string{"takeTime"}},
			"long ago": {func(r *matchingv1.RecordMeasureRequest) { r.TakeTime = timestamppb.New(start().AddDate(-3, 0, 0)) }, []string{"takeTime"}},
			"inquiry":  {func(r *matchingv1.RecordMeasureRequest) { r.Inquiry = "inquiries/x" }, []string{"inquiry"}},
			"request":  {func(r *matchingv1.RecordMeasureRequest) { r.RequestId = "" }, []string{"requestId"}},
		} {
			bad := proto.CloneOf(good)
			tt.change(bad)
			_, err := b.intake.RecordMeasure(b.desk(), bad)
			var fields []string
			for _, v := range requireReason(t, errs.ReasonInvalidFields, err).Violations {
				fields = append(fields, v.Field)
			}
			require.Equal(t, tt.fields, fields, name)
		}
		_, err := b.intake.RecordMeasure(b.desk(), good)
		require.NoError(t, err)
		reused := proto.CloneOf(good)
		reused.Answers[0] = 3
		_, err = b.intake.RecordMeasure(b.desk(), reused)
		requireReason(t, errs.ReasonRequestIDReused, err)
		_, err = b.outcomes.ListMeasures(b.as(identity.ClinicalLead), &matchingv1.ListMeasuresRequest{PageToken: "x"})
		requireReason(t, errs.ReasonInvalidPageToken, err)
		_, err = b.outcomes.AcknowledgeMeasure(b.as(identity.ClinicalLead), &matchingv1.AcknowledgeMeasureRequest{Name: "measures/" + newInquiry()[10:]})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

// TestOwnClientsOnly lets a clinician record and read for own clients; others do not exist.
func TestOwnClientsOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		okafor, lindqvist := demo.ID("therapist-okafor"), demo.ID("therapist-lindqvist")
		mine, other := b.agreed("therapists/"+okafor, 7), b.agreed("therapists/"+lindqvist, 7)
		own := b.act(identity.Actor{ID: "staff/okafor", Roles: []identity.Role{identity.Clinician}, Provider: "providers/" + okafor})
		measure := func(ctx context.Context, inquiry string) error {
			_, err := b.intake.RecordMeasure(ctx, &matchingv1.RecordMeasureRequest{
				Inquiry: inquiry, Instrument: matchingv1.Measure_PHQ_2, Answers: []int32{1, 2}, RequestId: newRequest(),
			})
			return err
		}
		checkIn := func(ctx context.Context, inquiry string, session, fit int32) (*matchingv1.CheckIn, error) {
			r, err := b.intake.RecordCheckIn(ctx, &matchingv1.RecordCheckInRequest{Inquiry: inquiry, Session: session, Fit: &fit, RequestId: uuid.NewString()})
			return r.GetCheckIn(), err
		}
		require.NoError(t, measure(own, mine))
		requireReason(t, errs.ReasonNotFound, measure(own, other))
		requireReason(t, errs.ReasonNotFound, measure(own, newInquiry()))
		require.NoError(t, measure(b.desk(), other))
		found, err := b.outcomes.ListMeasures(own, &matchingv1.ListMeasuresRequest{})
		require.NoError(t, err)
		require.Len(t, found.GetMeasures(), 1)
		require.Equal(t, mine, found.GetMeasures()[0].GetInquiry())
		stray := b.act(identity.Actor{ID: "staff/x", Roles: []identity.Role{identity.Clinician}})
		requireReason(t, errs.ReasonNotFound, measure(stray, mine))

		_, err = b.intake.RecordMeasure(b.desk(), &matchingv1.RecordMeasureRequest{
			Inquiry: mine, Instrument: matchingv1.Measure_PHQ_2, Domain: typev1.OutcomeDomain_SLEEP, Answers: []int32{1, 2}, RequestId: newRequest(),
		})
		require.Equal(t, "domain", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		low, err := checkIn(own, mine, 1, 4)
		require.NoError(t, err)
		require.True(t, low.GetLow())
		_, err = checkIn(own, other, 1, 4)
		requireReason(t, errs.ReasonNotFound, err)
		fine, err := checkIn(b.act(identity.ClientActor(other)), other, 3, 9)
		require.NoError(t, err)
		require.False(t, fine.GetLow())
		_, err = checkIn(b.act(identity.ClientActor(other)), mine, 3, 9)
		requireReason(t, errs.ReasonNotFound, err)
		_, err = checkIn(b.desk(), newInquiry(), 1, 5)
		requireReason(t, errs.ReasonNotFound, err)
		_, err = checkIn(b.desk(), mine, 2, 11)
		violations := requireReason(t, errs.ReasonInvalidFields, err).Violations
		require.Equal(t, []string{"session", "fit"}, []string{violations[0].Field, violations[1].Field})
		_, err = b.intake.RecordCheckIn(b.desk(), &matchingv1.RecordCheckInRequest{Inquiry: mine, Session: 1, RequestId: newRequest()})
		violations = requireReason(t, errs.ReasonInvalidFields, err).Violations
		require.Equal(t, "fit", violations[0].Field, "no answer is none, and does not replace the one there is")
	})
}
