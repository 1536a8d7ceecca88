package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// RecordMeasure implements IntakeService: who answered is known here, what the answers say in matching.
func (s *Staff) RecordMeasure(
	ctx context.Context, r *intakev1.RecordMeasureRequest,
) (*intakev1.RecordMeasureResponse, error) {
	if err := s.intake.CheckMeasured(ctx, r.GetInquiry()); err != nil {
		return nil, err
	}
	answer, err := s.outcomes.RecordMeasure(ctx, &matchingv1.RecordMeasureRequest{
		Inquiry: r.GetInquiry(), Instrument: r.GetInstrument(), Domain: r.GetDomain(), Answers: r.GetAnswers(),
		TakeTime: r.GetTakeTime(), RequestId: r.GetRequestId(),
	})
	if err != nil {
		return nil, err
	}
	return &intakev1.RecordMeasureResponse{Measure: answer.GetMeasure()}, nil
}

// RecordCheckIn implements IntakeService.
func (s *Staff) RecordCheckIn(
	ctx context.Context, r *intakev1.RecordCheckInRequest,
) (*intakev1.RecordCheckInResponse, error) {
	taken := s.intake.Clock.Now()
	if r.GetTakeTime() != nil {
		taken = r.GetTakeTime().AsTime()
	}
	if err := s.intake.CheckCheckedIn(ctx, r.GetInquiry(), taken); err != nil {
		return nil, err
	}
	answer, err := s.outcomes.RecordCheckIn(ctx, &matchingv1.RecordCheckInRequest{
		Inquiry: r.GetInquiry(), Session: r.GetSession(), Fit: proto.Int32(r.GetFit()), TakeTime: r.GetTakeTime(), RequestId: r.GetRequestId(),
	})
	if err != nil {
		return nil, err
	}
	return &intakev1.RecordCheckInResponse{CheckIn: answer.GetCheckIn()}, nil
}
