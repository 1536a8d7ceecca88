package gateway_test

import (
	"context"
	"crypto/ed25519"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// services answer what a test puts into the functions; without one they answer something plain. They embed the
// generated servers for what no test calls.
type services struct {
	intakev1.UnimplementedPublicIntakeServiceServer
	intakev1.UnimplementedIntakeServiceServer
	intakev1.UnimplementedAccessServiceServer
	schedulingv1.UnimplementedPublicSchedulingServiceServer
	schedulingv1.UnimplementedSchedulingServiceServer
	matchingv1.UnimplementedMatchingServiceServer

	submit       func(context.Context, *intakev1.SubmitInquiryRequest) (*intakev1.SubmitInquiryResponse, error)
	lookup       func(context.Context, *intakev1.LookupConsultationRequest) (*intakev1.LookupConsultationResponse, error)
	recordCall   func(context.Context, *intakev1.RecordCallRequest) (*intakev1.RecordCallResponse, error)
	getInquiry   func(context.Context, *intakev1.GetInquiryRequest) (*intakev1.GetInquiryResponse, error)
	list         func(context.Context, *intakev1.ListInquiriesRequest) (*intakev1.ListInquiriesResponse, error)
	slots        func(context.Context, *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error)
	feed         func(context.Context, *schedulingv1.ReadCalendarFeedRequest) (*schedulingv1.ReadCalendarFeedResponse, error)
	hold         func(context.Context, *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error)
	schedule     func(context.Context, *schedulingv1.UpdateScheduleRequest) (*schedulingv1.UpdateScheduleResponse, error)
	appointments func(context.Context, *schedulingv1.ListAppointmentsRequest) (*schedulingv1.ListAppointmentsResponse, error)
	therapist    func(context.Context, *matchingv1.UpdateTherapistRequest) (*matchingv1.UpdateTherapistResponse, error)

	asked    atomic.Int32
	sessions atomic.Int32
	ended    atomic.Int32
}

func (s *services) registrations() map[string]func(grpc.ServiceRegistrar) {
	return map[string]func(grpc.ServiceRegistrar){
		"intake": func(r grpc.ServiceRegistrar) {
			intakev1.RegisterPublicIntakeServiceServer(r, s)
			intakev1.RegisterIntakeServiceServer(r, s)
			intakev1.RegisterAccessServiceServer(r, s)
		},
		"scheduling": func(r grpc.ServiceRegistrar) {
			schedulingv1.RegisterPublicSchedulingServiceServer(r, s)
			schedulingv1.RegisterSchedulingServiceServer(r, s)
			schedulingv1.RegisterBookingServiceServer(r, bookings{services: s})
		},
		"matching": func(r grpc.ServiceRegistrar) { matchingv1.RegisterMatchingServiceServer(r, s) },
	}
}

// members are the people of the practice by token, and by session with "session " before it.
func members() map[string]*intakev1.StaffMember {
	role := func(name string, roles ...optionsv1.Policy_Role) *intakev1.StaffMember {
		return &intakev1.StaffMember{Name: "staff/" + name, Roles: roles, Provider: "providers/" + name}
	}
	desk := role("desk", optionsv1.Policy_FRONT_DESK)
	return map[string]*intakev1.StaffMember{
		"desk-token": desk, "session desk-session": desk,
		"clinician-token": role("clinician", optionsv1.Policy_CLINICIAN),
		"admin-token":     role("admin", optionsv1.Policy_ADMIN),
		"nobody-token":    role("nobody"),
	}
}

func (s *services) Authenticate(_ context.Context, in *intakev1.AuthenticateRequest) (*intakev1.AuthenticateResponse, error) {
	s.asked.Add(1)
	key := in.GetToken()
	if in.GetSession() != "" {
		key = "session " + in.GetSession()
	}
	if m := members()[key]; m != nil {
		return &intakev1.AuthenticateResponse{StaffMember: m}, nil
	}
	return nil, errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "unknown")
}

func (s *services) CreateSession(_ context.Context, in *intakev1.CreateSessionRequest) (*intakev1.CreateSessionResponse, error) {
	m := members()[in.GetToken()]
	if m == nil {
		return nil, errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "unknown")
	}
	s.sessions.Add(1)
	return &intakev1.CreateSessionResponse{Session: "desk-session", StaffMember: m}, nil
}

func (s *services) EndSession(context.Context, *intakev1.EndSessionRequest) (*intakev1.EndSessionResponse, error) {
	s.ended.Add(1)
	return &intakev1.EndSessionResponse{}, nil
}

func (s *services) GetPractice(context.Context, *intakev1.GetPracticeRequest) (*intakev1.GetPracticeResponse, error) {
	return &intakev1.GetPracticeResponse{Practice: &intakev1.Practice{DisplayName: "Harbour", TimeZone: "America/New_York"}}, nil
}

func (s *services) SubmitInquiry(ctx context.Context, in *intakev1.SubmitInquiryRequest) (*intakev1.SubmitInquiryResponse, error) {
	if s.submit != nil {
		return s.submit(ctx, in)
	}
	return &intakev1.SubmitInquiryResponse{ConfirmationCode: "ABCDEFGH"}, nil
}

