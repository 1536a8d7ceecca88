package rpc

import (
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

// FindWeeklyOpenings implements SchedulingService.
func (s staff) FindWeeklyOpenings(
	ctx context.Context, r *schedulingv1.FindWeeklyOpeningsRequest,
) (*schedulingv1.FindWeeklyOpeningsResponse, error) {
	q, err := fromWeeklySearch(r, "")
	if err != nil {
		return nil, err
	}
	found, err := s.scheduler.FindWeekly(ctx, q)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.FindWeeklyOpeningsResponse{Openings: toWeeklyOpenings(found)}, nil
}

// FindWeeklyOpenings implements BookingService.
func (b booking) FindWeeklyOpenings(
	ctx context.Context, r *schedulingv1.BookingServiceFindWeeklyOpeningsRequest,
) (*schedulingv1.BookingServiceFindWeeklyOpeningsResponse, error) {
	q, err := fromWeeklySearch(r.GetSearch(), "search.")
	if err != nil {
		return nil, err
	}
	found, err := b.scheduler.FindWeekly(ctx, q)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.BookingServiceFindWeeklyOpeningsResponse{Openings: toWeeklyOpenings(found)}, nil
}
