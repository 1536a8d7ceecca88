package rpc

import (
	"context"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/measure"
)

// RecordMeasure scores a questionnaire and keeps the score.
func (s *PairingServer) RecordMeasure(
	ctx context.Context, r *matchingv1.RecordMeasureRequest,
) (*matchingv1.RecordMeasureResponse, error) {
	inquiry, err := parse("inquiry", inquiries, r.GetInquiry())
	if err != nil {
		return nil, err
	}
	// Enum values count from 1; 0, not said, becomes -1, no domain.
	m, err := s.outcomes.RecordMeasure(ctx, &outcome.NewMeasure{
		Inquiry: inquiry, Instrument: code[measure.Instrument](r.GetInstrument()), Domain: int(r.GetDomain()) - 1, Answers: r.GetAnswers(),
		TakeTime: timeOf(r.GetTakeTime()), RequestID: r.GetRequestId(), Own: ownClients(ctx),
	})
	if err != nil {
		return nil, err
	}
	return &matchingv1.RecordMeasureResponse{Measure: measureProto(&m)}, nil
}

// RecordCheckIn keeps how the fit was felt to be.
func (s *PairingServer) RecordCheckIn(
	ctx context.Context, r *matchingv1.RecordCheckInRequest,
) (*matchingv1.RecordCheckInResponse, error) {
	inquiry, err := parse("inquiry", inquiries, r.GetInquiry())
	if err != nil {
		return nil, err
	}
	own := ownClients(ctx)
	if own == "" {
		if err := ownOnly(ctx, inquiry, true); err != nil {
			return nil, err
		}
	}
	c, err := s.outcomes.RecordCheckIn(ctx, &outcome.NewCheckIn{
		Inquiry: inquiry, Session: r.GetSession(), Fit: r.GetFit(), TakeTime: timeOf(r.GetTakeTime()), RequestID: r.GetRequestId(), Own: own,
	})
	if err != nil {
		return nil, err
	}
	return &matchingv1.RecordCheckInResponse{CheckIn: checkInProto(&c)}, nil
}
