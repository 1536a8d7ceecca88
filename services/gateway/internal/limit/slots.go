package limit

import (
	"context"

	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// Slots wraps the client through which visitors reach scheduling, API and pages alike. Letting a hold go gives something
// back and is not counted.
func Slots(client schedulingv1.PublicSchedulingServiceClient, limits *Limits) schedulingv1.PublicSchedulingServiceClient {
	return &slots{PublicSchedulingServiceClient: client, limits: limits}
}

type slots struct {
	schedulingv1.PublicSchedulingServiceClient
	limits *Limits
}

// CreateHold implements schedulingv1.PublicSchedulingServiceClient.
func (s *slots) CreateHold(
	ctx context.Context, in *schedulingv1.CreateHoldRequest, opts ...grpc.CallOption,
) (*schedulingv1.CreateHoldResponse, error) {
	if err := s.limits.TakeOnce(ctx, Hold, Source(ctx), in.GetRequestId()); err != nil {
		return nil, err
	}
	return s.PublicSchedulingServiceClient.CreateHold(s.limits.withSource(ctx), in, opts...)
}

// ExtendHold implements schedulingv1.PublicSchedulingServiceClient.
func (s *slots) ExtendHold(
	ctx context.Context, in *schedulingv1.ExtendHoldRequest, opts ...grpc.CallOption,
) (*schedulingv1.ExtendHoldResponse, error) {
	if err := s.limits.Take(ctx, Hold, Source(ctx)); err != nil {
		return nil, err
	}
	return s.PublicSchedulingServiceClient.ExtendHold(s.limits.withSource(ctx), in, opts...)
}
