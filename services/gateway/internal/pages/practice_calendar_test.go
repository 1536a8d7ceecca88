package pages_test

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
)

func (p *practice) ListAffectedAppointments(
	context.Context, *schedulingv1.ListAffectedAppointmentsRequest, ...grpc.CallOption,
) (*schedulingv1.ListAffectedAppointmentsResponse, error) {
	return &schedulingv1.ListAffectedAppointmentsResponse{AffectedAppointments: []*schedulingv1.AffectedAppointment{{
		Appointment: &schedulingv1.Appointment{
			Name: "appointments/f1", Type: "first-session", ProviderDisplayName: "Dr. Maya Stern, LMFT", Inquiry: "inquiries/i1",
			StartTime: timestamppb.New(now.Add(24 * time.Hour)),
		},
		Reason: schedulingv1.SlotStatus_PRACTICE_CLOSED,
	}, {
		Appointment: &schedulingv1.Appointment{Name: "appointments/f2", Type: "consultation", StartTime: timestamppb.New(now.Add(48 * time.Hour))},
		Reason:      schedulingv1.SlotStatus_TIME_OFF,
	}}}, p.trip("ListAffectedAppointments")
}

func (p *practice) GetLedger(
	context.Context, *schedulingv1.GetLedgerRequest, ...grpc.CallOption,
) (*schedulingv1.GetLedgerResponse, error) {
	return &schedulingv1.GetLedgerResponse{Entries: []*schedulingv1.LedgerEntry{
		{ProviderDisplayName: "Ana Bell", SinceTime: timestamppb.New(now), Load: 1, Share: 2.5, Balance: -1.5},
		{ProviderDisplayName: "Ben Hart", SinceTime: timestamppb.New(now), Load: 3, Share: 3, Balance: 0.0000001},
		{ProviderDisplayName: "Cleo Ito", SinceTime: timestamppb.New(now), Load: 7, Share: 5.5, Balance: 1.5},
	}}, p.trip("GetLedger")
}

func (p *practice) ListClosures(
	context.Context, *schedulingv1.ListClosuresRequest, ...grpc.CallOption,
) (*schedulingv1.ListClosuresResponse, error) {
	return &schedulingv1.ListClosuresResponse{Closures: []*schedulingv1.Closure{
		{Name: "closures/old", StartDate: "2026-01-01", EndDate: "2026-01-01", Label: "New Year"},
		{Name: "closures/c1", StartDate: "2026-12-24", EndDate: "2027-01-01", Label: "Holidays"},
	}}, p.trip("ListClosures")
}

func (p *practice) ListRooms(context.Context, *schedulingv1.ListRoomsRequest, ...grpc.CallOption) (*schedulingv1.ListRoomsResponse, error) {
	return &schedulingv1.ListRoomsResponse{Rooms: []*schedulingv1.Room{
		{DisplayName: "East room", Accessible: true, Capacity: 4, Site: "sites/s1"}, {DisplayName: "West room"},
	}}, p.trip("ListRooms")
}

func (p *practice) ListSites(context.Context, *schedulingv1.ListSitesRequest, ...grpc.CallOption) (*schedulingv1.ListSitesResponse, error) {
	return &schedulingv1.ListSitesResponse{Sites: append([]*schedulingv1.Site{{Name: "sites/s1", DisplayName: "Uptown"}}, p.sites...)}, p.trip("ListSites")
}

func (p *practice) CreateClosure(
	_ context.Context, req *schedulingv1.CreateClosureRequest, _ ...grpc.CallOption,
) (*schedulingv1.CreateClosureResponse, error) {
	if err := p.trip("CreateClosure"); err != nil {
		return nil, err
	}
	p.closed = append(p.closed, req)
	return &schedulingv1.CreateClosureResponse{}, nil
}

func (p *practice) DeleteClosure(
	_ context.Context, req *schedulingv1.DeleteClosureRequest, _ ...grpc.CallOption,
) (*schedulingv1.DeleteClosureResponse, error) {
	p.opened = append(p.opened, req.GetName())
	return &schedulingv1.DeleteClosureResponse{}, p.trip("DeleteClosure")
}
