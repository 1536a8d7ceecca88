package rpc

import (
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// busyCalendars is the collection of calendars elsewhere.
const busyCalendars = "busyCalendars/"

// CreateBusyCalendar implements SchedulingService.
func (s staff) CreateBusyCalendar(
	ctx context.Context, r *schedulingv1.CreateBusyCalendarRequest,
) (*schedulingv1.CreateBusyCalendarResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	c, err := s.calendars.AddBusy(ctx, viewerOf(ctx, identity.Admin), domain.NewBusy{
		Call: call, ProviderID: provider, URL: r.GetUrl(), Label: r.GetLabel(),
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateBusyCalendarResponse{BusyCalendar: toBusy(c)}, nil
}

// everybody stands for all providers in a name.
const everybody = "-"

// ListBusyCalendars implements SchedulingService.
func (s staff) ListBusyCalendars(
	ctx context.Context, r *schedulingv1.ListBusyCalendarsRequest,
) (*schedulingv1.ListBusyCalendarsResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	if provider == everybody {
		provider = ""
	}
	all, err := s.calendars.ListBusy(ctx, busyViewerOf(ctx), provider)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListBusyCalendarsResponse{}
	for _, c := range all {
		out.BusyCalendars = append(out.BusyCalendars, toBusy(c))
	}
	return out, nil
}

// busyViewerOf says whose calendars elsewhere the acting person may see: whoever makes appointments must know what
// cannot be relied on.
func busyViewerOf(ctx context.Context) domain.Viewer {
	v := viewerOf(ctx, identity.Admin)
	v.All = v.All || identity.From(ctx).Actor.Has(identity.FrontDesk)
	return v
}

// RefreshBusyCalendar implements SchedulingService.
func (s staff) RefreshBusyCalendar(
	ctx context.Context, r *schedulingv1.RefreshBusyCalendarRequest,
) (*schedulingv1.RefreshBusyCalendarResponse, error) {
	calendar, err := existing(busyCalendars, r.GetName())
	if err != nil {
		return nil, err
	}
	c, err := s.calendars.Refresh(ctx, busyViewerOf(ctx), calendar)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.RefreshBusyCalendarResponse{BusyCalendar: toBusy(c)}, nil
}

// DeleteBusyCalendar implements SchedulingService.
func (s staff) DeleteBusyCalendar(
	ctx context.Context, r *schedulingv1.DeleteBusyCalendarRequest,
) (*schedulingv1.DeleteBusyCalendarResponse, error) {
	calendar, err := existing(busyCalendars, r.GetName())
	if err != nil {
		return nil, err
	}
	if err := s.calendars.DeleteBusy(ctx, viewerOf(ctx, identity.Admin), calendar); err != nil {
		return nil, err
	}
	return &schedulingv1.DeleteBusyCalendarResponse{}, nil
}

func toBusy(c domain.BusyCalendar) *schedulingv1.BusyCalendar {
	return &schedulingv1.BusyCalendar{
		Name: busyCalendars + c.ID, Provider: providers + c.ProviderID, Label: c.Label, Host: c.Host,
		CreateTime: timestamp(c.Created), AttemptTime: since(c.Attempt), SuccessTime: since(c.Success),
		Problem: schedulingv1.BusyCalendar_Problem(schedulingv1.BusyCalendar_Problem_value[string(c.Problem)]),
		Stale:   c.Stale, BusyCount: int32(c.Spans), UnreadableCount: int32(c.Unreadable), //nolint:gosec // small
		NextTime: since(c.Next),
	}
}
