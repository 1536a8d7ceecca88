package rpc

import (
	"context"
	"fmt"
	"strconv"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/page"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Sizes of a page of appointments.
const (
	defaultPage = 50
	maxPage     = 200
)

// listing asks for one page of rows.
type listing func(context.Context, domain.Viewer, domain.Filter, int) ([]domain.Appointment, bool, error)

// paged is a request for a page of a list that is narrowed by provider.
type paged interface {
	GetProvider() string
	GetPageSize() int32
	GetPageToken() string
}

// pageOf reads one page, by start, and returns it with the token of the next. name tells the tokens of lists apart.
func pageOf(ctx context.Context, r paged, name string, f domain.Filter, list listing) ([]*schedulingv1.Appointment, string, error) {
	var err error
	if f.ProviderID, err = optional(providers, r.GetProvider(), "provider"); err != nil {
		return nil, "", err
	}
	size, err := page.Size(r.GetPageSize(), defaultPage, maxPage)
	if err != nil {
		return nil, "", err
	}
	bound := fmt.Sprintf("%s %d %d %q %q", name, f.From, f.To, f.ProviderID, f.TypeID)
	position, err := page.Decode(r.GetPageToken(), bound)
	if err != nil {
		return nil, "", err
	}
	if len(position) == 2 {
		if f.AfterStart, err = strconv.ParseInt(position[0], 10, 64); err != nil {
			return nil, "", fmt.Errorf("position of a page: %w", err)
		}
		f.AfterID = position[1]
	}
	rows, more, err := list(ctx, viewerOf(ctx, identity.FrontDesk), f, size)
	if err != nil || !more {
		return toAppointments(rows), "", err
	}
	last := rows[len(rows)-1]
	return toAppointments(rows), page.Encode([]string{strconv.FormatInt(last.Start, 10), last.ID}, bound), nil
}

// ListAppointments implements SchedulingService.
func (s staff) ListAppointments(
	ctx context.Context, r *schedulingv1.ListAppointmentsRequest,
) (*schedulingv1.ListAppointmentsResponse, error) {
	f := domain.Filter{From: micros(r.GetStartTime()), To: micros(r.GetEndTime()), TypeID: r.GetType()}
	rows, next, err := pageOf(ctx, r, "appointments", f, s.scheduler.List)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListAppointmentsResponse{Appointments: rows, NextPageToken: next}, nil
}

// ListUnresolvedAppointments implements SchedulingService.
func (s staff) ListUnresolvedAppointments(
	ctx context.Context, r *schedulingv1.ListUnresolvedAppointmentsRequest,
) (*schedulingv1.ListUnresolvedAppointmentsResponse, error) {
	rows, next, err := pageOf(ctx, r, "unresolved", domain.Filter{}, s.scheduler.Unresolved)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.ListUnresolvedAppointmentsResponse{Appointments: rows, NextPageToken: next}, nil
}

// GetAppointment implements SchedulingService.
func (s staff) GetAppointment(
	ctx context.Context, r *schedulingv1.GetAppointmentRequest,
) (*schedulingv1.GetAppointmentResponse, error) {
	id, err := existing(appointments, r.GetName())
	if err != nil {
		return nil, err
	}
	a, err := s.scheduler.Get(ctx, viewerOf(ctx, identity.FrontDesk), id)
	if err != nil {
		return nil, err
	}
	return &schedulingv1.GetAppointmentResponse{Appointment: toAppointment(a)}, nil
}

// ExplainSlot implements SchedulingService.
func (s staff) ExplainSlot(
	ctx context.Context, r *schedulingv1.ExplainSlotRequest,
) (*schedulingv1.ExplainSlotResponse, error) {
	provider, err := optional(providers, r.GetProvider(), "provider")
	if err != nil {
		return nil, err
	}
	wish, err := fromWish(r.GetRoomWish(), "roomWish")
	if err != nil {
		return nil, err
	}
	e, err := s.scheduler.Explain(ctx, domain.Question{
		TypeID: r.GetAppointmentType(), ProviderID: provider, Start: micros(r.GetStartTime()),
		Local: r.GetLocalStartTime(), Mode: domain.Mode(r.GetMode()), Wish: wish,
	})
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.ExplainSlotResponse{
		Offered: e.Slot != nil, Text: e.Text,
		Reason: toReason(e.Reason),
	}
	if e.Slot != nil {
		out.Slot = toSlot(*e.Slot)
	}
	return out, nil
}
