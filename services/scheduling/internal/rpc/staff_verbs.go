package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// named is a request that names the appointment it is about.
type named interface {
	proto.Message
	GetName() string
}

// verb reads what every verb on an appointment begins with.
func verb(ctx context.Context, r named) (domain.Call, string, error) {
	id, err := existing(appointments, r.GetName())
	if err != nil {
		return domain.Call{}, "", err
	}
	call, err := callOf(ctx, r)
	return call, id, err
}

// concluding reads a verb that ends an appointment.
func concluding(ctx context.Context, r interface {
	named
	GetEtag() string
},
) (domain.Concluding, error) {
	call, id, err := verb(ctx, r)
	return domain.Concluding{Call: call, ID: id, ETag: r.GetEtag()}, err
}

// RescheduleAppointment implements SchedulingService.
func (s staff) RescheduleAppointment(
	ctx context.Context, r *schedulingv1.RescheduleAppointmentRequest,
) (*schedulingv1.RescheduleAppointmentResponse, error) {
	call, id, err := verb(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := s.scheduler.Move(ctx, domain.Moving{Call: call, ID: id, Slot: r.GetSlot(), ETag: r.GetEtag()})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.RescheduleAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// CancelAppointment implements SchedulingService.
func (s staff) CancelAppointment(
	ctx context.Context, r *schedulingv1.CancelAppointmentRequest,
) (*schedulingv1.CancelAppointmentResponse, error) {
	c, err := concluding(ctx, r)
	if err != nil {
		return nil, err
	}
	c.NeverLate = r.GetByPractice()
	a, err := s.scheduler.Cancel(ctx, c)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CancelAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// CompleteAppointment implements SchedulingService.
func (s staff) CompleteAppointment(
	ctx context.Context, r *schedulingv1.CompleteAppointmentRequest,
) (*schedulingv1.CompleteAppointmentResponse, error) {
	c, err := concluding(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := s.scheduler.Complete(ctx, c)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CompleteAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// MarkAppointmentNoShow implements SchedulingService.
func (s staff) MarkAppointmentNoShow(
	ctx context.Context, r *schedulingv1.MarkAppointmentNoShowRequest,
) (*schedulingv1.MarkAppointmentNoShowResponse, error) {
	c, err := concluding(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := s.scheduler.NoShow(ctx, c)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.MarkAppointmentNoShowResponse{Appointment: toAppointment(a)}, nil
}
