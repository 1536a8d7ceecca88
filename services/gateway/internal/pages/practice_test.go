package pages_test

import (
	"context"
	"net/http"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// practice stands in for the services behind the pages: each method answers what a test put there. What the product
// does behind them is tested where the whole product runs; here it is the pages' own behaviour, faults included.
type practice struct {
	intakev1.AccessServiceClient
	intakev1.PublicIntakeServiceClient
	intakev1.IntakeServiceClient
	schedulingv1.PublicSchedulingServiceClient
	schedulingv1.SchedulingServiceClient
	matchingv1.MatchingServiceClient
	matchingv1.OutcomeServiceClient

	mu sync.Mutex
	// down makes every call fail as if nothing answered.
	down bool
	// risk opens the crisis block of the confirmation.
	risk bool
	// wish makes the call a wish to be called back.
	wish bool
	// fail makes calls of a method fail, once each.
	fail      map[string][]error
	submitted []*intakev1.SubmitInquiryRequest
	entered   []*intakev1.CreateInquiryRequest
	moved     []*intakev1.RescheduleConsultationRequest
	cancelled []*intakev1.CancelConsultationRequest
	recorded  []*intakev1.RecordCallRequest
	proposed  []*intakev1.ProposeTherapistsRequest
	paired    []*intakev1.PairInquiryRequest
	imported  []*matchingv1.ImportTherapistsRequest
	updated   []*matchingv1.UpdateTherapistRequest
	closed    []*schedulingv1.CreateClosureRequest
	opened    []string
	held      []*schedulingv1.CreateHoldRequest
	// many makes it a network of therapists.
	many bool
	// ranking is what a match answers, where it is not the usual one.
	ranking *intakev1.MatchInquiryResponse
	// remaining are the offers that a call leaves to the next.
	remaining int32
	// crowd is how many more clients the plan gives somebody.
	crowd     int
	committed []*intakev1.CommitPlanRequest
	// gap and candidatesOnly are of the plan.
	gap            float64
	candidatesOnly bool
	// untouched says that nothing has changed since the plan was made.
	untouched bool
	// wait is the one estimate in place of the usual ones.
	wait   string
	looked []string
	// flagged are the clients with whom a licensed person speaks first.
	flagged []string
	// askedFor are the inquiries that were asked about by name, need is what some look for.
	askedFor [][]string
	need     *typev1.Need
	reported []*matchingv1.GetFairnessReportRequest
	// calibration is the report on predictions; nil: nothing was measured.
	calibration *matchingv1.CalibrationReport
	measured    []*intakev1.RecordMeasureRequest
	compared    []*matchingv1.CompareCandidatesRequest
	sites       []*schedulingv1.Site
	schedules   []*schedulingv1.UpdateScheduleRequest
	rooms       []*schedulingv1.CreateRoomRequest
	newSites    []*schedulingv1.CreateSiteRequest
	inquiry     *intakev1.Inquiry
	slots       []*schedulingv1.Slot
	member      *intakev1.StaffMember
}

// now is a Monday, 9:00 in New York.
var now = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

func newPractice() *practice {
	p := &practice{fail: map[string][]error{}}
	newYork, _ := time.LoadLocation("America/New_York")
	for day := range 25 {
		for slot := range 24 {
			at := time.Date(2026, 11, 23+day, 9, 20*slot, 0, 0, newYork)
			if at.Before(now.Add(2*time.Hour)) || at.Weekday() == time.Sunday || at.Weekday() == time.Saturday || (day+slot)%5 == 1 {
				continue
			}
			p.slots = append(p.slots, &schedulingv1.Slot{
				Slot: "slot-" + at.Format("0102T1504"), StartTime: timestamppb.New(at), EndTime: timestamppb.New(at.Add(10 * time.Minute)),
			})
		}
	}
	p.inquiry = sampleInquiry("3q", "Ana", intakev1.Inquiry_CONSULTATION_BOOKED)
	return p
}

func sampleInquiry(id, name string, state intakev1.Inquiry_State) *intakev1.Inquiry {
	start := time.Date(2026, 11, 23, 15, 20, 0, 0, time.UTC)
	return &intakev1.Inquiry{
		Name: "inquiries/" + id, State: state, Etag: "e1", ConfirmationCode: "4F7K9Q2M", Origin: "blog/rebuilding-trust",
		Contact: &intakev1.Contact{
			GivenName: name, FamilyName: "Ruiz", Phone: "+1 212 555 0142", Email: "ana@example.com", TextOk: true,
		},
		Participants: []*intakev1.Participant{{GivenName: "Lou", FamilyName: "Ruiz"}},
		Need: &typev1.Need{
			Concerns: []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST, typev1.Need_COUPLE_CONFLICT},
			Format:   typev1.Need_COUPLE, AgeGroup: typev1.Need_ADULT,
		},
		Note: "We would like to talk about what happened in spring.",
		Consultation: &intakev1.Inquiry_Visit{
			Appointment: "appointments/a1", State: schedulingv1.Appointment_BOOKED, StartTime: timestamppb.New(start),
			EndTime: timestamppb.New(start.Add(10 * time.Minute)), TimeZone: "America/New_York",
		},
		TimeZone: "America/New_York", CreateTime: timestamppb.New(now.Add(-3 * time.Hour)),
	}
}

// trip returns the error a test put there for a method.
func (p *practice) trip(method string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return errs.New(errs.Unavailable, errs.ReasonUnavailable, "nobody answers")
	}
	if waiting := p.fail[method]; len(waiting) > 0 {
		p.fail[method] = waiting[1:]
		return waiting[0]
	}
	return nil
}

