package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// TestAcuteRiskIsAHumansFirst: nobody is ranked for someone at acute risk; the flag alone only routes.
func TestAcuteRiskIsAHumansFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.Risk = typev1.Risk_ACUTE
		_, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: need})
		requireReason(t, "RISK_HOLD", err)
		need.Risk = typev1.Risk_ELEVATED
		for _, c := range b.rank(newInquiry(), need).GetCandidates() {
			profile, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: c.GetTherapist()})
			require.NoError(t, err)
			require.True(t, profile.GetTherapist().GetRiskCompetent())
		}
	})
}

func TestCompareCandidates(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r := b.rank(newInquiry(), couple())
		first, second, out := r.GetCandidates()[0], r.GetCandidates()[1], r.GetExcluded()[0]
		c, err := b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{Decision: r.GetDecision(), Therapist: second.GetTherapist()})
		require.NoError(t, err)
		require.Equal(t, first.GetTherapist(), c.GetOther(), "with the first unless another is named")
		require.InDelta(t, second.GetScore()-first.GetScore(), c.GetLead(), 1e-9)
		var sum float64
		for _, d := range c.GetDifferences() {
			sum += d.GetPoints()
			require.Regexp(t, first.GetDisplayName()+"|"+second.GetDisplayName(), d.GetText())
		}
		require.InDelta(t, c.GetLead(), sum, 1e-9)
		require.Contains(t, c.GetSummary(), first.GetDisplayName()+" ranks before "+second.GetDisplayName())
		require.Equal(t, c.GetSummary(), second.GetWhyAfter(), "the ranking says it of each, too")
		require.Empty(t, first.GetWhyAfter())

		c, err = b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{
			Decision: r.GetDecision(), Therapist: out.GetTherapist(), Other: second.GetTherapist(),
		})
		require.NoError(t, err)
		require.Contains(t, c.GetSummary(), out.GetDisplayName()+" is ruled out: "+out.GetReasons()[0].GetText())
		require.NotEmpty(t, c.GetExcluded())
		require.Empty(t, c.GetDifferences())

		c, err = b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{Decision: r.GetDecision(), Therapist: first.GetTherapist()})
		require.NoError(t, err)
		require.Equal(t, second.GetTherapist(), c.GetOther(), "the first with the second")

		_, err = b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{Decision: "decisions/" + id.New(), Therapist: first.GetTherapist()})
		requireReason(t, "DECISION_NOT_FOUND", err)
		_, err = b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{Decision: r.GetDecision(), Therapist: "therapists/" + id.New()})
		requireReason(t, errs.ReasonInvalidFields, err)
	})
}

// TestWhyNotWhereNobodyFits: each is told what rules them out and what would change it, though there is nobody to compare with.
func TestWhyNotWhereNobodyFits(t *testing.T) {
	t.Parallel()
	b := setup(t, "sqlite")
	need := couple()
	need.Times = required(typev1.WeeklyWindow_SUNDAY, "05:00", "06:00")
	r := b.everyone(need)
	require.Empty(t, r.GetCandidates())
	var changes int
	for _, e := range r.GetExcluded() {
		c, err := b.staff.CompareCandidates(b.desk(), &matchingv1.CompareCandidatesRequest{Decision: r.GetDecision(), Therapist: e.GetTherapist()})
		require.NoError(t, err)
		require.Empty(t, c.GetOther())
		require.Equal(t, e.GetDisplayName()+" is ruled out: "+e.GetReasons()[0].GetText(), c.GetSummary())
		require.Len(t, c.GetExcluded(), len(e.GetReasons()))
		changes += len(c.GetChanges())
	}
	require.Positive(t, changes, "other times")
}

// TestWhatARankingSays: the rules that excluded anyone with how many, what evidence a term rests on, and of the first
// opening whether its hour is free in the weeks ahead.
func TestWhatARankingSays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r := b.rank(newInquiry(), couple())
		require.NotEmpty(t, r.GetRules())
		for _, rule := range r.GetRules() {
			require.NotEmpty(t, rule.GetAsks())
			require.GreaterOrEqual(t, rule.GetExcluded(), rule.GetAlone())
			var counted int32
			for _, e := range r.GetExcluded() {
				for _, reason := range e.GetReasons() {
					if reason.GetCode() == rule.GetRule() {
						counted++
						break
					}
				}
			}
			require.Equal(t, counted, rule.GetExcluded())
		}
		require.Equal(t, "NOT_MEASURED", r.GetNotes()[0].GetCode())
		for _, c := range r.GetCandidates() {
			said := map[string]string{}
			for _, reason := range append(c.GetReasons(), c.GetConcerns()...) {
				said[reason.GetCode()] = reason.GetText()
				require.NotZero(t, reason.GetEvidence(), reason.GetCode())
			}
			require.Regexp(t, `^The same hour, [MTWF][a-z]+days at (noon|[0-9]+ [ap]m), is free in each of the next 8 weeks\.$`, said["WEEKLY_HOUR"], c.GetDisplayName())
		}
		// The therapist goes away in the third week of the first opening.
		first := r.GetCandidates()[0]
		require.Equal(t, "therapists/"+demo.ID("therapist-okafor"), first.GetTherapist())
		b.away(first.GetTherapist(), first.GetOpenings()[0].GetStartTime().AsTime().AddDate(0, 0, 21))
		for _, c := range b.rank(newInquiry(), couple()).GetCandidates() {
			for _, reason := range c.GetConcerns() {
				if c.GetTherapist() == first.GetTherapist() && reason.GetCode() == "WEEKLY_HOUR" {
					require.Contains(t, reason.GetText(), "free in 7 of the next 8 weeks; not on December 16")
					return
				}
			}
		}
		t.Fatal("the missing week was not told")
	})
}

