package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// A reservation that has lapsed is renewed as a new one is made: what came meanwhile stands against it, and it is said which rule. One
// that has not lapsed is found as it is, because its session may be booked.
func TestRenewingAsksTheRulesAgain(t *testing.T) {
	t.Parallel()
	const ttl = 15 * time.Minute
	type between struct {
		apply  func(b *bundle, req *matchingv1.ReservePairingRequest, session time.Time)
		reason errs.Reason
		rule   string
	}
	for name, c := range map[string]between{
		"nothing": {apply: func(*bundle, *matchingv1.ReservePairingRequest, time.Time) {}},
		"a licence that ends before the session": {func(b *bundle, req *matchingv1.ReservePairingRequest, session time.Time) {
			got, err := b.staff.GetTherapist(b.admin(), &matchingv1.GetTherapistRequest{Name: req.GetTherapist()})
			require.NoError(b.t, err)
			for _, l := range got.GetTherapist().GetLicenses() {
				l.ExpireDate = session.AddDate(0, 0, -1).Format(time.DateOnly)
			}
			b.change(got.GetTherapist(), "licenses")
		}, "THERAPIST_EXCLUDED", "RULE_LICENSE"},
		"a leave": {func(b *bundle, req *matchingv1.ReservePairingRequest, session time.Time) {
			day := session.Format(time.DateOnly)
			b.change(&matchingv1.Therapist{
				Name: req.GetTherapist(), Leave: []*matchingv1.Therapist_Leave{{StartDate: day, EndDate: day}},
			}, "leave")
		}, "THERAPIST_EXCLUDED", "RULE_NOT_ACCEPTING"},
		"no new clients": {func(b *bundle, req *matchingv1.ReservePairingRequest, _ time.Time) {
			b.change(&matchingv1.Therapist{Name: req.GetTherapist(), Capacity: &matchingv1.Therapist_Capacity{}}, "capacity.accepting")
		}, "THERAPIST_EXCLUDED", "RULE_NOT_ACCEPTING"},
		"a deletion": {func(b *bundle, req *matchingv1.ReservePairingRequest, _ time.Time) {
			_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: req.GetTherapist()})
			require.NoError(b.t, err)
		}, "THERAPIST_DELETED", ""},
		"the last place": {func(b *bundle, req *matchingv1.ReservePairingRequest, _ time.Time) {
			active, _ := b.reserved(req.GetTherapist())
			b.change(&matchingv1.Therapist{
				Name: req.GetTherapist(), Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: active},
			}, "capacity.target_caseload")
		}, "NO_CAPACITY", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, b *bundle) {
				inquiry := newInquiry()
				ranked := b.rank(inquiry, couple())
				req := fromDecision(inquiry, ranked, 0)
				openings := ranked.GetCandidates()[0].GetOpenings()
				last := openings[len(openings)-1]
				req.Slot = last.GetSlot()
				first, err := b.intake.ReservePairing(b.desk(), req)
				require.NoError(t, err)
				zone, err := time.LoadLocation("America/New_York")
				require.NoError(t, err)
				c.apply(b, req, last.GetStartTime().AsTime().In(zone))
				b.clock.Advance(ttl - time.Second)
				again, err := b.intake.ReservePairing(b.desk(), req)
				require.NoError(t, err)
				require.Equal(t, first.GetPairing().GetExpireTime(), again.GetPairing().GetExpireTime())

				b.clock.Advance(time.Second)
				renewed, err := b.intake.ReservePairing(b.desk(), req)
				if c.reason == "" {
					require.NoError(t, err)
					require.Equal(t, first.GetPairing().GetName(), renewed.GetPairing().GetName())
					require.Equal(t, b.clock.Now().Add(ttl), renewed.GetPairing().GetExpireTime().AsTime())
					return
				}
				refusal := requireReason(t, c.reason, err)
				require.Equal(t, req.GetTherapist(), refusal.Metadata["therapist"])
				require.Equal(t, c.rule, refusal.Metadata["rule"])
				require.Equal(t, c.rule != "", refusal.Metadata["text"] != "")
				_, err = b.intake.CancelPairing(b.desk(), &matchingv1.CancelPairingRequest{RequestId: req.GetRequestId(), Inquiry: inquiry})
				require.NoError(t, err)
			})
		})
	}
}
