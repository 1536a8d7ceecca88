package rpc

import (
	"cmp"
	"context"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// CreatePlan computes and stores a plan.
func (s *MatchingServer) CreatePlan(
	ctx context.Context, r *matchingv1.CreatePlanRequest,
) (*matchingv1.CreatePlanResponse, error) {
	p, err := s.matching.CreatePlan(ctx, r.GetRequestId())
	if err != nil {
		return nil, err
	}
	return &matchingv1.CreatePlanResponse{Plan: planProto(&p)}, nil
}

// GetPlan reads a plan as it stands now.
func (s *MatchingServer) GetPlan(
	ctx context.Context, r *matchingv1.GetPlanRequest,
) (*matchingv1.GetPlanResponse, error) {
	bare, err := parse("name", plans, r.GetName())
	if err != nil {
		return nil, err
	}
	p, err := s.matching.Plan(ctx, bare)
	if err != nil {
		return nil, err
	}
	return &matchingv1.GetPlanResponse{Plan: planProto(&p)}, nil
}

func planProto(p *domain.PlanView) *matchingv1.Plan {
	out := &matchingv1.Plan{Name: plans + p.ID, CreateTime: timestamppb.New(p.CreateTime)}
	out.Primal, out.Dual, out.Gap, out.CandidatesOnly = points(p.Primal), points(p.Dual), points(p.Gap), p.CandidatesOnly
	for i := range p.Assignments {
		a, now := &p.Assignments[i], &p.Now[i]
		m := &matchingv1.Plan_Assignment{
			Inquiry: inquiries + a.Inquiry, SinceTime: timestamppb.New(a.Since), Therapist: therapists + a.Therapist,
			DisplayName: a.DisplayName, Opening: openingsProto([]domain.Opening{a.Opening})[0], Score: points(a.Score),
			Obstacle: matchingv1.Plan_Obstacle(matchingv1.Plan_Obstacle_value[string(now.Obstacle)]), ObstacleText: now.Why,
		}
		if now.Need != nil {
			m.Need = needProto(now.Need)
		}
		if now.Offer.ID != "" {
			m.Proposal = proposals + now.Offer.ID
			m.ProposalState = matchingv1.Proposal_State(matchingv1.Proposal_State_value[string(now.Offer.State)])
		}
		out.Assignments = append(out.Assignments, m)
	}
	for _, w := range p.Waiting {
		out.Waiting = append(out.Waiting, inquiries+w)
	}
	for i := range p.Unserved {
		out.Unserved = append(out.Unserved, waitingProto(&p.Unserved[i]))
	}
	for therapist, price := range p.Prices {
		out.Prices = append(out.Prices, priceProto(therapist, price, domain.PriceOfPlan, p.CreateTime))
	}
	for i := range p.Priced {
		in := &p.Priced[i]
		price := priceProto(in.Therapist, in.Price, in.Source, in.Time)
		price.DisplayName = in.DisplayName
		out.PricesInForce = append(out.PricesInForce, price)
	}
	for _, prices := range [][]*matchingv1.Plan_Price{out.Prices, out.PricesInForce} {
		slices.SortFunc(prices, func(a, b *matchingv1.Plan_Price) int {
			return cmp.Or(cmp.Compare(b.GetPrice(), a.GetPrice()), cmp.Compare(a.GetTherapist(), b.GetTherapist()))
		})
	}
	return out
}

func priceProto(therapist string, price domain.Micro, source domain.PriceSource, at time.Time) *matchingv1.Plan_Price {
	out := &matchingv1.Plan_Price{Therapist: therapists + therapist, Price: points(price), Source: matchingv1.Plan_Price_PLAN, Time: timestamppb.New(at)}
	if source == domain.PriceOfForecast {
		out.Source = matchingv1.Plan_Price_FORECAST
	}
	return out
}
