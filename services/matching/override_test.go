package matching_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

func TestOverride(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{
			{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_REQUIRED},
		}
		inquiry := newInquiry()
		r := b.rank(inquiry, need)
		req := func(slug string) *matchingv1.ReservePairingRequest {
			return &matchingv1.ReservePairingRequest{
				Inquiry: inquiry, Therapist: "therapists/" + demo.ID(slug), Slot: b.slot("therapists/" + demo.ID(slug)),
				From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), Need: need,
			}
		}

		licence := req("therapist-banerjee") // not licensed in New York
		licence.OverrideReason = "the client insists"
		_, err := b.intake.ReservePairing(b.desk(), licence)
		refusal := requireReason(t, "THERAPIST_EXCLUDED", err)
		require.Equal(t, map[string]string{
			"therapist": licence.GetTherapist(), "rule": "RULE_LICENSE", "text": "Not licensed in New York, where the client will be.",
		}, refusal.Metadata)

		wish := req("therapist-lindqvist") // fits but for the wish
		_, err = b.intake.ReservePairing(b.desk(), wish)
		requireReason(t, "OVERRIDE_REASON_REQUIRED", err)
		wish.OverrideReason = "   "
		_, err = b.intake.ReservePairing(b.desk(), wish)
		requireReason(t, "OVERRIDE_REASON_REQUIRED", err)
		wish.OverrideReason = " No woman is free this month. "
		reserved, err := b.intake.ReservePairing(b.desk(), wish)
		require.NoError(t, err)
		require.Equal(t, "No woman is free this month.", reserved.GetPairing().GetOverrideReason())

		_, err = b.intake.ReservePairing(b.desk(), func() *matchingv1.ReservePairingRequest {
			stranger := req("therapist-okafor")
			stranger.Therapist = "therapists/" + id.New()
			return stranger
		}())
		require.Equal(t, "therapist", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		misplaced := req("therapist-lindqvist")
		misplaced.Slot = r.GetCandidates()[0].GetOpenings()[0].GetSlot()
		_, err = b.intake.ReservePairing(b.desk(), misplaced)
		require.Equal(t, "slot", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
	})
}

// TestOverrideOpenings finds openings with whoever is ruled out by what may be overridden alone, and what is found can be paired.
func TestOverrideOpenings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.TherapistPreferences = []*typev1.Need_TherapistPreference{
			{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_REQUIRED},
		}
		inquiry := newInquiry()
		r := b.rank(inquiry, need)
		find := func(therapist string) (*matchingv1.FindOverrideOpeningsResponse, error) {
			return b.staff.FindOverrideOpenings(b.desk(), &matchingv1.FindOverrideOpeningsRequest{Decision: r.GetDecision(), Therapist: therapist})
		}
		found, err := find("therapists/" + demo.ID("therapist-lindqvist"))
		require.NoError(t, err)
		require.Equal(t, "RULE_PREFERENCE", found.GetReasons()[0].GetCode())
		require.NotEmpty(t, found.GetOpenings())
		require.True(t, slices.IsSortedFunc(found.GetOpenings(), func(a, b *schedulingv1.Slot) int {
			return a.GetStartTime().AsTime().Compare(b.GetStartTime().AsTime())
		}))
		_, err = b.intake.ReservePairing(b.desk(), &matchingv1.ReservePairingRequest{
			Inquiry: inquiry, Therapist: "therapists/" + demo.ID("therapist-lindqvist"), Slot: found.GetOpenings()[0].GetSlot(), Need: need,
			From: &matchingv1.ReservePairingRequest_Decision{Decision: r.GetDecision()}, RequestId: newRequest(), OverrideReason: "No woman is free this month.",
		})
		require.NoError(t, err)

		overridable := map[string]bool{}
		for _, rule := range r.GetRules() {
			overridable[rule.GetRule()] = rule.GetOverridable()
		}
		for _, e := range r.GetExcluded() {
			_, err := find(e.GetTherapist())
			if slices.ContainsFunc(e.GetReasons(), func(r *matchingv1.Reason) bool { return !overridable[r.GetCode()] }) {
				requireReason(t, "THERAPIST_EXCLUDED", err)
			} else {
				require.NoError(t, err)
			}
		}
		_, err = find(r.GetCandidates()[0].GetTherapist())
		require.Equal(t, "therapist", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field, "who fits needs no override")
		_, err = b.staff.FindOverrideOpenings(b.as(identity.ClinicalLead), &matchingv1.FindOverrideOpeningsRequest{
			Decision: r.GetDecision(), Therapist: "therapists/" + demo.ID("therapist-lindqvist"),
		})
		requireReason(t, errs.ReasonPermissionDenied, err)
	})
}
