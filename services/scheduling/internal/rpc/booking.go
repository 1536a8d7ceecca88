package rpc

import (
	"context"
	"fmt"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// BookAppointment implements BookingService.
func (b booking) BookAppointment(
	ctx context.Context, r *schedulingv1.BookAppointmentRequest,
) (*schedulingv1.BookAppointmentResponse, error) {
	call, err := callOf(ctx, r)
	if err != nil {
		return nil, err
	}
	inquiry, err := optional(inquiries, r.GetInquiry(), "inquiry")
	if err != nil {
		return nil, err
	}
	provider, err := optional(providers, r.GetProvider(), "provider")
	if err != nil {
		return nil, err
	}
	a, err := b.scheduler.Book(ctx, domain.Booking{
		Call: call, Slot: r.GetSlot(), Hold: r.GetHold(), SlotOfHold: r.GetSlotOfHold(),
		InquiryID: inquiry, TypeID: r.GetAppointmentType(), ProviderID: provider, Contact: r.GetContact(),
	})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.BookAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// ListInquiryAppointments implements BookingService.
func (b booking) ListInquiryAppointments(
	ctx context.Context, r *schedulingv1.ListInquiryAppointmentsRequest,
) (*schedulingv1.ListInquiryAppointmentsResponse, error) {
	ids := make([]string, len(r.GetInquiries()))
	for i, name := range r.GetInquiries() {
		id, ok := bare(inquiries, name)
		if !ok {
			return nil, errs.Invalid(errs.Field(fmt.Sprintf("inquiries[%d]", i), "must be a name inquiries/{id}"))
		}
		ids[i] = id
	}
	rows, err := b.scheduler.OfInquiries(ctx, ids)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListInquiryAppointmentsResponse{Appointments: toAppointments(rows)}, nil
}

// MoveAppointment implements BookingService.
func (b booking) MoveAppointment(
	ctx context.Context, r *schedulingv1.MoveAppointmentRequest,
) (*schedulingv1.MoveAppointmentResponse, error) {
	call, id, err := verb(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := b.scheduler.Move(ctx, domain.Moving{Call: call, ID: id, Slot: r.GetSlot(), Hold: r.GetHold()})
	if err != nil {
		return nil, refusal(err)
	}
	return &schedulingv1.MoveAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// CallOffAppointment implements BookingService.
func (b booking) CallOffAppointment(
	ctx context.Context, r *schedulingv1.CallOffAppointmentRequest,
) (*schedulingv1.CallOffAppointmentResponse, error) {
	call, id, err := verb(ctx, r)
	if err != nil {
		return nil, err
	}
	// A service that acts for nobody undoes what it did itself.
	a, err := b.scheduler.Cancel(ctx, domain.Concluding{
		Call: call, ID: id, NeverLate: identity.From(ctx).Actor.Has(identity.Service),
	})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.CallOffAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// SettleAppointment implements BookingService.
func (b booking) SettleAppointment(
	ctx context.Context, r *schedulingv1.SettleAppointmentRequest,
) (*schedulingv1.SettleAppointmentResponse, error) {
	call, id, err := verb(ctx, r)
	if err != nil {
		return nil, err
	}
	a, err := b.scheduler.Settle(ctx, domain.Concluding{Call: call, ID: id})
	if err != nil {
		return nil, err
	}
	return &schedulingv1.SettleAppointmentResponse{Appointment: toAppointment(a)}, nil
}
