package rpc

import (
	"context"

	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// EnsureProvider implements BookingService.
func (b booking) EnsureProvider(
	ctx context.Context, r *schedulingv1.EnsureProviderRequest,
) (*schedulingv1.EnsureProviderResponse, error) {
	p, err := fromProvider(r.GetProvider())
	if err != nil {
		return nil, err
	}
	made, err := b.scheduler.EnsureProvider(ctx, p)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.EnsureProviderResponse{Provider: toProvider(made)}, nil
}

// WatchChanges implements BookingService.
func (b booking) WatchChanges(
	r *schedulingv1.WatchChangesRequest, stream grpc.ServerStreamingServer[schedulingv1.WatchChangesResponse],
) error {
	return b.scheduler.Watch(stream.Context(), r.GetAfter(), func(c domain.Change) error {
		out := &schedulingv1.Change{
			Cursor: c.Cursor, Appointment: appointments + c.AppointmentID,
			Kind:  schedulingv1.Change_Kind(schedulingv1.Change_Kind_value[string(c.Kind)]),
			State: toState(c.State), Time: timestamp(c.Time), RequestId: c.RequestID,
			Inquiry: full(inquiries, c.InquiryID), Actor: c.Actor, Overbook: toReason(c.Overbook),
			AppointmentType: c.TypeID, Provider: full(providers, c.ProviderID),
		}
		if c.Kind == domain.KindFreed {
			out.StartTime, out.EndTime = timestamp(c.Start), timestamp(c.End)
		}
		return stream.Send(&schedulingv1.WatchChangesResponse{Change: out})
	})
}
