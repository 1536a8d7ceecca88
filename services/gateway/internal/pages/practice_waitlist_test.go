package pages_test

import (
	"context"
	"slices"
	"strconv"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func (p *practice) ListWaitlist(
	_ context.Context, req *matchingv1.ListWaitlistRequest, _ ...grpc.CallOption,
) (*matchingv1.ListWaitlistResponse, error) {
	if err := p.trip("ListWaitlist"); err != nil {
		return nil, err
	}
	if req.GetPageToken() == "empty" {
		return &matchingv1.ListWaitlistResponse{}, nil
	}
	return &matchingv1.ListWaitlistResponse{NextPageToken: "more", Entries: []*matchingv1.WaitlistEntry{
		{Inquiry: "inquiries/c1", State: matchingv1.WaitlistEntry_WAITING, SinceTime: timestamppb.New(now.AddDate(0, 0, -20)), Need: &typev1.Need{Tier: typev1.Urgency_URGENT}},
		{Inquiry: "inquiries/zz34567later", State: matchingv1.WaitlistEntry_OFFERED, SinceTime: timestamppb.New(now), Need: p.need},
	}}, nil
}

func (p *practice) CreatePlan(
	context.Context, *matchingv1.CreatePlanRequest, ...grpc.CallOption,
) (*matchingv1.CreatePlanResponse, error) {
	return &matchingv1.CreatePlanResponse{Plan: &matchingv1.Plan{Name: "plans/pl1"}}, p.trip("CreatePlan")
}

// GetPlan has one assignment that can be offered as it is, one of each obstacle, and one of each state of an offer.
func (p *practice) GetPlan(
	context.Context, *matchingv1.GetPlanRequest, ...grpc.CallOption,
) (*matchingv1.GetPlanResponse, error) {
	if err := p.trip("GetPlan"); err != nil {
		return nil, err
	}
	plan := &matchingv1.Plan{
		Name: "plans/pl1", CreateTime: timestamppb.New(now), Waiting: []string{"inquiries/w1", "inquiries/w2"}, Gap: p.gap, CandidatesOnly: p.candidatesOnly,
	}
	add := func(inquiry string, obstacle matchingv1.Plan_Obstacle, proposal string, state matchingv1.Proposal_State) {
		plan.Assignments = append(plan.Assignments, &matchingv1.Plan_Assignment{
			Inquiry: "inquiries/" + inquiry, SinceTime: timestamppb.New(now.AddDate(0, 0, -9)), Therapist: "therapists/t1", DisplayName: "Dr. Maya Stern, LMFT",
			Opening: &schedulingv1.Slot{StartTime: timestamppb.New(now.Add(7 * time.Hour)), Mode: typev1.Need_VIDEO}, Score: 0.72,
			Obstacle: obstacle, Proposal: proposal, ProposalState: state,
		})
	}
	first := matchingv1.Plan_OBSTACLE_UNSPECIFIED
	if len(p.flagged) > 0 {
		first = matchingv1.Plan_RISK_HOLD
	}
	add("c1", first, "", 0)
	add("o1", matchingv1.Plan_LEFT, "", 0)
	add("o2", matchingv1.Plan_OFFERED, "", 0)
	add("o3", matchingv1.Plan_NEED_CHANGED, "", 0)
	add("o4", matchingv1.Plan_NO_CAPACITY, "", 0)
	add("o5", matchingv1.Plan_THERAPIST_EXCLUDED, "", 0)
	plan.Assignments[len(plan.Assignments)-1].ObstacleText = "The license for New York is suspended or revoked."
	add("o6", matchingv1.Plan_LOCATION_UNKNOWN, "", 0)
	add("o7", matchingv1.Plan_SLOT_TAKEN, "", 0)
	add("o8", matchingv1.Plan_SLOT_TAKEN, "", 0)
	plan.Assignments[len(plan.Assignments)-1].ObstacleText = "The license ends on November 24, before the session."
	add("p1", matchingv1.Plan_OFFERED, "proposals/p1", matchingv1.Proposal_OPEN)
	add("p2", matchingv1.Plan_LEFT, "proposals/p2", matchingv1.Proposal_ACCEPTED)
	add("p3", 0, "proposals/p3", matchingv1.Proposal_EXPIRED)
	add("p4", 0, "proposals/p4", matchingv1.Proposal_WITHDRAWN)
	for i := range p.crowd {
		add(id.Derive("crowd", strconv.Itoa(i)), 0, "", 0)
	}
	if p.untouched {
		plan.Assignments = plan.Assignments[:1]
	}
	plan.Assignments[0].Need = p.need
	for _, inquiry := range plan.GetWaiting() {
		plan.Unserved = append(plan.Unserved, &matchingv1.WaitlistEntry{Inquiry: inquiry, SinceTime: timestamppb.New(now), Need: p.need})
	}
	plan.PricesInForce = []*matchingv1.Plan_Price{
		{DisplayName: "Dr. Rosa Kept", Price: 0.12, Source: matchingv1.Plan_Price_FORECAST, Time: timestamppb.New(now)},
		{DisplayName: "Dr. Lee Kept", Price: 0.001, Source: matchingv1.Plan_Price_PLAN, Time: timestamppb.New(now)},
	}
	return &matchingv1.GetPlanResponse{Plan: plan}, nil
}

func (p *practice) CommitPlan(
	_ context.Context, req *intakev1.CommitPlanRequest, _ ...grpc.CallOption,
) (*intakev1.CommitPlanResponse, error) {
	if err := p.trip("CommitPlan"); err != nil {
		return nil, err
	}
	p.committed = append(p.committed, req)
	return &intakev1.CommitPlanResponse{Remaining: p.remaining, Offers: []*intakev1.CommitPlanResponse_Offer{
		{Inquiry: "inquiries/c1", Proposal: "proposals/n1"}, {Inquiry: "inquiries/o3", Problem: "NEED_CHANGED"},
		{Inquiry: "inquiries/o4", Problem: "SLOT_TAKEN"}, {Inquiry: "inquiries/o5", Problem: "SOMETHING_NEW"},
		{Inquiry: "inquiries/o6", Problem: "RISK_HOLD"}, {Inquiry: "inquiries/p1", Problem: "OFFERED"}, {Inquiry: "inquiries/o7", Problem: "THERAPIST_EXCLUDED", ProblemText: "The license ends today."},
	}}, nil
}

func (p *practice) ListMeasures(
	_ context.Context, req *matchingv1.ListMeasuresRequest, _ ...grpc.CallOption,
) (*matchingv1.ListMeasuresResponse, error) {
	if err := p.trip("ListMeasures"); err != nil {
		return nil, err
	}
	flagged := &matchingv1.Measure{
		Name: "measures/m1", Inquiry: "inquiries/abcdefg", Therapist: "therapists/t1", Instrument: matchingv1.Measure_PHQ_9, Total: 14,
		Band: matchingv1.Measure_MODERATE, NeedsHuman: true, TakeTime: timestamppb.New(now),
	}
	if req.GetUnacknowledged() && len(p.looked) > 0 {
		return &matchingv1.ListMeasuresResponse{}, nil
	}
	if req.GetUnacknowledged() {
		return &matchingv1.ListMeasuresResponse{Measures: []*matchingv1.Measure{flagged}}, nil
	}
	if len(p.looked) > 0 {
		flagged.AcknowledgeTime = timestamppb.New(now)
	}
	return &matchingv1.ListMeasuresResponse{NextPageToken: "older", Measures: []*matchingv1.Measure{
		flagged, {Name: "measures/m2", Inquiry: "inquiries/hijklmn", Instrument: matchingv1.Measure_DOMAIN, Total: 7, TakeTime: timestamppb.New(now)},
	}}, nil
}

func (p *practice) ListFlaggedInquiries(
	_ context.Context, req *matchingv1.ListFlaggedInquiriesRequest, _ ...grpc.CallOption,
) (*matchingv1.ListFlaggedInquiriesResponse, error) {
	if err := p.trip("ListFlaggedInquiries"); err != nil {
		return nil, err
	}
	out := &matchingv1.ListFlaggedInquiriesResponse{}
	for _, inquiry := range req.GetInquiries() {
		if slices.Contains(p.flagged, inquiry) {
			out.Inquiries = append(out.Inquiries, inquiry)
		}
	}
	return out, nil
}

func (p *practice) AcknowledgeMeasure(
	_ context.Context, req *matchingv1.AcknowledgeMeasureRequest, _ ...grpc.CallOption,
) (*matchingv1.AcknowledgeMeasureResponse, error) {
	if err := p.trip("AcknowledgeMeasure"); err != nil {
		return nil, err
	}
	p.looked = append(p.looked, req.GetName())
	return &matchingv1.AcknowledgeMeasureResponse{}, nil
}
