package rpc

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// FindOverrideOpenings finds openings with a therapist whom rules exclude that may be overridden.
func (s *MatchingServer) FindOverrideOpenings(
	ctx context.Context, r *matchingv1.FindOverrideOpeningsRequest,
) (*matchingv1.FindOverrideOpeningsResponse, error) {
	decision, err := parse("decision", decisions, r.GetDecision())
	if err != nil {
		return nil, err
	}
	therapist, err := parse("therapist", therapists, r.GetTherapist())
	if err != nil {
		return nil, err
	}
	found, err := s.matching.Override(ctx, decision, therapist)
	if err != nil {
		return nil, err
	}
	out := &matchingv1.FindOverrideOpeningsResponse{DisplayName: found.DisplayName, Openings: openingsProto(found.Openings)}
	for _, reason := range found.Reasons {
		out.Reasons = append(out.Reasons, ruleProto(reason))
	}
	return out, nil
}