func (s *services) LookupConsultation(ctx context.Context, in *intakev1.LookupConsultationRequest) (*intakev1.LookupConsultationResponse, error) {
	if s.lookup != nil {
		return s.lookup(ctx, in)
	}
	return nil, errs.New(errs.NotFound, "LINK_NOT_FOUND", "this link does not work any more")
}

func (s *services) RecordCall(ctx context.Context, in *intakev1.RecordCallRequest) (*intakev1.RecordCallResponse, error) {
	if s.recordCall != nil {
		return s.recordCall(ctx, in)
	}
	return &intakev1.RecordCallResponse{Inquiry: &intakev1.Inquiry{Name: in.GetName(), Etag: "2"}}, nil
}

func (s *services) GetInquiry(ctx context.Context, in *intakev1.GetInquiryRequest) (*intakev1.GetInquiryResponse, error) {
	if s.getInquiry != nil {
		return s.getInquiry(ctx, in)
	}
	return &intakev1.GetInquiryResponse{Inquiry: &intakev1.Inquiry{
		Name: in.GetName(), State: intakev1.Inquiry_NEW, Etag: "v1",
	}}, nil
}

func (s *services) ListInquiries(ctx context.Context, in *intakev1.ListInquiriesRequest) (*intakev1.ListInquiriesResponse, error) {
	if s.list != nil {
		return s.list(ctx, in)
	}
	return &intakev1.ListInquiriesResponse{}, nil
}

func (s *services) MatchInquiry(context.Context, *intakev1.MatchInquiryRequest) (*intakev1.MatchInquiryResponse, error) {
	return &intakev1.MatchInquiryResponse{Decision: "decisions/d", Candidates: []*matchingv1.Candidate{{
		Therapist: "therapists/t", Openings: []*schedulingv1.Slot{{Slot: "s"}},
	}}}, nil
}

func (s *services) ListSlots(ctx context.Context, in *schedulingv1.ListSlotsRequest) (*schedulingv1.ListSlotsResponse, error) {
	if s.slots != nil {
		return s.slots(ctx, in)
	}
	return &schedulingv1.ListSlotsResponse{TimeZone: in.GetTimeZone()}, nil
}

func (s *services) CreateHold(ctx context.Context, in *schedulingv1.CreateHoldRequest) (*schedulingv1.CreateHoldResponse, error) {
	if s.hold != nil {
		return s.hold(ctx, in)
	}
	return &schedulingv1.CreateHoldResponse{Hold: "held", ExpireTime: timestamppb.Now()}, nil
}

func (s *services) UpdateSchedule(ctx context.Context, in *schedulingv1.UpdateScheduleRequest) (*schedulingv1.UpdateScheduleResponse, error) {
	if s.schedule != nil {
		return s.schedule(ctx, in)
	}
	return &schedulingv1.UpdateScheduleResponse{Schedule: in.GetSchedule()}, nil
}

func (s *services) ListAppointments(ctx context.Context, in *schedulingv1.ListAppointmentsRequest) (*schedulingv1.ListAppointmentsResponse, error) {
	if s.appointments != nil {
		return s.appointments(ctx, in)
	}
	return &schedulingv1.ListAppointmentsResponse{}, nil
}

func (s *services) GetAppointment(_ context.Context, in *schedulingv1.GetAppointmentRequest) (*schedulingv1.GetAppointmentResponse, error) {
	return &schedulingv1.GetAppointmentResponse{Appointment: &schedulingv1.Appointment{
		Name: in.GetName(), Type: "consultation", State: schedulingv1.Appointment_BOOKED, Provider: "providers/p", Etag: "v1",
	}}, nil
}

func (s *services) DeleteTherapist(_ context.Context, in *matchingv1.DeleteTherapistRequest) (*matchingv1.DeleteTherapistResponse, error) {
	if in.GetEtag() == "stale" {
		return nil, errs.New(errs.Aborted, errs.ReasonETagMismatch, "it has changed")
	}
	return &matchingv1.DeleteTherapistResponse{Therapist: &matchingv1.Therapist{Name: in.GetName(), Etag: "after-" + in.GetEtag()}}, nil
}

func (s *services) UpdateTherapist(ctx context.Context, in *matchingv1.UpdateTherapistRequest) (*matchingv1.UpdateTherapistResponse, error) {
	if s.therapist != nil {
		return s.therapist(ctx, in)
	}
	return &matchingv1.UpdateTherapistResponse{Therapist: in.GetTherapist()}, nil
}

func keys(tb testing.TB) (ed25519.PrivateKey, ed25519.PublicKey) {
	tb.Helper()
	privateText, publicText, err := identity.GenerateKeys()
	require.NoError(tb, err)
	private, err := identity.ParsePrivateKey(privateText)
	require.NoError(tb, err)
	public, err := identity.ParsePublicKey(publicText)
	require.NoError(tb, err)
	return private, public
}

// bookings is what the gateway asks of scheduling besides the staff's API.
type bookings struct {
	schedulingv1.UnimplementedBookingServiceServer
	services *services
}

func (b bookings) ReadCalendarFeed(
	ctx context.Context, in *schedulingv1.ReadCalendarFeedRequest,
) (*schedulingv1.ReadCalendarFeedResponse, error) {
	if b.services.feed != nil {
		return b.services.feed(ctx, in)
	}
	return nil, errs.New(errs.NotFound, errs.ReasonNotFound, "unknown")
}
