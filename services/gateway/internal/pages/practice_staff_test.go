package pages_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func (p *practice) ListAppointments(
	context.Context, *schedulingv1.ListAppointmentsRequest, ...grpc.CallOption,
) (*schedulingv1.ListAppointmentsResponse, error) {
	if err := p.trip("ListAppointments"); err != nil {
		return nil, err
	}
	reply := &schedulingv1.ListAppointmentsResponse{}
	for i, minutes := range []int{-40, 20, 80, 140} {
		start := now.Add(time.Duration(minutes) * time.Minute)
		state := schedulingv1.Appointment_BOOKED
		if minutes == -40 {
			state = schedulingv1.Appointment_COMPLETED
		}
		reply.Appointments = append(reply.Appointments, &schedulingv1.Appointment{
			Name: "appointments/a" + string(rune('1'+i)), Type: "consultation", State: state, Provider: "providers/p1",
			ProviderDisplayName: "Ana Bell", Inquiry: "inquiries/i" + string(rune('1'+i)),
			StartTime: timestamppb.New(start), EndTime: timestamppb.New(start.Add(10 * time.Minute)),
		})
	}
	return reply, nil
}

func (p *practice) ListUnresolvedAppointments(
	context.Context, *schedulingv1.ListUnresolvedAppointmentsRequest, ...grpc.CallOption,
) (*schedulingv1.ListUnresolvedAppointmentsResponse, error) {
	if err := p.trip("ListUnresolvedAppointments"); err != nil {
		return nil, err
	}
	past := func(name, typ string, days int) *schedulingv1.Appointment {
		start := now.AddDate(0, 0, -days)
		return &schedulingv1.Appointment{
			Name: "appointments/" + name, Type: typ, State: schedulingv1.Appointment_BOOKED, ProviderDisplayName: "Ana Bell",
			Inquiry: "inquiries/i1", StartTime: timestamppb.New(start), EndTime: timestamppb.New(start.Add(time.Hour)),
		}
	}
	return &schedulingv1.ListUnresolvedAppointmentsResponse{
		Appointments: []*schedulingv1.Appointment{past("u1", "first-session", 300), past("u2", "consultation", 2)},
	}, nil
}

func (p *practice) GetInquiry(
	_ context.Context, req *intakev1.GetInquiryRequest, _ ...grpc.CallOption,
) (*intakev1.GetInquiryResponse, error) {
	if err := p.trip("GetInquiry"); err != nil {
		return nil, err
	}
	if req.GetName() == "inquiries/unknown" {
		return nil, errs.New(errs.NotFound, errs.ReasonNotFound, "no such inquiry")
	}
	if req.GetName() == p.inquiry.GetName() {
		return &intakev1.GetInquiryResponse{Inquiry: p.inquiry}, nil
	}
	return &intakev1.GetInquiryResponse{Inquiry: sampleInquiry("x1", "Kim", intakev1.Inquiry_CONSULTATION_BOOKED)}, nil
}

func (p *practice) ListInquiries(
	_ context.Context, req *intakev1.ListInquiriesRequest, _ ...grpc.CallOption,
) (*intakev1.ListInquiriesResponse, error) {
	if err := p.trip("ListInquiries"); err != nil {
		return nil, err
	}
	if req.GetFilter() == "state = CLOSED" {
		return &intakev1.ListInquiriesResponse{}, nil
	}
	risky := sampleInquiry("r1", "Noor", intakev1.Inquiry_NEW)
	risky.RiskAlert = true
	if len(req.GetNames()) > 0 {
		p.askedFor = append(p.askedFor, req.GetNames())
		out := &intakev1.ListInquiriesResponse{}
		if slices.Contains(req.GetNames(), "inquiries/c1") {
			out.Inquiries = append(out.Inquiries, sampleInquiry("c1", "Mia", intakev1.Inquiry_CONSULTED))
		}
		if slices.Contains(req.GetNames(), "inquiries/o3") {
			out.Inquiries = append(out.Inquiries, sampleInquiry("o3", "Lena", intakev1.Inquiry_WAITLISTED))
		}
		return out, nil
	}
	return &intakev1.ListInquiriesResponse{
		Inquiries: []*intakev1.Inquiry{
			p.inquiry, risky, sampleInquiry("u1", "Theo", intakev1.Inquiry_UNREACHED),
			sampleInquiry("c1", "Mia", intakev1.Inquiry_CONSULTED), sampleInquiry("f1", "Jo", intakev1.Inquiry_FIRST_SESSION_BOOKED),
		},
		NextPageToken: "more",
	}, nil
}