// TestGetDecision: the record says what the ranking said, what it was made with, and whom staff chose and why.
func TestGetDecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := newInquiry()
		r := b.rank(inquiry, couple())
		got, err := b.staff.GetDecision(b.admin(), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
		require.NoError(t, err)
		d := got.GetDecision()
		require.Equal(t, inquiry, d.GetInquiry())
		require.Equal(t, domain.EngineVersion, d.GetEngineVersion())
		require.NotEmpty(t, d.GetVocabularyVersion())
		require.Equal(t, typev1.Need_COUPLE, d.GetNeed().GetFormat())
		require.GreaterOrEqual(t, len(d.GetCandidates()), len(r.GetCandidates()))
		for i, c := range r.GetCandidates() {
			stored := d.GetCandidates()[i]
			require.Equal(t, c.GetTherapist(), stored.GetTherapist())
			require.InDelta(t, c.GetScore(), stored.GetScore(), 0)
			sum := 0.0
			for _, term := range stored.GetTerms() {
				sum += term.GetPoints()
			}
			require.InDelta(t, stored.GetScore(), sum, 1e-9)
		}
		require.Len(t, d.GetExcluded(), len(r.GetExcluded()))
		weights := map[string][]int64{}
		for _, w := range d.GetWeights() {
			weights[w.GetName()] = w.GetValues()
		}
		require.Equal(t, []int64{280_000}, weights["preference"])
		require.Len(t, weights["tiers"], 3)
		require.Empty(t, d.GetChoice())
		require.Nil(t, d.GetChooseTime())

		reserve := fromDecision(inquiry, r, 1)
		reserve.OverrideReason = "knows the family"
		cancelled, err := b.intake.ReservePairing(b.desk(), reserve)
		require.NoError(t, err)
		_, err = b.intake.CancelPairing(b.desk(), &matchingv1.CancelPairingRequest{RequestId: reserve.GetRequestId(), Inquiry: inquiry})
		require.NoError(t, err)
		got, err = b.staff.GetDecision(b.as(identity.ClinicalLead), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
		require.NoError(t, err)
		require.Empty(t, got.GetDecision().GetChoice(), "what came to nothing was not chosen")
		require.Empty(t, got.GetDecision().GetOverrideReason())
		require.Nil(t, got.GetDecision().GetChooseTime())

		reserve.RequestId = newRequest()
		reserved, err := b.intake.ReservePairing(b.desk(), reserve)
		require.NoError(t, err)
		require.NotEqual(t, cancelled.GetPairing().GetName(), reserved.GetPairing().GetName())
		_, err = b.intake.ConfirmPairing(b.desk(), &matchingv1.ConfirmPairingRequest{
			Name: reserved.GetPairing().GetName(), FirstSessionTime: r.GetCandidates()[1].GetOpenings()[0].GetStartTime(),
		})
		require.NoError(t, err)
		got, err = b.staff.GetDecision(b.as(identity.ClinicalLead), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
		require.NoError(t, err)
		require.Equal(t, r.GetCandidates()[1].GetTherapist(), got.GetDecision().GetChoice())
		require.Equal(t, "knows the family", got.GetDecision().GetOverrideReason())
		require.NotNil(t, got.GetDecision().GetChooseTime())

		_, err = b.staff.GetDecision(b.admin(), &matchingv1.GetDecisionRequest{Name: "decisions/" + id.New()})
		require.Equal(t, "there is no such decision, or it is of another inquiry", requireReason(t, "DECISION_NOT_FOUND", err).Message)
		_, err = b.staff.GetDecision(b.desk(), &matchingv1.GetDecisionRequest{Name: r.GetDecision()})
		requireReason(t, errs.ReasonPermissionDenied, err)
	})
}
