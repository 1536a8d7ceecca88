package pages_test

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

func (p *practice) GetFairnessReport(
	_ context.Context, req *matchingv1.GetFairnessReportRequest, _ ...grpc.CallOption,
) (*matchingv1.GetFairnessReportResponse, error) {
	if err := p.trip("GetFairnessReport"); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reported = append(p.reported, req)
	if len(p.reported) > 1 {
		return &matchingv1.GetFairnessReportResponse{}, nil
	}
	cell := func(d matchingv1.FairnessCell_Dimension, group string) *matchingv1.FairnessCell {
		return &matchingv1.FairnessCell{Dimension: d, Group: group}
	}
	adults := cell(matchingv1.FairnessCell_AGE_GROUP, "ADULT")
	adults.Clients, adults.WaitDays, adults.MedianWaitDays, adults.CheckIns, adults.LowFit = 30, 6.04, 4, 22, 0.25
	adults.Benefit, adults.Regret, adults.Ranked, adults.LikelyWaitDays = proto.Float64(0.7), proto.Float64(0.012), 40, proto.Float64(9)
	teens := cell(matchingv1.FairnessCell_AGE_GROUP, "TEEN")
	teens.Clients, teens.WaitDays, teens.MedianWaitDays, teens.Ranked, teens.CheckIns, teens.LowFitSuppressed = 12, 11, 10, 15, 12, true
	children := cell(matchingv1.FairnessCell_AGE_GROUP, "CHILD")
	children.Suppressed, children.Ranked = true, 14
	older := cell(matchingv1.FairnessCell_AGE_GROUP, "OLDER_ADULT")
	older.Suppressed = true
	english, unsaid := cell(matchingv1.FairnessCell_LANGUAGE, "en"), cell(matchingv1.FairnessCell_LANGUAGE, "NOT_SAID")
	english.Clients, unsaid.Clients = 20, 22
	wish := cell(matchingv1.FairnessCell_WISH, "LGBTQ_AFFIRMING")
	wish.Clients = 11
	return &matchingv1.GetFairnessReportResponse{
		Cells:       []*matchingv1.FairnessCell{adults, children, older, teens, english, unsaid, wish},
		Exploration: &matchingv1.Exploration{Clients: 42, LittleKnown: 0.125, LittleKnownLeast: 0.1, Drawn: 0.05, Cost: 0.002},
	}, nil
}

func (p *practice) GetCalibrationReport(
	context.Context, *matchingv1.GetCalibrationReportRequest, ...grpc.CallOption,
) (*matchingv1.GetCalibrationReportResponse, error) {
	if err := p.trip("GetCalibrationReport"); err != nil {
		return nil, err
	}
	return &matchingv1.GetCalibrationReportResponse{Report: p.calibration}, nil
}

func (p *practice) RecordMeasure(
	_ context.Context, req *intakev1.RecordMeasureRequest, _ ...grpc.CallOption,
) (*intakev1.RecordMeasureResponse, error) {
	if err := p.trip("RecordMeasure"); err != nil {
		return nil, err
	}
	p.measured = append(p.measured, req)
	last := req.GetAnswers()[len(req.GetAnswers())-1]
	return &intakev1.RecordMeasureResponse{Measure: &matchingv1.Measure{NeedsHuman: req.GetInstrument() == matchingv1.Measure_PHQ_9 && last > 0}}, nil
}

func (p *practice) CompareCandidates(
	_ context.Context, req *matchingv1.CompareCandidatesRequest, _ ...grpc.CallOption,
) (*matchingv1.CompareCandidatesResponse, error) {
	if err := p.trip("CompareCandidates"); err != nil {
		return nil, err
	}
	p.compared = append(p.compared, req)
	reply := &matchingv1.CompareCandidatesResponse{Summary: "the first is trained in what they need", Other: "therapists/t1"}
	if req.GetTherapist() == "therapists/t3" {
		reply.Excluded = []*matchingv1.Reason{{Code: "RULE_LICENSE", Text: "not licensed in NY"}}
		reply.OtherExcluded = []*matchingv1.Reason{{Code: "RULE_MODE", Text: "does not meet by video"}}
		return reply, nil
	}
	reply.Lead, reply.Changes = -0.22, []string{"a Tuesday morning would bring them first"}
	reply.Differences = []*matchingv1.Difference{{Code: "CONCERN", Text: "certified, and trained", Points: -0.25}, {Code: "FEE", Text: "fees", Points: 0.03}}
	return reply, nil
}

func (p *practice) GetDecision(
	_ context.Context, req *matchingv1.GetDecisionRequest, _ ...grpc.CallOption,
) (*matchingv1.GetDecisionResponse, error) {
	if err := p.trip("GetDecision"); err != nil {
		return nil, err
	}
	d := &matchingv1.Decision{
		Name: req.GetName(), Inquiry: "inquiries/abcdefghij", EngineVersion: "2026.9", VocabularyVersion: "2026-11", CreateTime: timestamppb.New(now),
		Need: p.inquiry.GetNeed(), Choice: "therapists/t2", ChooseTime: timestamppb.New(now), OverrideReason: "knows the family",
		Candidates: []*matchingv1.Decision_Scored{
			{Therapist: "therapists/t1", DisplayName: "Dr. Maya Stern, LMFT", Score: 0.83, Propensity: 0.9, Terms: []*matchingv1.Reason{
				{Code: "TRACK_RECORD", Text: "clients with this do well", Points: 0.1, Evidence: matchingv1.Reason_OBSERVATIONAL, Courses: 31, Low: 0.04, High: 0.16},
			}},
			{Therapist: "therapists/t2", DisplayName: "Jonah Price, LCSW", Score: 0.61},
		},
		Excluded: []*matchingv1.Exclusion{{Therapist: "therapists/t3", DisplayName: "Lea Novak, LMHC", Reasons: []*matchingv1.Reason{{Text: "not licensed in NY"}}}},
		Weights:  []*matchingv1.Decision_Weight{{Name: "preference", Values: []int64{280_000}}, {Name: "tiers", Values: []int64{1, 3, 10}}},
	}
	if req.GetName() == "decisions/fresh" {
		d.Choice, d.ChooseTime, d.OverrideReason = "", nil, ""
	}
	if req.GetName() == "decisions/against" {
		d.Choice = "therapists/t3"
	}
	if req.GetName() == "decisions/erased" {
		d.OverrideReason, d.OverrideReasonErased = "", true
	}
	return &matchingv1.GetDecisionResponse{Decision: d}, nil
}
