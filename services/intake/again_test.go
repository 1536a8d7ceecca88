package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// TestAnotherFirstSession: a client who lost the first session keeps the therapist and gets another session.
func TestAnotherFirstSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.follow()
		name := b.consulted().GetName()
		first := b.pairing(name)
		paired, err := b.staff.PairInquiry(b.desk(), first)
		require.NoError(t, err)
		_, err = b.planner.CancelAppointment(b.desk(), &schedulingv1.CancelAppointmentRequest{
			Name: paired.GetFirstSession().GetAppointment(), RequestId: newRequest(),
		})
		require.NoError(t, err)
		before := []string{
			"RECEIVED", "CONSULTATION_BOOKED", "CALL_RECORDED", "MATCHED", "PAIRED", "FIRST_SESSION_BOOKED",
			"FIRST_SESSION_CANCELLED",
		}
		b.eventually(name, before...)

		second := b.pairing(name)
		require.Equal(t, first.GetTherapist(), second.GetTherapist())
		again, err := b.staff.PairInquiry(b.desk(), second)
		require.NoError(t, err)
		require.Equal(t, paired.GetPairing().GetName(), again.GetPairing().GetName(), "the pairing stays")
		require.NotEqual(t, paired.GetFirstSession().GetAppointment(), again.GetFirstSession().GetAppointment())
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, again.GetInquiry().GetState())
		b.eventually(name, append(before, "MATCHED", "FIRST_SESSION_BOOKED")...)
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
