package intake

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// lost pairs a client and cancels their first session.
func (b *bundle) lost() *intakev1.PairInquiryResponse {
	b.t.Helper()
	b.follow()
	name := b.consulted().GetName()
	answer, err := b.staff.PairInquiry(b.desk(), b.pairing(name))
	require.NoError(b.t, err)
	_, err = b.planner.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
		Name: answer.GetFirstSession().GetAppointment(), RequestId: newRequest(),
	})
	require.NoError(b.t, err)
	b.eventually(name, slices.Concat(paired, []string{"FIRST_SESSION_CANCELLED"})...)
	return answer
}

// TestAnotherFirstSession: a client who lost the first session keeps the therapist and gets another session.
func TestAnotherFirstSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		first := b.lost()
		name := first.GetInquiry().GetName()
		second := b.pairing(name)
		require.Equal(t, first.GetPairing().GetTherapist(), second.GetTherapist())
		again, err := b.staff.PairInquiry(b.desk(), second)
		require.NoError(t, err)
		require.Equal(t, first.GetPairing().GetName(), again.GetPairing().GetName(), "the pairing stays")
		require.NotEqual(t, first.GetFirstSession().GetAppointment(), again.GetFirstSession().GetAppointment())
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, again.GetInquiry().GetState())
		b.eventually(name, slices.Concat(paired, []string{"FIRST_SESSION_CANCELLED", "MATCHED", "FIRST_SESSION_BOOKED"})...)
	})
}

// TestWhatWasMissingIsRecordedAfterALostSession: what a pairing asks for today may not have been asked when the client was paired. It is
// recorded with a call, and there is another session.
func TestWhatWasMissingIsRecordedAfterALostSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		first := b.lost()
		name := first.GetInquiry().GetName()
		b.rewrite(`"locationState":"NY",`, "")
		order := b.pairing(name)
		_, err := b.staff.PairInquiry(b.desk(), order)
		require.Equal(t, errs.Reason("LOCATION_UNKNOWN"), errs.ReasonOf(err))

		require.NoError(t, b.record(name, couple()))
		require.Equal(t, intakev1.Inquiry_PAIRED, b.only().GetState())
		order.RequestId = newRequest()
		again, err := b.staff.PairInquiry(b.desk(), order)
		require.NoError(t, err)
		require.Equal(t, first.GetPairing().GetName(), again.GetPairing().GetName(), "the pairing stays")
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, again.GetInquiry().GetState())
	})
}

// TestFirstSessionIsWithTheTherapist: neither a pairing nor a move brings the client to somebody else.
func TestFirstSessionIsWithTheTherapist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		order := b.pairing(name)
		other := b.match(name).GetCandidates()[1]
		// A time of somebody else that the ranking did not list.
		unlisted := ""
		for day := range 20 {
			at := other.GetOpenings()[0].GetStartTime().AsTime().AddDate(0, 0, 7+day)
			explained, err := b.planner.ExplainSlot(b.desk(), &schedulingv1.ExplainSlotRequest{
				AppointmentType: "first-session", Provider: "providers/" + other.GetTherapist()[len("therapists/"):],
				StartTime: timestamppb.New(at),
			})
			require.NoError(t, err)
			if unlisted = explained.GetSlot().GetSlot(); unlisted != "" {
				break
			}
		}
		require.NotEmpty(t, unlisted)
		wrong := b.pairing(name)
		wrong.Slot = unlisted
		_, err := b.staff.PairInquiry(b.desk(), wrong)
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
		require.Equal(t, intakev1.Inquiry_CONSULTED, b.only().GetState())

		paired, err := b.staff.PairInquiry(b.desk(), order)
		require.NoError(t, err)
		_, err = b.planner.RescheduleAppointment(b.desk(), &schedulingv1.RescheduleAppointmentRequest{
			Name: paired.GetFirstSession().GetAppointment(), Slot: unlisted, RequestId: newRequest(),
		})
		require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
	})
}

// TestProposalLapses: nobody chose in time, so the inquiry is where it was before.
func TestProposalLapses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		proposed := b.propose(name)
		due := func() {
			_, err := b.service.intake.DoDueChores(t.Context())
			require.NoError(t, err)
		}
		b.clock.Set(proposed.GetExpireTime().AsTime().Add(-time.Second))
		due()
		require.Equal(t, intakev1.Inquiry_PROPOSED, b.only().GetState())
		b.clock.Advance(time.Second)
		due()
		require.Equal(t, intakev1.Inquiry_CONSULTED, b.only().GetState())
		require.Empty(t, b.only().GetProposal())
		require.Equal(t, []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED", "PROPOSED", "PROPOSAL_CLOSED",
		}, b.kinds(name))
		require.Zero(t, b.rows("chores"))
		_, err := b.staff.PairInquiry(b.desk(), b.pairing(name))
		require.NoError(t, err)
	})
}
