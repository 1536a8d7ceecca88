package rpc

import (
	"cmp"
	"context"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// closures is the collection of closures.
const closures = "closures/"

// CreateClosure implements SchedulingService.
func (s staff) CreateClosure(
	ctx context.Context, r *schedulingv1.CreateClosureRequest,
) (*schedulingv1.CreateClosureResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	c := r.GetClosure()
	first, err := fromDate(c.GetStartDate(), "closure.startDate")
	if err != nil {
		return nil, err
	}
	last, err := fromDate(cmp.Or(c.GetEndDate(), c.GetStartDate()), "closure.endDate")
	if err != nil {
		return nil, err
	}
	closing, err := s.scheduler.Close(ctx, call, domain.Closure{First: *first, Last: *last, Label: c.GetLabel()})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CreateClosureResponse{
		Closure: toClosure(closing.Closure), AffectedAppointments: toAppointments(closing.Affected),
	}, nil
}

// ListClosures implements SchedulingService.
func (s staff) ListClosures(
	ctx context.Context, _ *schedulingv1.ListClosuresRequest,
) (*schedulingv1.ListClosuresResponse, error) {
	all, err := s.scheduler.Closures(ctx)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListClosuresResponse{}
	for _, c := range all {
		out.Closures = append(out.Closures, toClosure(c))
	}
	return out, nil
}

// DeleteClosure implements SchedulingService.
func (s staff) DeleteClosure(
	ctx context.Context, r *schedulingv1.DeleteClosureRequest,
) (*schedulingv1.DeleteClosureResponse, error) {
	id, err := existing(closures, r.GetName())
	if err != nil {
		return nil, err
	}
	if err := s.scheduler.Reopen(ctx, id); err != nil {
		return nil, err
	}
	return &schedulingv1.DeleteClosureResponse{}, nil
}

// ListAffectedAppointments implements SchedulingService.
func (s staff) ListAffectedAppointments(
	ctx context.Context, _ *schedulingv1.ListAffectedAppointmentsRequest,
) (*schedulingv1.ListAffectedAppointmentsResponse, error) {
	all, err := s.scheduler.ListAffected(ctx, busyViewerOf(ctx))
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ListAffectedAppointmentsResponse{}
	for _, a := range all {
		out.AffectedAppointments = append(out.AffectedAppointments, &schedulingv1.AffectedAppointment{
			Appointment: toAppointment(a.Appointment),
			Reason:      schedulingv1.SlotStatus_Reason(schedulingv1.SlotStatus_Reason_value[string(a.Reason)]),
		})
	}
	return out, nil
}

func toClosure(c domain.Closure) *schedulingv1.Closure {
	return &schedulingv1.Closure{
		Name: closures + c.ID, StartDate: c.First.String(), EndDate: c.Last.String(), Label: c.Label,
	}
}
