package pages_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Where nobody fits the page says what is on it and no more, and the ways on: a licensed person at once for who is pressing, the
// waitlist, somebody outside.
func TestNobodyFits(t *testing.T) {
	t.Parallel()
	never := &matchingv1.RuleCount{Rule: "RULE_COMPETENCE", Asks: "trained in a concern that asks for it", Excluded: 1, Alone: 1}
	may := &matchingv1.RuleCount{Rule: "RULE_MODE", Asks: "meets in a way the client accepts", Excluded: 1, Overridable: true}
	const now = "<strong>Tell the clinical lead now.</strong>"
	for name, c := range map[string]struct {
		state   intakev1.Inquiry_State
		need    *typev1.Need
		ranking *intakev1.MatchInquiryResponse
		says    []string
		not     []string
	}{
		"nothing can be given up": {
			intakev1.Inquiry_CONSULTED, &typev1.Need{Tier: typev1.Urgency_URGENT, Risk: typev1.Risk_ELEVATED},
			&intakev1.MatchInquiryResponse{Rules: []*matchingv1.RuleCount{never}, Excluded: []*matchingv1.Exclusion{{DisplayName: "Lea Novak"}}},
			[]string{"None of the rules in the way may be set aside", now, `action="/inquiries/3q/waitlist"`, `href="/inquiries/3q#close"`, `<details class="panel" open>`},
			[]string{"What would open more", "They stay on the waitlist"},
		},
		"something can": {
			intakev1.Inquiry_CONSULTED, &typev1.Need{},
			&intakev1.MatchInquiryResponse{Rules: []*matchingv1.RuleCount{may}, Counterfactuals: []*matchingv1.Counterfactual{{Text: "by video adds one"}}},
			[]string{"What would open more is listed below.", `<h2 id="more">What would open more</h2>`, "Talk it over with the clinical lead."}, []string{now},
		},
		"not by one thing alone": {
			intakev1.Inquiry_WAITLISTED, &typev1.Need{RiskFlag: true}, &intakev1.MatchInquiryResponse{Rules: []*matchingv1.RuleCount{never, may}},
			[]string{"Nothing the client could give up would be enough alone.", now, "They stay on the waitlist"}, []string{`action="/inquiries/3q/waitlist"`},
		},
		"something comes first": {
			intakev1.Inquiry_CONSULTED, &typev1.Need{Tier: typev1.Urgency_PRIORITY},
			&intakev1.MatchInquiryResponse{Rules: []*matchingv1.RuleCount{never}, Notes: []*matchingv1.Reason{{Code: "CONSENT_MISSING", Text: "ask for a consent"}}},
			[]string{"<strong>Ask for a consent.</strong>", "What stands above comes first.", now}, nil,
		},
		"nobody at all": {intakev1.Inquiry_CONSULTED, &typev1.Need{}, &intakev1.MatchInquiryResponse{}, []string{"There is nobody to match with."}, []string{"listed below"}},
	} {
		p := newPractice()
		p.inquiry.State, p.inquiry.Need, p.inquiry.RiskAlert, p.ranking = c.state, c.need, false, c.ranking
		page := staff(t, p).post("/inquiries/3q/match", nil).body
		for _, words := range append(c.says, "Nobody fits right now", "The ways on", "close the inquiry as referred") {
			require.Contains(t, page, words, name)
		}
		for _, words := range c.not {
			require.NotContains(t, page, words, name)
		}
	}
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_CONSULTED
	b := staff(t, p)
	require.NotContains(t, b.post("/inquiries/3q/match", nil).body, "Nobody fits")
	require.Contains(t, b.get("/inquiries/3q").body, `id="close"`)
}
