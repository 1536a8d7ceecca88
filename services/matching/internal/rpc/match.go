package rpc

import (
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// points turns micro-units into units.
func points(m domain.Micro) float64 { return float64(m) / float64(domain.Unit) }

func rankingProto(r *domain.Ranking) *matchingv1.RankTherapistsResponse {
	out := &matchingv1.RankTherapistsResponse{Decision: decisions + r.Decision.ID, RiskFlag: r.Decision.Risk}
	for i := range r.Candidates {
		c := candidateProto(&r.Candidates[i])
		if i > 0 {
			c.WhyAfter = r.WhyAfter(i)
		}
		out.Candidates = append(out.Candidates, c)
	}
	out.Excluded = exclusionsProto(r.Decision.Output.Excluded)
	for _, c := range r.Decision.Output.Counterfactuals {
		out.Counterfactuals = append(out.Counterfactuals, counterfactualProto(&c))
	}
	for _, c := range r.Decision.Output.Rules {
		rule, _ := domain.RuleOf(c.Rule)
		out.Rules = append(out.Rules, &matchingv1.RuleCount{
			Rule: c.Rule, Asks: rule.Asks, Excluded: c.Excluded, Alone: c.Alone, Overridable: rule.Override,
			Evidence: evidenceProto(rule.Evidence), Source: rule.From, RelaxOrder: int32(rule.Relax), //nolint:gosec // a rank
		})
	}
	out.Notes = notesProto(r.Decision.Output.Notes)
	return out
}

func exclusionsProto(excluded []domain.Excluded) []*matchingv1.Exclusion {
	var out []*matchingv1.Exclusion
	for _, e := range excluded {
		x := &matchingv1.Exclusion{Therapist: therapists + e.Therapist, DisplayName: e.DisplayName}
		for _, reason := range e.Reasons {
			x.Reasons = append(x.Reasons, ruleProto(reason))
		}
		out = append(out, x)
	}
	return out
}

func notesProto(notes []domain.Reason) []*matchingv1.Reason {
	var out []*matchingv1.Reason
	for _, n := range notes {
		out = append(out, &matchingv1.Reason{Code: n.Code, Text: n.Text})
	}
	return out
}

func counterfactualProto(c *domain.Counterfactual) *matchingv1.Counterfactual {
	out := &matchingv1.Counterfactual{Change: c.Change, Text: c.Text, Gains: c.Gains, Rules: c.Rules}
	if c.Window != nil {
		out.Window = windowProto(*c.Window)
	}
	return out
}

// ruleProto is a rule as a reason, with the evidence it stands on.
func ruleProto(r domain.Reason) *matchingv1.Reason {
	rule, _ := domain.RuleOf(r.Code)
	return &matchingv1.Reason{Code: r.Code, Text: r.Text, Evidence: evidenceProto(rule.Evidence)}
}

func evidenceProto(e score.Evidence) matchingv1.Reason_Evidence {
	return matchingv1.Reason_Evidence(matchingv1.Reason_Evidence_value[string(e)])
}

func comparisonProto(c *domain.Comparison) *matchingv1.CompareCandidatesResponse {
	out := &matchingv1.CompareCandidatesResponse{Summary: c.Summary, Lead: points(c.Lead), Changes: c.Changes}
	if c.Other != "" {
		out.Other = therapists + c.Other
	}
	for _, d := range c.Differences {
		out.Differences = append(out.Differences, &matchingv1.Difference{Code: d.Code, Text: d.Text, Points: points(d.Points)})
	}
	for _, r := range c.Excluded {
		out.Excluded = append(out.Excluded, ruleProto(r))
	}
	for _, r := range c.OtherExcluded {
		out.OtherExcluded = append(out.OtherExcluded, ruleProto(r))
	}
	return out
}

func candidateProto(r *domain.Ranked) *matchingv1.Candidate {
	out := &matchingv1.Candidate{
		Therapist: therapists + r.Therapist, DisplayName: r.DisplayName, Score: points(r.Score), Openings: openingsProto(r.Openings),
	}
	for _, t := range r.Terms {
		reason := termProto(&t)
		if t.Against {
			out.Concerns = append(out.Concerns, reason)
		} else {
			out.Reasons = append(out.Reasons, reason)
		}
	}
	return out
}

func termProto(t *domain.Term) *matchingv1.Reason {
	return &matchingv1.Reason{
		Code: t.Code, Text: t.Text, Points: points(t.Points), Evidence: evidenceProto(t.Evidence),
		Courses: t.N, Low: points(t.Low), High: points(t.High),
	}
}

func openingsProto(openings []domain.Opening) []*schedulingv1.Slot {
	var out []*schedulingv1.Slot
	for _, o := range openings {
		out = append(out, &schedulingv1.Slot{
			Slot: o.Slot, StartTime: timestamppb.New(o.Start), EndTime: timestamppb.New(o.End),
			Mode: typev1.Need_Mode(typev1.Need_Mode_value[string(o.Mode)]),
		})
	}
	return out
}
