package rpc

import (
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func proposalProto(p *domain.Proposal) *matchingv1.Proposal {
	out := &matchingv1.Proposal{
		Name: proposals + p.ID, Decision: decisions + p.Decision, Inquiry: inquiries + p.Inquiry,
		State:      matchingv1.Proposal_State(matchingv1.Proposal_State_value[string(p.State)]),
		ExpireTime: timestamppb.New(p.ExpireTime),
	}
	for _, o := range p.Options {
		out.Options = append(out.Options, &matchingv1.Proposal_ProposalOption{
			Therapist: therapists + o.Therapist, DisplayName: o.DisplayName, Openings: openingsProto(o.Openings),
		})
	}
	return out
}

func pairingProto(p *domain.Pairing) *matchingv1.Pairing {
	out := &matchingv1.Pairing{
		Name: pairings + p.ID, Therapist: therapists + p.Therapist, Inquiry: inquiries + p.Inquiry,
		Decision: decisions + p.Decision, OverrideReason: p.OverrideReason,
		CreateTime: timestamppb.New(p.CreateTime), ExpireTime: timestamppb.New(p.ExpireTime),
	}
	switch p.State {
	case domain.PairingReserved:
		out.State = matchingv1.Pairing_RESERVED
	case domain.PairingConfirmed:
		out.State, out.ExpireTime = matchingv1.Pairing_CONFIRMED, nil
	case domain.PairingCancelled, domain.PairingLapsed:
		// A lapsed reservation has given its place back.
		out.State = matchingv1.Pairing_CANCELLED
	}
	return out
}
