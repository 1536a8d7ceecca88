package rpc

import (
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// ListSlots implements PublicSchedulingService.
func (p public) ListSlots(ctx context.Context, r *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error) {
	site, err := optional(sites, r.GetSite(), "site")
	if err != nil {
		return nil, err
	}
	listed, err := p.scheduler.Slots(ctx, domain.Listing{
		TypeID: r.GetAppointmentType(), StartDate: r.GetStartDate(), EndDate: r.GetEndDate(), TimeZone: r.GetTimeZone(),
		Wish:  domain.RoomWish{Persons: int(r.GetPersons()), Accessible: r.GetAccessible(), SiteID: site},
		Staff: identity.From(ctx).Actor.Has(identity.FrontDesk),
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListSlotsResponse{
		Slots: toSlots(listed.Slots), TimeZone: listed.TimeZone, PracticeTimeZone: listed.Practice,
		UnavailableReason: schedulingv1.ListSlotsResponse_UnavailableReason(
			schedulingv1.ListSlotsResponse_UnavailableReason_value[string(listed.Unavailable)]),
	}, nil
}

// CreateHold implements PublicSchedulingService.
func (p public) CreateHold(ctx context.Context, r *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	call.Source = identity.Source(ctx)
	h, err := p.scheduler.HoldSlot(ctx, call, r.GetSlot())
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.CreateHoldResponse{
		Hold: h.Secret, ExpireTime: timestamp(h.Expire),
		StartTime: timestamp(h.Slots[0].Start), EndTime: timestamp(h.Slots[0].End),
	}, nil
}

// ExtendHold implements PublicSchedulingService.
func (p public) ExtendHold(ctx context.Context, r *schedulingv1.ExtendHoldRequest) (*schedulingv1.ExtendHoldResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	call.Source = identity.Source(ctx)
	h, err := p.scheduler.Extend(ctx, call, r.GetHold())
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ExtendHoldResponse{
		Hold: h.Secret, ExpireTime: timestamp(h.Expire),
		StartTime: timestamp(h.Slots[0].Start), EndTime: timestamp(h.Slots[0].End),
	}, nil
}

// ReleaseHold implements PublicSchedulingService.
func (p public) ReleaseHold(ctx context.Context, r *schedulingv1.ReleaseHoldRequest) (*schedulingv1.ReleaseHoldResponse, error) {
	h, err := p.scheduler.Release(ctx, r.GetHold())
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ReleaseHoldResponse{
		Hold: h.Secret, ExpireTime: timestamp(h.Expire),
		StartTime: timestamp(h.Slots[0].Start), EndTime: timestamp(h.Slots[0].End),
	}, nil
}
