package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// record writes down what the client needs now.
func (b *bundle) record(name string, need *typev1.Need) error {
	_, err := b.staff.RecordCall(b.desk(), &intakev1.RecordCallRequest{
		Name: name, Outcome: intakev1.RecordCallRequest_REACHED, Need: need, RequestId: newRequest(),
	})
	return err
}

// changeTherapist reads a therapist and writes what change made of the fields.
func (b *bundle) changeTherapist(name, field string, change func(*matchingv1.Therapist)) {
	b.t.Helper()
	got, err := b.matches.GetTherapist(b.admin(), &matchingv1.GetTherapistRequest{Name: name})
	require.NoError(b.t, err)
	change(got.GetTherapist())
	_, err = b.matches.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{
		Therapist: got.GetTherapist(), UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{field}}, RequestId: newRequest(),
	})
	require.NoError(b.t, err)
}

// day is the local date of the opening, from which on a change has to count.
func day(at time.Time) string {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return at.In(zone).Format(time.DateOnly)
}

// staleChange is something that comes between a ranking and what is made of it.
type staleChange struct {
	// need changes what is recorded of the client, therapist the profile; one of them is set.
	need      func(n *typev1.Need, therapist string)
	field     string
	therapist func(t *matchingv1.Therapist, day string)
	// reason and rule are what refuses then.
	reason errs.Reason
	rule   string
}

func staleChanges() map[string]staleChange {
	return map[string]staleChange{
		"acute risk": {need: func(n *typev1.Need, _ string) { n.Risk = typev1.Risk_ACUTE }, reason: "RISK_HOLD"},
		"consent missing": {need: func(n *typev1.Need, _ string) {
			n.Legal = []typev1.Legal_Matter{typev1.Legal_CONSENT_MISSING}
		}, reason: "THERAPIST_EXCLUDED", rule: "RULE_LEGAL"},
		"another state": {need: func(n *typev1.Need, _ string) { n.LocationState = "TX" }, reason: "THERAPIST_EXCLUDED", rule: "RULE_LICENSE"},
		"a conflict": {need: func(n *typev1.Need, therapist string) {
			n.Conflicts = []*typev1.Conflict{{Therapist: therapist}}
		}, reason: "THERAPIST_EXCLUDED", rule: "RULE_CONFLICT"},
		"licence suspended": {field: "licenses", therapist: func(t *matchingv1.Therapist, _ string) {
			for _, l := range t.GetLicenses() {
				l.Status = matchingv1.Therapist_License_SUSPENDED
			}
		}, reason: "THERAPIST_EXCLUDED", rule: "RULE_LICENSE"},
		"licence ends before the session": {field: "licenses", therapist: func(t *matchingv1.Therapist, _ string) {
			for _, l := range t.GetLicenses() {
				l.ExpireDate = day(start())
			}
		}, reason: "THERAPIST_EXCLUDED", rule: "RULE_LICENSE"},
		"leave on the day": {field: "leave", therapist: func(t *matchingv1.Therapist, day string) {
			t.Leave = []*matchingv1.Therapist_Leave{{StartDate: day, EndDate: day}}
		}, reason: "THERAPIST_EXCLUDED", rule: "RULE_NOT_ACCEPTING"},
		"therapist deleted": {reason: "THERAPIST_DELETED"},
	}
}

// apply makes the change come between.
func (c staleChange) apply(b *bundle, inquiry, therapist string, at time.Time) {
	b.t.Helper()
	switch {
	case c.need != nil:
		need := couple()
		c.need(need, therapist)
		require.NoError(b.t, b.record(inquiry, need))
	case c.therapist != nil:
		b.changeTherapist(therapist, c.field, func(t *matchingv1.Therapist) { c.therapist(t, day(at)) })
	default:
		got, err := b.matches.GetTherapist(b.admin(), &matchingv1.GetTherapistRequest{Name: therapist})
		require.NoError(b.t, err)
		_, err = b.matches.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: therapist, Etag: got.GetTherapist().GetEtag()})
		require.NoError(b.t, err)
	}
}

