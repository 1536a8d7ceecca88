package rpc

import (
	"context"
	"strings"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// GetSchedule implements SchedulingService.
func (s staff) GetSchedule(
	ctx context.Context, r *schedulingv1.GetScheduleRequest,
) (*schedulingv1.GetScheduleResponse, error) {
	provider, err := scheduleOf(r.GetName())
	if err != nil {
		return nil, err
	}
	got, err := s.scheduler.Schedule(ctx, viewerOf(ctx, identity.Admin), provider)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.GetScheduleResponse{Schedule: toSchedule(got)}, nil
}

// UpdateSchedule implements SchedulingService.
func (s staff) UpdateSchedule(
	ctx context.Context, r *schedulingv1.UpdateScheduleRequest,
) (*schedulingv1.UpdateScheduleResponse, error) {
	provider, err := scheduleOf(r.GetSchedule().GetName())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	next, err := fromSchedule(r.GetSchedule(), "schedule.")
	if err != nil {
		return nil, err
	}
	now, err := s.scheduler.SetSchedule(ctx, call, viewerOf(ctx, identity.Admin), r.GetSchedule().GetEtag(),
		domain.Scheduled{ProviderID: provider, Schedule: next})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.UpdateScheduleResponse{Schedule: toSchedule(now)}, nil
}

// CreateTimeOff implements SchedulingService.
func (s staff) CreateTimeOff(
	ctx context.Context, r *schedulingv1.CreateTimeOffRequest,
) (*schedulingv1.CreateTimeOffResponse, error) {
	provider, err := existing(providers, r.GetProvider())
	if err != nil {
		return nil, err
	}
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	absence, err := s.scheduler.TakeOff(ctx, call, viewerOf(ctx, identity.Admin), provider, domain.Exception{
		Start: micros(r.GetStartTime()), End: micros(r.GetEndTime()), Label: r.GetLabel(), Types: r.GetAppointmentTypes(),
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateTimeOffResponse{
		Exception: toException(absence.Exception), AffectedAppointments: toAppointments(absence.Affected),
	}, nil
}

// scheduleOf returns the provider whose schedule the name is.
func scheduleOf(name string) (string, error) {
	provider, ok := strings.CutSuffix(name, schedulePart)
	if !ok {
		return "", domain.ErrNotFound
	}
	return existing(providers, provider)
}
