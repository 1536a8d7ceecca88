package rpc

import (
	"context"
	"errors"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// FindOpenings implements BookingService.
func (b booking) FindOpenings(
	ctx context.Context, r *schedulingv1.FindOpeningsRequest,
) (*schedulingv1.FindOpeningsResponse, error) {
	search, err := fromSearch(r, "")
	if err != nil {
		return nil, err
	}
	found, err := b.scheduler.Find(ctx, search)
	if err != nil {
		return nil, err
	}
	return toFound(found), nil
}

// FindOpenWindows implements BookingService.
func (b booking) FindOpenWindows(
	ctx context.Context, r *schedulingv1.FindOpenWindowsRequest,
) (*schedulingv1.FindOpenWindowsResponse, error) {
	search, err := fromSearch(r.GetSearch(), "search.")
	if err != nil {
		return nil, err
	}
	windows, err := fromWindows(r.GetWindows(), "windows")
	if err != nil {
		return nil, err
	}
	found, err := b.scheduler.FindOpenWindows(ctx, search, windows)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.FindOpenWindowsResponse{}
	for _, o := range found {
		out.Providers = append(out.Providers, &schedulingv1.ProviderWindows{Provider: providers + o.ProviderID, Open: o.Open})
	}
	return out, nil
}

// ReadSlots implements BookingService.
func (b booking) ReadSlots(_ context.Context, r *schedulingv1.ReadSlotsRequest) (*schedulingv1.ReadSlotsResponse, error) {
	read, err := b.scheduler.ReadSlots(r.GetSlots())
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ReadSlotsResponse{Slots: toSlots(read)}, nil
}

// CheckSlots implements BookingService.
func (b booking) CheckSlots(ctx context.Context, r *schedulingv1.CheckSlotsRequest) (*schedulingv1.CheckSlotsResponse, error) {
	open, err := b.scheduler.CheckSlots(ctx, r.GetSlots())
	return &schedulingv1.CheckSlotsResponse{Open: open}, err
}

// HoldSlots implements BookingService.
func (b booking) HoldSlots(
	ctx context.Context, r *schedulingv1.HoldSlotsRequest,
) (*schedulingv1.HoldSlotsResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	inquiry, err := optional(inquiries, r.GetInquiry(), "inquiry")
	if err != nil {
		return nil, err
	}
	h, err := b.scheduler.HoldSlots(ctx, domain.Holding{
		Call: call, Slots: r.GetSlots(), InquiryID: inquiry, For: r.GetDuration().AsDuration(),
	})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.HoldSlotsResponse{
		Hold: h.Secret, ExpireTime: timestamp(h.Expire), Slots: toSlots(h.Slots),
	}, nil
}

// ReleaseSlots implements BookingService.
func (b booking) ReleaseSlots(
	ctx context.Context, r *schedulingv1.ReleaseSlotsRequest,
) (*schedulingv1.ReleaseSlotsResponse, error) {
	if _, err := b.scheduler.Release(ctx, r.GetHold()); err != nil && !errors.Is(err, domain.ErrHoldNotFound) {
		return nil, err
	}
	return &schedulingv1.ReleaseSlotsResponse{}, nil
}
