package intake

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

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
