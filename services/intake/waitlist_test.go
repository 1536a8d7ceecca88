package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// waitlist is who waits, as matching knows it.
func (b *bundle) waitlist() []*matchingv1.WaitlistEntry {
	b.t.Helper()
	answer, err := b.matches.ListWaitlist(b.desk(), &matchingv1.ListWaitlistRequest{})
	require.NoError(b.t, err)
	return answer.GetEntries()
}

// waits puts the inquiry on the waitlist.
func (b *bundle) waits(name string) *intakev1.Inquiry {
	b.t.Helper()
	answer, err := b.staff.WaitlistInquiry(b.desk(), &intakev1.WaitlistInquiryRequest{Name: name, RequestId: newRequest()})
	require.NoError(b.t, err)
	return answer.GetInquiry()
}

// requireWaits checks that the one client waits so, since then.
func (b *bundle) requireWaits(state matchingv1.WaitlistEntry_State, since time.Time) *matchingv1.WaitlistEntry {
	b.t.Helper()
	require.Equal(b.t, since, b.only().GetWaitingSinceTime().AsTime())
	entries := b.waitlist()
	require.Len(b.t, entries, 1)
	require.Equal(b.t, b.only().GetName(), entries[0].GetInquiry())
	require.Equal(b.t, state, entries[0].GetState())
	require.Equal(b.t, since, entries[0].GetSinceTime().AsTime())
	need := b.only().GetNeed()
	need.Persons = 2 // the client and who comes along
	require.True(b.t, proto.Equal(need, entries[0].GetNeed()), "%v", entries[0].GetNeed())
	return entries[0]
}

func TestWaitlist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		since := b.clock.Now()
		require.Equal(t, intakev1.Inquiry_WAITLISTED, b.waits(name).GetState())
		entry := b.requireWaits(matchingv1.WaitlistEntry_WAITING, since)
		require.Equal(t, "America/Chicago", entry.GetTimeZone())

		_, err := b.staff.WaitlistInquiry(b.desk(), &intakev1.WaitlistInquiryRequest{Name: name, RequestId: newRequest()})
		require.Equal(t, errs.Reason("WRONG_INQUIRY_STATE"), errs.ReasonOf(err), "waits already")

		b.clock.Advance(24 * time.Hour)
		need := couple()
		need.Concerns = append(need.Concerns, typev1.Need_ANGER)
		_, err = b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
			Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: newRequest(),
		})
		require.NoError(t, err)
		b.requireWaits(matchingv1.WaitlistEntry_WAITING, since)

		b.propose(name)
		require.Equal(t, intakev1.Inquiry_PROPOSED, b.only().GetState())
		b.requireWaits(matchingv1.WaitlistEntry_OFFERED, since)

		b.clock.Advance(48 * time.Hour)
		_, err = b.service.intake.DoDueChores(t.Context())
		require.NoError(t, err)
		require.Equal(t, intakev1.Inquiry_WAITLISTED, b.only().GetState(), "an offer that lapsed costs no time")
		b.requireWaits(matchingv1.WaitlistEntry_WAITING, since)

		_, err = b.staff.PairInquiry(b.desk(), b.pairing(name))
		require.NoError(t, err)
		require.Empty(t, b.waitlist())
		require.Nil(t, b.only().GetWaitingSinceTime())
		require.Contains(t, b.kinds(name), "WAITLISTED")
	})
}

func TestCloseLeavesTheWaitlist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		b.propose(name)
		require.Empty(t, b.only().GetWaitingSinceTime())
		b.waits(name)
		require.Empty(t, b.only().GetProposal(), "the openings are let go")
		_, err := b.staff.CloseInquiry(b.desk(), &intakev1.CloseInquiryRequest{
			Name: name, Reason: intakev1.Inquiry_DECLINED, RequestId: newRequest(),
		})
		require.NoError(t, err)
		require.Empty(t, b.waitlist())

		_, err = b.staff.ReopenInquiry(b.desk(), &intakev1.ReopenInquiryRequest{Name: name, RequestId: newRequest()})
		require.NoError(t, err)
		b.clock.Advance(time.Hour)
		since := b.clock.Now()
		b.waits(name)
		b.requireWaits(matchingv1.WaitlistEntry_WAITING, since)
	})
}

// TestWaitlistIsToldLater: matching does not answer while the client comes and goes; what it hears in the end is how it
// stands.
func TestWaitlistIsToldLater(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		name := b.consulted().GetName()
		b.faults.block("TrackWaiting", 2)
		since := b.clock.Now()
		b.waits(name)
		require.Empty(t, b.waitlist())
		b.clock.Advance(time.Minute)
		_, err := b.service.intake.DoDueChores(t.Context())
		require.NoError(t, err)
		require.Empty(t, b.waitlist(), "failed again")
		b.clock.Advance(time.Minute)
		_, err = b.service.intake.DoDueChores(t.Context())
		require.NoError(t, err)
		b.requireWaits(matchingv1.WaitlistEntry_WAITING, since)
		require.Zero(t, b.rows("chores"))
	})
}