func (p *practice) ListHistory(
	context.Context, *intakev1.ListHistoryRequest, ...grpc.CallOption,
) (*intakev1.ListHistoryResponse, error) {
	return &intakev1.ListHistoryResponse{Events: []*intakev1.HistoryEvent{
		{Time: timestamppb.New(now.Add(-3 * time.Hour)), Actor: "visitor", Kind: intakev1.HistoryEvent_RECEIVED},
		{
			Time: timestamppb.New(now.Add(-3 * time.Hour)), Actor: "visitor", Kind: intakev1.HistoryEvent_CONSULTATION_BOOKED,
			Facts: map[string]string{"outcome": "NO_ANSWER", "appointment": "appointments/a1", "startTime": "2026-11-24T15:20:00Z"},
		},
	}}, p.trip("ListHistory")
}

func (p *practice) RecordCall(
	_ context.Context, req *intakev1.RecordCallRequest, _ ...grpc.CallOption,
) (*intakev1.RecordCallResponse, error) {
	if err := p.trip("RecordCall"); err != nil {
		return nil, err
	}
	p.recorded = append(p.recorded, req)
	return &intakev1.RecordCallResponse{Inquiry: p.inquiry}, nil
}

func (p *practice) CreateInquiry(
	_ context.Context, req *intakev1.CreateInquiryRequest, _ ...grpc.CallOption,
) (*intakev1.CreateInquiryResponse, error) {
	if err := p.trip("CreateInquiry"); err != nil {
		return nil, err
	}
	p.entered = append(p.entered, req)
	return &intakev1.CreateInquiryResponse{Inquiry: p.inquiry}, nil
}

func (p *practice) MatchInquiry(
	context.Context, *intakev1.MatchInquiryRequest, ...grpc.CallOption,
) (*intakev1.MatchInquiryResponse, error) {
	if err := p.trip("MatchInquiry"); err != nil {
		return nil, err
	}
	if p.ranking != nil {
		return p.ranking, nil
	}
	opening := func(slot string, hours int, mode typev1.Need_Mode) *schedulingv1.Slot {
		at := now.Add(time.Duration(hours) * time.Hour)
		return &schedulingv1.Slot{
			Slot: slot, Mode: mode, StartTime: timestamppb.New(at), EndTime: timestamppb.New(at.Add(50 * time.Minute)),
		}
	}
	notes := []*matchingv1.Reason{{Code: "NOT_MEASURED", Text: "no outcomes were measured yet"}}
	if p.many {
		notes = append(notes, &matchingv1.Reason{Code: "SHORTLIST", Text: "Of 150 therapists 90 fit; openings were looked for with the best 32."})
	}
	if len(p.flagged) > 0 {
		notes = append(notes, &matchingv1.Reason{Code: "ANSWER_FLAGGED", Text: "an answer on self-harm waits"})
	}
	return &intakev1.MatchInquiryResponse{
		Decision: "decisions/d1",
		Candidates: []*matchingv1.Candidate{
			{
				Therapist: "therapists/t1", DisplayName: "Dr. Maya Stern, LMFT", Score: 0.83,
				Reasons: []*matchingv1.Reason{
					{Code: "CONCERN_CERTIFIED", Text: "certified in betrayal and trust"}, {Code: "FORMAT", Text: "works mainly with couples"},
				},
				Concerns: []*matchingv1.Reason{{Code: "FEE", Text: "fee is at the top of what they can pay"}},
				Openings: []*schedulingv1.Slot{opening("s1", 30, typev1.Need_IN_PERSON), opening("s2", 54, typev1.Need_VIDEO)},
			},
			{
				Therapist: "therapists/t2", DisplayName: "Jonah Price, LCSW", Score: 0.61,
				Reasons:  []*matchingv1.Reason{{Code: "CONCERN", Text: "trained in couple conflict"}},
				Openings: []*schedulingv1.Slot{opening("s3", 52, typev1.Need_VIDEO)},
				WhyAfter: "Dr. Maya Stern ranks before Jonah Price by 0.22.",
			},
		},
		Rules: []*matchingv1.RuleCount{
			{Rule: "RULE_LICENSE", Asks: "a license in force where the client is", Excluded: 1, Alone: 1, Source: "state law"},
			{Rule: "RULE_MODE", Asks: "meets in a way the client accepts", Excluded: 2, Overridable: true, RelaxOrder: 1},
		},
		Notes: notes,
		Excluded: []*matchingv1.Exclusion{{
			Therapist: "therapists/t3", DisplayName: "Lea Novak, LMHC",
			Reasons: []*matchingv1.Reason{{Code: "RULE_LICENSE", Text: "not licensed in NY"}, {Code: "RULE_MODE", Text: "not by video"}},
		}, {
			Therapist: "therapists/t4", DisplayName: "Bo Lind, LP", Reasons: []*matchingv1.Reason{{Code: "RULE_MODE", Text: "not by video"}},
		}},
		Counterfactuals: []*matchingv1.Counterfactual{{Change: "ADD_MORNING", Text: "a Tuesday morning adds four", Gains: 4}},
	}, nil
}

