package rpc

import (
	"context"
	"fmt"
	"strconv"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Sizes of a page of series.
const (
	defaultSeriesPage = 20
	maxSeriesPage     = 50
)

// BookSeries implements SchedulingService.
func (s staff) BookSeries(ctx context.Context, r *schedulingv1.BookSeriesRequest) (*schedulingv1.BookSeriesResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	provider, err := optional(providers, r.GetProvider(), "provider")
	if err != nil {
		return nil, err
	}
	inquiry, err := optional(inquiries, r.GetInquiry(), "inquiry")
	if err != nil {
		return nil, err
	}
	wish, err := fromWish(r.GetRoomWish(), "roomWish")
	if err != nil {
		return nil, err
	}
	one, err := s.scheduler.BookSeries(ctx, domain.SeriesBooking{
		Call: call, ProviderID: provider, TypeID: r.GetAppointmentType(), InquiryID: inquiry,
		Mode: domain.Mode(r.GetMode()), StartDate: r.GetStartDate(), Minute: minutes(r.GetLocalTime()),
		Recurrence: r.GetRecurrence(), MaxExceptions: int(r.GetMaxExceptions()), Wish: wish,
	})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.BookSeriesResponse{Series: toSeries(one)}, nil
}

// MoveSeries implements SchedulingService.
func (s staff) MoveSeries(ctx context.Context, r *schedulingv1.MoveSeriesRequest) (*schedulingv1.MoveSeriesResponse, error) {
	id, err := existing(seriesNames, r.GetName())
	if err != nil {
		return nil, err
	}
	appointment, err := existing(appointments, r.GetAppointment())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	one, err := s.scheduler.MoveSeries(ctx, domain.SeriesMoving{
		Call: call, ID: id, AppointmentID: appointment, Alone: r.GetScope() == schedulingv1.MoveSeriesRequest_THIS_ONE,
		StartDate: r.GetStartDate(), Minute: minutes(r.GetLocalTime()), MaxExceptions: int(r.GetMaxExceptions()),
		ETag: r.GetEtag(),
	})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.MoveSeriesResponse{Series: toSeries(one)}, nil
}

// EndSeries implements SchedulingService.
func (s staff) EndSeries(ctx context.Context, r *schedulingv1.EndSeriesRequest) (*schedulingv1.EndSeriesResponse, error) {
	id, err := existing(seriesNames, r.GetName())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	one, err := s.scheduler.EndSeries(ctx, domain.SeriesEnding{Call: call, ID: id, EndDate: r.GetEndDate(), ETag: r.GetEtag()})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.EndSeriesResponse{Series: toSeries(one)}, nil
}

// GetSeries implements SchedulingService.
func (s staff) GetSeries(ctx context.Context, r *schedulingv1.GetSeriesRequest) (*schedulingv1.GetSeriesResponse, error) {
	id, err := existing(seriesNames, r.GetName())
	if err != nil {
		return nil, err
	}
	one, err := s.scheduler.GetSeries(ctx, viewerOf(ctx, identity.FrontDesk), id)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.GetSeriesResponse{Series: toSeries(one)}, nil
}

// ListSeries implements SchedulingService.
func (s staff) ListSeries(ctx context.Context, r *schedulingv1.ListSeriesRequest) (*schedulingv1.ListSeriesResponse, error) {
	inquiry, err := optional(inquiries, r.GetInquiry(), "inquiry")
	if err != nil {
		return nil, err
	}
	provider, err := optional(providers, r.GetProvider(), "provider")
	if err != nil {
		return nil, err
	}
	size, err := page.Size(r.GetPageSize(), defaultSeriesPage, maxSeriesPage)
	if err != nil {
		return nil, err
	}
	f := domain.SeriesFilter{InquiryID: inquiry, ProviderID: provider}
	bound := fmt.Sprintf("series %q %q", inquiry, provider)
	position, err := page.Decode(r.GetPageToken(), bound)
	if err != nil {
		return nil, err
	}
	if len(position) == 2 {
		if f.BeforeCreated, err = strconv.ParseInt(position[0], 10, 64); err != nil {
			return nil, errs.Internal(fmt.Errorf("position of a page: %w", err))
		}
		f.BeforeID = position[1]
	}
	all, more, err := s.scheduler.ListSeries(ctx, viewerOf(ctx, identity.FrontDesk), f, size)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListSeriesResponse{}
	for _, one := range all {
		out.Series = append(out.Series, toSeries(one))
	}
	if more {
		last := all[len(all)-1]
		out.NextPageToken = page.Encode([]string{strconv.FormatInt(last.Created, 10), last.ID}, bound)
	}
	return out, nil
}
