package rpc

import (
	"context"
	"fmt"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// PairingServer answers intake.
type PairingServer struct {
	matchingv1.UnimplementedPairingServiceServer

	matching *domain.Matching
	outcomes *outcome.Outcomes
}

// NewPairingServer returns the server over the use cases.
func NewPairingServer(m *domain.Matching, o *outcome.Outcomes) *PairingServer {
	return &PairingServer{matching: m, outcomes: o}
}

// RankTherapists ranks the therapists for a need.
func (s *PairingServer) RankTherapists(
	ctx context.Context, r *matchingv1.RankTherapistsRequest,
) (*matchingv1.RankTherapistsResponse, error) {
	inquiry, err := parse("inquiry", inquiries, r.GetInquiry())
	if err != nil {
		return nil, err
	}
	need, limit := needOf(r.GetNeed()), int(r.GetMaxCandidates())
	if r.GetPlan() == "" {
		ranking, err := s.matching.Rank(ctx, inquiry, need, r.GetTimeZone(), limit)
		if err != nil {
			return nil, err
		}
		return rankingProto(&ranking), nil
	}
	plan, err := parse("plan", plans, r.GetPlan())
	if err != nil {
		return nil, err
	}
	ranking, err := s.matching.RankPlanned(ctx, plan, inquiry, need, r.GetTimeZone(), limit)
	if err != nil {
		return nil, err
	}
	return rankingProto(&ranking), nil
}

// CreateProposal holds openings of a decision together.
func (s *PairingServer) CreateProposal(
	ctx context.Context, r *matchingv1.CreateProposalRequest,
) (*matchingv1.CreateProposalResponse, error) {
	req := domain.ProposeRequest{
		Duration: r.GetDuration().AsDuration(), Need: needOf(r.GetNeed()), Zone: r.GetTimeZone(), RequestID: r.GetRequestId(),
	}
	var err error
	if req.Decision, err = parse("decision", decisions, r.GetDecision()); err != nil {
		return nil, err
	}
	if req.Inquiry, err = parse("inquiry", inquiries, r.GetInquiry()); err != nil {
		return nil, err
	}
	if r.GetPlan() != "" {
		if req.Plan, err = parse("plan", plans, r.GetPlan()); err != nil {
			return nil, err
		}
	}
	for i, o := range r.GetOptions() {
		therapist, err := parse(fmt.Sprintf("options[%d].therapist", i), therapists, o.GetTherapist())
		if err != nil {
			return nil, err
		}
		req.Options = append(req.Options, domain.ProposedTherapist{Therapist: therapist, Slots: o.GetSlots()})
	}
	p, err := s.matching.Propose(ctx, req)
	if err != nil {
		return nil, err
	}
	return &matchingv1.CreateProposalResponse{Proposal: proposalProto(&p)}, nil
}

// WithdrawProposal takes a proposal back.
func (s *PairingServer) WithdrawProposal(
	ctx context.Context, r *matchingv1.WithdrawProposalRequest,
) (*matchingv1.WithdrawProposalResponse, error) {
	bare, err := parse("name", proposals, r.GetName())
	if err != nil {
		return nil, err
	}
	p, err := s.matching.Withdraw(ctx, bare)
	if err != nil {
		return nil, err
	}
	return &matchingv1.WithdrawProposalResponse{Proposal: proposalProto(&p)}, nil
}

// ReservePairing sets capacity aside.
func (s *PairingServer) ReservePairing(
	ctx context.Context, r *matchingv1.ReservePairingRequest,
) (*matchingv1.ReservePairingResponse, error) {
	req := domain.ReserveRequest{
		Slot: r.GetSlot(), OverrideReason: r.GetOverrideReason(), Need: needOf(r.GetNeed()), Zone: r.GetTimeZone(), RequestID: r.GetRequestId(),
	}
	var err error
	if req.Inquiry, err = parse("inquiry", inquiries, r.GetInquiry()); err != nil {
		return nil, err
	}
	if err := ownOnly(ctx, req.Inquiry, r.GetProposal() != ""); err != nil {
		return nil, err
	}
	if req.Therapist, err = parse("therapist", therapists, r.GetTherapist()); err != nil {
		return nil, err
	}
	if r.GetProposal() != "" {
		req.Proposal, err = parse("proposal", proposals, r.GetProposal())
	} else {
		req.Decision, err = parse("decision", decisions, r.GetDecision())
	}
	if err != nil {
		return nil, err
	}
	p, hold, err := s.matching.Reserve(ctx, req)
	if err != nil {
		return nil, err
	}
	return &matchingv1.ReservePairingResponse{Pairing: pairingProto(&p), Hold: hold}, nil
}

// ConfirmPairing agrees a pairing.
func (s *PairingServer) ConfirmPairing(
	ctx context.Context, r *matchingv1.ConfirmPairingRequest,
) (*matchingv1.ConfirmPairingResponse, error) {
	bare, err := parse("name", pairings, r.GetName())
	if err != nil {
		return nil, err
	}
	p, err := s.matching.Confirm(ctx, bare, timeOf(r.GetFirstSessionTime()))
	if err != nil {
		return nil, err
	}
	return &matchingv1.ConfirmPairingResponse{Pairing: pairingProto(&p)}, nil
}

// CancelPairing gives capacity back.
func (s *PairingServer) CancelPairing(
	ctx context.Context, r *matchingv1.CancelPairingRequest,
) (*matchingv1.CancelPairingResponse, error) {
	inquiry, err := parse("inquiry", inquiries, r.GetInquiry())
	if err != nil {
		return nil, err
	}
	if err := s.matching.Cancel(ctx, r.GetRequestId(), inquiry); err != nil {
		return nil, err
	}
	return &matchingv1.CancelPairingResponse{}, nil
}

// EndPairing ends a pairing.
func (s *PairingServer) EndPairing(
	ctx context.Context, r *matchingv1.EndPairingRequest,
) (*matchingv1.EndPairingResponse, error) {
	bare, err := parse("name", pairings, r.GetName())
	if err != nil {
		return nil, err
	}
	p, err := s.matching.End(ctx, bare)
	if err != nil {
		return nil, err
	}
	return &matchingv1.EndPairingResponse{Pairing: pairingProto(&p)}, nil
}
