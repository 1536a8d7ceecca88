package rpc

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// ListInsurers lists the insurers in whose networks therapists are.
func (s *MatchingServer) ListInsurers(
	ctx context.Context, _ *matchingv1.ListInsurersRequest,
) (*matchingv1.ListInsurersResponse, error) {
	insurers, err := s.matching.Insurers(ctx)
	if err != nil {
		return nil, err
	}
	return &matchingv1.ListInsurersResponse{Insurers: insurers}, nil
}
