package rpc

import (
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// OverbookSlot implements SchedulingService.
func (s staff) OverbookSlot(
	ctx context.Context, r *schedulingv1.OverbookSlotRequest,
) (*schedulingv1.OverbookSlotResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	h, err := s.scheduler.Overbook(ctx, domain.Overbooking{
		Call: call, TypeID: r.GetAppointmentType(), ProviderID: provider, Start: micros(r.GetStartTime()),
		Mode: domain.Mode(r.GetMode()), Rule: domain.Reason(r.GetRule().String()), Reason: r.GetReason(),
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.OverbookSlotResponse{
		Hold: h.Secret, ExpireTime: timestamp(h.Expire),
		StartTime: timestamp(h.Slots[0].Start), EndTime: timestamp(h.Slots[0].End),
	}, nil
}
