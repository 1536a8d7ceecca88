package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/convert"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// order reads what every staff verb carries.
func order(r interface {
	proto.Message
	GetName() string
	GetRequestId() string
	GetEtag() string
}) (domain.Order, error) {
	body, err := fixed(r, r.GetRequestId())
	return domain.Order{Inquiry: r.GetName(), RequestID: r.GetRequestId(), ETag: r.GetEtag(), Body: body}, err
}

// BookConsultation implements IntakeService.
func (s *Staff) BookConsultation(
	ctx context.Context, r *intakev1.BookConsultationRequest,
) (*intakev1.BookConsultationResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	i, err := s.intake.BookConsultation(ctx, o, domain.When{Slot: r.GetSlot(), Hold: r.GetHold()}, r.GetAnotherCallReason())
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.BookConsultationResponse{Inquiry: m}, err
}

// RecordCall implements IntakeService.
func (s *Staff) RecordCall(ctx context.Context, r *intakev1.RecordCallRequest) (*intakev1.RecordCallResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	c := domain.CallRecord{Outcome: domain.Outcome(r.GetOutcome().String()), Note: r.Note}
	if r.GetNextAttemptTime() != nil {
		c.NextAttempt = r.GetNextAttemptTime().AsTime()
	}
	if r.GetNeed() != nil {
		need, err := convert.NeedFrom(r.GetNeed())
		if err != nil {
			return nil, err
		}
		c.Need = &need
	}
	i, err := s.intake.RecordCall(ctx, o, c)
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.RecordCallResponse{Inquiry: m}, err
}

// MatchInquiry implements IntakeService.
func (s *Staff) MatchInquiry(
	ctx context.Context, r *intakev1.MatchInquiryRequest,
) (*intakev1.MatchInquiryResponse, error) {
	body, err := fixed(r, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	ranking, err := s.intake.MatchInquiry(ctx, domain.Order{Inquiry: r.GetName(), RequestID: r.GetRequestId(), Body: body}, int(r.GetMaxCandidates()))
	if err != nil {
		return nil, err
	}
	answer := &matchingv1.RankTherapistsResponse{}
	if err := proto.Unmarshal(ranking.Answer, answer); err != nil {
		return nil, err
	}
	return &intakev1.MatchInquiryResponse{
		Decision: answer.GetDecision(), Candidates: answer.GetCandidates(), Excluded: answer.GetExcluded(),
		Counterfactuals: answer.GetCounterfactuals(), Rules: answer.GetRules(), Notes: answer.GetNotes(),
	}, nil
}

// ProposeTherapists implements IntakeService.
func (s *Staff) ProposeTherapists(
	ctx context.Context, r *intakev1.ProposeTherapistsRequest,
) (*intakev1.ProposeTherapistsResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	p := domain.ProposalOrder{Decision: r.GetDecision()}
	for _, option := range r.GetOptions() {
		p.Options = append(p.Options, domain.ProposedOption{Therapist: option.GetTherapist(), Slots: option.GetSlots()})
	}
	proposal, err := s.intake.ProposeTherapists(ctx, o, p)
	if err != nil {
		return nil, err
	}
	return &intakev1.ProposeTherapistsResponse{Proposal: proposal.Name, ExpireTime: stamp(proposal.ExpireTime)}, nil
}

// PairInquiry implements IntakeService.
func (s *Staff) PairInquiry(
	ctx context.Context, r *intakev1.PairInquiryRequest,
) (*intakev1.PairInquiryResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	i, err := s.intake.PairInquiry(ctx, o, domain.PairingOrder{
		Therapist: r.GetTherapist(), Decision: r.GetDecision(), Proposal: r.GetProposal(), Slot: r.GetSlot(),
		OverrideReason: r.GetOverrideReason(),
	})
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.PairInquiryResponse{
		Pairing:      &intakev1.PairInquiryResponse_AgreedPairing{Name: i.Pairing, Therapist: i.Therapist},
		FirstSession: toVisit(i.FirstSession, i.TimeZone), Inquiry: m,
	}, err
}

// CloseInquiry implements IntakeService.
func (s *Staff) CloseInquiry(
	ctx context.Context, r *intakev1.CloseInquiryRequest,
) (*intakev1.CloseInquiryResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	i, err := s.intake.CloseInquiry(ctx, o, domain.CloseReason(r.GetReason().String()))
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.CloseInquiryResponse{Inquiry: m}, err
}

// ReopenInquiry implements IntakeService.
func (s *Staff) ReopenInquiry(
	ctx context.Context, r *intakev1.ReopenInquiryRequest,
) (*intakev1.ReopenInquiryResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	i, err := s.intake.ReopenInquiry(ctx, o)
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.ReopenInquiryResponse{Inquiry: m}, err
}

// WaitlistInquiry implements IntakeService.
func (s *Staff) WaitlistInquiry(
	ctx context.Context, r *intakev1.WaitlistInquiryRequest,
) (*intakev1.WaitlistInquiryResponse, error) {
	o, err := order(r)
	if err != nil {
		return nil, err
	}
	i, err := s.intake.WaitlistInquiry(ctx, o)
	if err != nil {
		return nil, err
	}
	m, err := toInquiry(i)
	return &intakev1.WaitlistInquiryResponse{Inquiry: m}, err
}

// CommitPlan implements IntakeService.
func (s *Staff) CommitPlan(ctx context.Context, r *intakev1.CommitPlanRequest) (*intakev1.CommitPlanResponse, error) {
	// Where a call goes on is no part of what is asked for.
	body, err := fixed(&intakev1.CommitPlanRequest{Name: r.GetName(), Inquiries: r.GetInquiries()}, "")
	if err != nil {
		return nil, err
	}
	made, err := s.intake.CommitPlan(ctx, domain.CommitOrder{
		Plan: r.GetName(), Chosen: r.GetInquiries(), After: r.GetAfter(), RequestID: r.GetRequestId(), Body: body,
	})
	if err != nil {
		return nil, err
	}
	out := &intakev1.CommitPlanResponse{Remaining: int32(made.Remaining)} //nolint:gosec // a count of clients
	for _, o := range made.Offers {
		out.Offers = append(out.Offers, &intakev1.CommitPlanResponse_Offer{
			Inquiry: domain.InquiryName(o.Inquiry), Therapist: o.Therapist, Proposal: o.Proposal.Name,
			ExpireTime: stamp(o.Proposal.ExpireTime), Problem: o.Problem, ProblemText: o.ProblemText,
		})
	}
	return out, nil
}
