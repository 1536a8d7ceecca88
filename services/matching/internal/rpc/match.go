package rpc

import (
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// points turns micro-units into units.
func points(m domain.Micro) float64 { return float64(m) / float64(domain.Unit) }

func rankingProto(r *domain.Ranking) *matchingv1.RankTherapistsResponse {
	out := &matchingv1.RankTherapistsResponse{Decision: decisions + r.Decision.ID, RiskFlag: r.Decision.Risk}
	for i := range r.Candidates {
		out.Candidates = append(out.Candidates, candidateProto(&r.Candidates[i]))
	}
	for _, e := range r.Decision.Output.Excluded {
		x := &matchingv1.Exclusion{Therapist: therapists + e.Therapist, DisplayName: e.DisplayName}
		for _, reason := range e.Reasons {
			x.Reasons = append(x.Reasons, &matchingv1.Reason{Code: reason.Code, Text: reason.Text})
		}
		out.Excluded = append(out.Excluded, x)
	}
	for _, c := range r.Decision.Output.Counterfactuals {
		out.Counterfactuals = append(out.Counterfactuals, &matchingv1.Counterfactual{Change: c.Change, Text: c.Text, Gains: c.Gains})
	}
	return out
}

func candidateProto(r *domain.Ranked) *matchingv1.Candidate {
	out := &matchingv1.Candidate{
		Therapist: therapists + r.Therapist, DisplayName: r.DisplayName, Score: points(r.Score), Openings: openingsProto(r.Openings),
	}
	for _, t := range r.Terms {
		reason := &matchingv1.Reason{Code: t.Code, Text: t.Text, Points: points(t.Points)}
		if t.Against {
			out.Concerns = append(out.Concerns, reason)
		} else {
			out.Reasons = append(out.Reasons, reason)
		}
	}
	return out
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