func (p *practice) FindOverrideOpenings(
	_ context.Context, req *matchingv1.FindOverrideOpeningsRequest, _ ...grpc.CallOption,
) (*matchingv1.FindOverrideOpeningsResponse, error) {
	if err := p.trip("FindOverrideOpenings"); err != nil {
		return nil, err
	}
	out := &matchingv1.FindOverrideOpeningsResponse{DisplayName: "Bo Lind, LP", Reasons: []*matchingv1.Reason{{Code: "RULE_MODE", Text: "not by video"}}}
	if req.GetDecision() != "decisions/booked-out" {
		out.Openings = []*schedulingv1.Slot{{Slot: "s7", StartTime: timestamppb.New(now.Add(30 * time.Hour)), Mode: typev1.Need_IN_PERSON}}
	}
	return out, nil
}

func (p *practice) ProposeTherapists(
	_ context.Context, req *intakev1.ProposeTherapistsRequest, _ ...grpc.CallOption,
) (*intakev1.ProposeTherapistsResponse, error) {
	if err := p.trip("ProposeTherapists"); err != nil {
		return nil, err
	}
	p.proposed = append(p.proposed, req)
	return &intakev1.ProposeTherapistsResponse{
		Proposal: "proposals/p1", ExpireTime: timestamppb.New(now.Add(48 * time.Hour)),
	}, nil
}

func (p *practice) PairInquiry(
	_ context.Context, req *intakev1.PairInquiryRequest, _ ...grpc.CallOption,
) (*intakev1.PairInquiryResponse, error) {
	if err := p.trip("PairInquiry"); err != nil {
		return nil, err
	}
	p.paired = append(p.paired, req)
	return &intakev1.PairInquiryResponse{Inquiry: p.inquiry}, nil
}

func (p *practice) GetTherapist(
	_ context.Context, req *matchingv1.GetTherapistRequest, _ ...grpc.CallOption,
) (*matchingv1.GetTherapistResponse, error) {
	if req.GetName() == goneTherapist {
		return nil, errs.New(errs.NotFound, errs.ReasonNotFound, "no such therapist")
	}
	if n, ok := strings.CutPrefix(req.GetName(), "therapists/n"); ok {
		return &matchingv1.GetTherapistResponse{Therapist: &matchingv1.Therapist{DisplayName: "N" + n + " of the network"}}, nil
	}
	return &matchingv1.GetTherapistResponse{Therapist: &matchingv1.Therapist{
		DisplayName: "Dr. Maya Stern, LMFT", Etag: "e3", Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 20, ActiveClients: 19, BroughtClients: 12},
	}}, nil
}

func (p *practice) CloseInquiry(
	context.Context, *intakev1.CloseInquiryRequest, ...grpc.CallOption,
) (*intakev1.CloseInquiryResponse, error) {
	return &intakev1.CloseInquiryResponse{}, p.trip("CloseInquiry")
}

func (p *practice) ReopenInquiry(
	context.Context, *intakev1.ReopenInquiryRequest, ...grpc.CallOption,
) (*intakev1.ReopenInquiryResponse, error) {
	return &intakev1.ReopenInquiryResponse{}, p.trip("ReopenInquiry")
}

func (p *practice) CompleteAppointment(
	context.Context, *schedulingv1.CompleteAppointmentRequest, ...grpc.CallOption,
) (*schedulingv1.CompleteAppointmentResponse, error) {
	return &schedulingv1.CompleteAppointmentResponse{}, p.trip("CompleteAppointment")
}

func (p *practice) MarkAppointmentNoShow(
	context.Context, *schedulingv1.MarkAppointmentNoShowRequest, ...grpc.CallOption,
) (*schedulingv1.MarkAppointmentNoShowResponse, error) {
	return &schedulingv1.MarkAppointmentNoShowResponse{}, p.trip("MarkAppointmentNoShow")
}