func (p *practice) GetPractice(
	context.Context, *intakev1.GetPracticeRequest, ...grpc.CallOption,
) (*intakev1.GetPracticeResponse, error) {
	if err := p.trip("GetPractice"); err != nil {
		return nil, err
	}
	return &intakev1.GetPracticeResponse{Practice: &intakev1.Practice{
		DisplayName: "Maple Street Psychotherapy", ShortName: "Maple Street", Phone: "+1 212 555 0100",
		TimeZone: "America/New_York", PrivacyNoticeVersion: "2026-11", Currency: "USD",
	}}, nil
}

func (p *practice) ListSlots(
	_ context.Context, req *schedulingv1.ListSlotsRequest, _ ...grpc.CallOption,
) (*schedulingv1.ListSlotsResponse, error) {
	if err := p.trip("ListSlots"); err != nil {
		return nil, err
	}
	reply := &schedulingv1.ListSlotsResponse{Slots: p.slots, TimeZone: req.GetTimeZone(), PracticeTimeZone: "America/New_York"}
	if len(p.slots) == 0 {
		reply.UnavailableReason = schedulingv1.ListSlotsResponse_FULLY_BOOKED
	}
	return reply, nil
}

func (p *practice) slot(name string) *schedulingv1.Slot {
	for _, s := range p.slots {
		if s.GetSlot() == name {
			return s
		}
	}
	return p.slots[0]
}

func (p *practice) CreateHold(
	_ context.Context, req *schedulingv1.CreateHoldRequest, _ ...grpc.CallOption,
) (*schedulingv1.CreateHoldResponse, error) {
	if err := p.trip("CreateHold"); err != nil {
		return nil, err
	}
	p.held = append(p.held, req)
	s := p.slot(req.GetSlot())
	return &schedulingv1.CreateHoldResponse{
		Hold: "hold-of-" + req.GetSlot(), ExpireTime: timestamppb.New(now.Add(10 * time.Minute)),
		StartTime: s.GetStartTime(), EndTime: s.GetEndTime(),
	}, nil
}

func (p *practice) ExtendHold(
	context.Context, *schedulingv1.ExtendHoldRequest, ...grpc.CallOption,
) (*schedulingv1.ExtendHoldResponse, error) {
	return &schedulingv1.ExtendHoldResponse{}, p.trip("ExtendHold")
}

func (p *practice) SubmitInquiry(
	_ context.Context, req *intakev1.SubmitInquiryRequest, _ ...grpc.CallOption,
) (*intakev1.SubmitInquiryResponse, error) {
	if err := p.trip("SubmitInquiry"); err != nil {
		return nil, err
	}
	p.submitted = append(p.submitted, req)
	reply := &intakev1.SubmitInquiryResponse{
		ConfirmationCode: "4F7K9Q2M", ManageUrl: "https://practice.example/manage#t=secret-of-the-link",
		CrisisBlockExpanded: p.risk,
	}
	if c := req.GetCallback(); c != nil {
		reply.Callback = c
		return reply, nil
	}
	s := p.slots[0]
	reply.Consultation = &intakev1.BookedConsultation{
		StartTime: s.GetStartTime(), EndTime: s.GetEndTime(), TimeZone: "America/New_York",
	}
	return reply, nil
}

func (p *practice) LookupConsultation(
	_ context.Context, req *intakev1.LookupConsultationRequest, _ ...grpc.CallOption,
) (*intakev1.LookupConsultationResponse, error) {
	if err := p.trip("LookupConsultation"); err != nil {
		return nil, err
	}
	if req.GetToken() != "secret-of-the-link" && req.GetConfirmationCode() != "4F7K9Q2M" {
		return nil, errs.New(errs.NotFound, "LINK_NOT_FOUND", "no call belongs to this")
	}
	if p.wish {
		return &intakev1.LookupConsultationResponse{TimeZone: "America/New_York"}, nil
	}
	s := p.slots[0]
	return &intakev1.LookupConsultationResponse{
		State: schedulingv1.Appointment_BOOKED, StartTime: s.GetStartTime(), EndTime: s.GetEndTime(), TimeZone: "America/New_York",
	}, nil
}

func (p *practice) RescheduleConsultation(
	_ context.Context, req *intakev1.RescheduleConsultationRequest, _ ...grpc.CallOption,
) (*intakev1.RescheduleConsultationResponse, error) {
	if err := p.trip("RescheduleConsultation"); err != nil {
		return nil, err
	}
	p.moved = append(p.moved, req)
	s := p.slot(req.GetSlot())
	return &intakev1.RescheduleConsultationResponse{
		ManageUrl: "https://practice.example/manage#t=another-secret",
		Consultation: &intakev1.BookedConsultation{
			StartTime: s.GetStartTime(), EndTime: s.GetEndTime(), TimeZone: "America/New_York",
		},
	}, nil
}

func (p *practice) CancelConsultation(
	_ context.Context, req *intakev1.CancelConsultationRequest, _ ...grpc.CallOption,
) (*intakev1.CancelConsultationResponse, error) {
	p.cancelled = append(p.cancelled, req)
	return &intakev1.CancelConsultationResponse{State: schedulingv1.Appointment_CANCELLED}, p.trip("CancelConsultation")
}

// Start implements pages.Sessions.
func (p *practice) Start(_ http.ResponseWriter, _ *http.Request, token string) error {
	if token != "a-good-token" {
		return errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "unknown token")
	}
	p.member = &intakev1.StaffMember{Name: "staff/s1", DisplayName: "Sam Ortiz", Roles: []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK}}
	return nil
}

// End implements pages.Sessions.
func (p *practice) End(http.ResponseWriter, *http.Request) error {
	p.member = nil
	return nil
}

// Member implements pages.Sessions.
func (p *practice) Member(*http.Request) *intakev1.StaffMember { return p.member }
