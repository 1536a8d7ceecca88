package peers

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/convert"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// Matching implements domain.Matching.
type Matching struct {
	client matchingv1.PairingServiceClient
	plans  matchingv1.MatchingServiceClient
}

var _ domain.Matching = Matching{}

// NewMatching returns the client over a connection.
func NewMatching(conn grpc.ClientConnInterface) Matching {
	return Matching{matchingv1.NewPairingServiceClient(conn), matchingv1.NewMatchingServiceClient(conn)}
}

// Rank implements domain.Matching. The answer of the ranking is a matchingv1.RankTherapistsResponse on the wire.
func (m Matching) Rank(
	ctx context.Context, inquiry string, need domain.Need, timeZone string, maxCandidates int, plan string,
) (domain.Ranking, error) {
	n, err := convert.NeedTo(need)
	if err != nil {
		return domain.Ranking{}, err
	}
	answer, err := m.client.RankTherapists(ctx, &matchingv1.RankTherapistsRequest{
		Inquiry: domain.InquiryName(inquiry), Need: n, MaxCandidates: int32(maxCandidates), TimeZone: timeZone, Plan: plan,
	})
	if err != nil {
		return domain.Ranking{}, err
	}
	openings := make(map[string][]string, len(answer.GetCandidates()))
	for _, c := range answer.GetCandidates() {
		for _, o := range c.GetOpenings() {
			openings[c.GetTherapist()] = append(openings[c.GetTherapist()], o.GetSlot())
		}
	}
	excluded := make(map[string]string, len(answer.GetExcluded()))
	for _, e := range answer.GetExcluded() {
		excluded[e.GetTherapist()] = ""
		if len(e.GetReasons()) > 0 {
			excluded[e.GetTherapist()] = e.GetReasons()[0].GetText()
		}
	}
	shown, err := proto.Marshal(answer)
	return domain.Ranking{Decision: answer.GetDecision(), Openings: openings, Excluded: excluded, Answer: shown}, err
}

// Propose implements domain.Matching.
func (m Matching) Propose(ctx context.Context, p domain.ProposalOrder, w domain.Wanted, requestID string) (domain.Proposal, error) {
	need, err := convert.NeedTo(w.Need)
	if err != nil {
		return domain.Proposal{}, err
	}
	request := &matchingv1.CreateProposalRequest{
		Decision: p.Decision, Inquiry: domain.InquiryName(p.Inquiry), RequestId: requestID, Plan: p.Plan, Need: need, TimeZone: w.TimeZone,
	}
	for _, o := range p.Options {
		request.Options = append(request.Options, &matchingv1.CreateProposalRequest_ProposedTherapist{
			Therapist: o.Therapist, Slots: o.Slots,
		})
	}
	answer, err := m.client.CreateProposal(ctx, request)
	if err != nil {
		return domain.Proposal{}, err
	}
	return domain.Proposal{
		Name: answer.GetProposal().GetName(), ExpireTime: answer.GetProposal().GetExpireTime().AsTime(),
	}, nil
}

// Plan implements domain.Matching.
func (m Matching) Plan(ctx context.Context, plan string) ([]domain.Planned, error) {
	answer, err := m.plans.GetPlan(ctx, &matchingv1.GetPlanRequest{Name: plan})
	if err != nil {
		return nil, err
	}
	var out []domain.Planned
	for _, a := range answer.GetPlan().GetAssignments() {
		inquiry, err := domain.InquiryID(a.GetInquiry())
		if err != nil {
			return nil, err
		}
		p := domain.Planned{
			Inquiry: inquiry, Therapist: a.GetTherapist(), Slot: a.GetOpening().GetSlot(), Offered: a.GetProposal() != "",
		}
		if a.GetObstacle() != matchingv1.Plan_OBSTACLE_UNSPECIFIED {
			p.Obstacle, p.ObstacleText = a.GetObstacle().String(), a.GetObstacleText()
		}
		out = append(out, p)
	}
	return out, nil
}

// TrackWaiting implements domain.Matching.
func (m Matching) TrackWaiting(ctx context.Context, e domain.WaitlistEntry) error {
	need, err := convert.NeedTo(e.Need)
	if err != nil {
		return err
	}
	entry := &matchingv1.WaitlistEntry{
		Inquiry: domain.InquiryName(e.Inquiry), Need: need, TimeZone: e.TimeZone,
		State: matchingv1.WaitlistEntry_State(matchingv1.WaitlistEntry_State_value[string(e.State)]),
	}
	if !e.Since.IsZero() {
		entry.SinceTime = timestamppb.New(e.Since)
	}
	_, err = m.client.TrackWaiting(ctx, &matchingv1.TrackWaitingRequest{Entry: entry, Revision: e.Revision})
	return err
}

// Withdraw implements domain.Matching.
func (m Matching) Withdraw(ctx context.Context, proposal string) error {
	_, err := m.client.WithdrawProposal(ctx, &matchingv1.WithdrawProposalRequest{Name: proposal})
	return err
}

// End implements domain.Matching.
func (m Matching) End(ctx context.Context, pairing string) error {
	_, err := m.client.EndPairing(ctx, &matchingv1.EndPairingRequest{Name: pairing})
	return err
}

// Reserve implements domain.Matching.
func (m Matching) Reserve(ctx context.Context, p domain.PairingOrder, w domain.Wanted, requestID string) (domain.Reservation, error) {
	need, err := convert.NeedTo(w.Need)
	if err != nil {
		return domain.Reservation{}, err
	}
	request := &matchingv1.ReservePairingRequest{
		Inquiry: domain.InquiryName(p.Inquiry), Therapist: p.Therapist, Slot: p.Slot, OverrideReason: p.OverrideReason,
		RequestId: requestID, Need: need, TimeZone: w.TimeZone,
	}
	if p.Proposal != "" {
		request.From = &matchingv1.ReservePairingRequest_Proposal{Proposal: p.Proposal}
	} else {
		request.From = &matchingv1.ReservePairingRequest_Decision{Decision: p.Decision}
	}
	answer, err := m.client.ReservePairing(ctx, request)
	if err != nil {
		return domain.Reservation{}, err
	}
	return domain.Reservation{Pairing: answer.GetPairing().GetName(), Hold: answer.GetHold()}, nil
}

// Confirm implements domain.Matching.
func (m Matching) Confirm(ctx context.Context, pairing string, firstSession time.Time) error {
	_, err := m.client.ConfirmPairing(ctx, &matchingv1.ConfirmPairingRequest{
		Name: pairing, FirstSessionTime: timestamppb.New(firstSession),
	})
	return err
}

// Cancel implements domain.Matching.
func (m Matching) Cancel(ctx context.Context, inquiry, requestID string) error {
	_, err := m.client.CancelPairing(ctx, &matchingv1.CancelPairingRequest{
		RequestId: requestID, Inquiry: domain.InquiryName(inquiry),
	})
	return err
}
