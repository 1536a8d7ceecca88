// Package peers is how intake speaks to the other services: the domain's interfaces over the generated clients.
package peers

import (
	"context"
	"errors"
	"io"
	"strings"

	"google.golang.org/grpc"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// Scheduling implements domain.Scheduling.
type Scheduling struct {
	client schedulingv1.BookingServiceClient
}

var _ domain.Scheduling = Scheduling{}

// NewScheduling returns the client over a connection.
func NewScheduling(conn grpc.ClientConnInterface) Scheduling {
	return Scheduling{schedulingv1.NewBookingServiceClient(conn)}
}

// Book implements domain.Scheduling.
func (s Scheduling) Book(
	ctx context.Context, inquiry string, kind domain.VisitKind, when domain.When, requestID string,
) (domain.Appointment, error) {
	request := &schedulingv1.BookAppointmentRequest{
		SlotOfHold: when.SlotOfHold, Inquiry: domain.InquiryName(inquiry), AppointmentType: string(kind),
		RequestId: requestID, Provider: when.Provider, Contact: when.Contact,
	}
	if when.Hold != "" {
		request.When = &schedulingv1.BookAppointmentRequest_Hold{Hold: when.Hold}
	} else {
		request.When = &schedulingv1.BookAppointmentRequest_Slot{Slot: when.Slot}
	}
	answer, err := s.client.BookAppointment(ctx, request)
	return appointment(answer.GetAppointment()), err
}

// Appointments implements domain.Scheduling.
func (s Scheduling) Appointments(ctx context.Context, inquiry string) ([]domain.Appointment, error) {
	answer, err := s.client.ListInquiryAppointments(ctx, &schedulingv1.ListInquiryAppointmentsRequest{
		Inquiries: []string{domain.InquiryName(inquiry)},
	})
	if err != nil {
		return nil, err
	}
	found := make([]domain.Appointment, 0, len(answer.GetAppointments()))
	for _, a := range answer.GetAppointments() {
		found = append(found, appointment(a))
	}
	return found, nil
}

// Move implements domain.Scheduling.
func (s Scheduling) Move(
	ctx context.Context, name string, when domain.When, requestID string,
) (domain.Appointment, error) {
	request := &schedulingv1.MoveAppointmentRequest{Name: name, RequestId: requestID}
	if when.Hold != "" {
		request.When = &schedulingv1.MoveAppointmentRequest_Hold{Hold: when.Hold}
	} else {
		request.When = &schedulingv1.MoveAppointmentRequest_Slot{Slot: when.Slot}
	}
	answer, err := s.client.MoveAppointment(ctx, request)
	return appointment(answer.GetAppointment()), err
}

// CallOff implements domain.Scheduling.
func (s Scheduling) CallOff(ctx context.Context, name, requestID string) (domain.Appointment, error) {
	answer, err := s.client.CallOffAppointment(ctx,
		&schedulingv1.CallOffAppointmentRequest{Name: name, RequestId: requestID})
	return appointment(answer.GetAppointment()), err
}

// Settle implements domain.Scheduling.
func (s Scheduling) Settle(ctx context.Context, name, requestID string) (domain.Appointment, error) {
	answer, err := s.client.SettleAppointment(ctx,
		&schedulingv1.SettleAppointmentRequest{Name: name, RequestId: requestID})
	return appointment(answer.GetAppointment()), err
}

// Watch implements domain.Scheduling.
func (s Scheduling) Watch(ctx context.Context, after string, fn func(domain.VisitChange) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := s.client.WatchChanges(ctx, &schedulingv1.WatchChangesRequest{After: after})
	if err != nil {
		return err
	}
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		c := answer.GetChange()
		err = fn(domain.VisitChange{
			Cursor: c.GetCursor(), Inquiry: bareInquiry(c.GetInquiry()), Appointment: c.GetAppointment(),
			Kind: domain.VisitChangeKind(c.GetKind().String()), Actor: c.GetActor(), CallID: c.GetRequestId(),
			Time: c.GetTime().AsTime(),
		})
		if err != nil {
			return err
		}
	}
}

func appointment(m *schedulingv1.Appointment) domain.Appointment {
	if m == nil {
		return domain.Appointment{}
	}
	a := domain.Appointment{
		Name: m.GetName(), Inquiry: bareInquiry(m.GetInquiry()), Kind: domain.VisitKind(m.GetType()),
		State: domain.VisitState(m.GetState().String()), Start: m.GetStartTime().AsTime(), End: m.GetEndTime().AsTime(),
		Mode: mode(m), Room: m.GetRoomDisplayName(), Provider: m.GetProvider(), Sequence: int(m.GetSequence()),
		OverbookReason: m.GetOverbookReason(),
	}
	if m.GetOverbook() != schedulingv1.SlotStatus_REASON_UNSPECIFIED {
		a.Overbook = m.GetOverbook().String()
	}
	return a
}

func mode(m *schedulingv1.Appointment) string {
	if m.GetMode() == 0 {
		return ""
	}
	return m.GetMode().String()
}

func bareInquiry(name string) string { return strings.TrimPrefix(name, "inquiries/") }