// Whatever a ranking said: what is proposed and paired is judged by the need and the profile of now, on the day of the session.
func TestNothingOldGoesAroundARule(t *testing.T) {
	t.Parallel()
	for name, c := range staleChanges() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := b.consulted().GetName()
				ranked := b.match(inquiry)
				first := ranked.GetCandidates()[0]
				opening := first.GetOpenings()[len(first.GetOpenings())-1]
				propose := &intakev1.ProposeTherapistsRequest{
					Name: inquiry, Decision: ranked.GetDecision(), RequestId: newRequest(),
					Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{
						{Therapist: first.GetTherapist(), Slots: []string{opening.GetSlot()}},
					},
				}
				proposed, err := b.staff.ProposeTherapists(b.desk(), propose)
				require.NoError(t, err)
				c.apply(b, inquiry, first.GetTherapist(), opening.GetStartTime().AsTime())

				refused := func(err error) {
					t.Helper()
					refusal, ok := errs.As(err)
					require.True(t, ok, "%v", err)
					require.Equal(t, c.reason, refusal.Reason)
					if c.rule != "" {
						require.Equal(t, c.rule, refusal.Metadata["rule"])
						require.NotEmpty(t, refusal.Metadata["text"])
						require.Equal(t, "RANK_AGAIN", refusal.Metadata["advice"])
					}
				}
				pair := &intakev1.PairInquiryRequest{
					Name: inquiry, Therapist: first.GetTherapist(), Slot: opening.GetSlot(), OverrideReason: "because",
					From: &intakev1.PairInquiryRequest_Proposal{Proposal: proposed.GetProposal()}, RequestId: newRequest(),
				}
				_, err = b.staff.PairInquiry(b.desk(), pair)
				refused(err)
				pair.From, pair.RequestId = &intakev1.PairInquiryRequest_Decision{Decision: ranked.GetDecision()}, newRequest()
				_, err = b.staff.PairInquiry(b.desk(), pair)
				refused(err)
				propose.RequestId = newRequest()
				_, err = b.staff.ProposeTherapists(b.desk(), propose)
				refused(err)
				require.Zero(t, b.booked("first-session"))
				require.Equal(t, proposed.GetProposal(), b.only().GetProposal(), "what is held stays held")
			})
		})
	}
}

// A preference may be gone over with a reason, as in the ranking; without one it is said which.
func TestANewWishAsksForAReason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		pair := b.pairing(inquiry)
		need := couple()
		need.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 100}}
		require.NoError(t, b.record(inquiry, need))
		_, err := b.staff.PairInquiry(b.desk(), pair)
		refusal, ok := errs.As(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, errs.Reason("OVERRIDE_REASON_REQUIRED"), refusal.Reason)
		require.Equal(t, "RULE_PAYMENT", refusal.Metadata["rule"])
		require.Equal(t, "RANK_AGAIN", refusal.Metadata["advice"])
		pair.OverrideReason, pair.RequestId = "The practice waives the fee.", newRequest()
		_, err = b.staff.PairInquiry(b.desk(), pair)
		require.NoError(t, err)
	})
}

// What is agreed stays so: a first session that is booked is not undone by what is learnt later, and a repeat finds it.
func TestAnAgreedSessionStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		pair := b.pairing(inquiry)
		b.faults.lose("BookAppointment", 1)
		_, err := b.staff.PairInquiry(b.desk(), pair)
		require.Error(t, err)
		b.changeTherapist(pair.GetTherapist(), "licenses", func(t *matchingv1.Therapist) {
			for _, l := range t.GetLicenses() {
				l.Status = matchingv1.Therapist_License_SUSPENDED
			}
		})
		b.sweep()
		require.Equal(t, intakev1.Inquiry_FIRST_SESSION_BOOKED, b.only().GetState(), "it was booked before")
		_, err = b.staff.PairInquiry(b.desk(), pair)
		require.NoError(t, err)
		require.Equal(t, 1, b.booked("first-session"))
	})
}
