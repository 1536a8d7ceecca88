package domain

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Planned is one client of a plan with the therapist it gives them.
type Planned struct {
	// Inquiry is the bare id, Therapist the therapists/….
	Inquiry, Therapist string
	// Slot is the opening the plan sets aside.
	Slot string
	// Obstacle is what has changed since, named as in matching's API; "" when nothing has.
	Obstacle string
	// Offered says that the plan's offer was made.
	Offered bool
}

// Offer is what became of a planned client.
type Offer struct {
	Inquiry, Therapist string
	Proposal           Proposal
	// Problem is why there is no proposal: an obstacle, or the reason of the refusal.
	Problem string
}

// What an offer of a plan is made of. Policy.
const (
	// openingsOffered is how many openings are held for the client to choose from.
	openingsOffered = 3
	// candidatesRanked is how many are ranked beside the planned therapist.
	candidatesRanked = 20
)

// CommitPlan makes the offers of a plan, or those to the chosen inquiries: for each client a ranking as of now, and a
// proposal of the planned therapist. Each offer is an act of its own, named after the request and the inquiry, so a repeat
// makes what is missing and repeats the rest; what cannot be offered any more is told, not forced.
func (in *Intake) CommitPlan(ctx context.Context, plan string, chosen []string, requestID string, body []byte) ([]Offer, error) {
	planned, err := in.Matching.Plan(ctx, plan)
	if err != nil {
		return nil, err
	}
	for i, name := range chosen {
		if !slices.ContainsFunc(planned, func(p Planned) bool { return InquiryName(p.Inquiry) == name }) {
			return nil, errs.Invalid(errs.Field(fmt.Sprintf("inquiries[%d]", i), "is not a client whom the plan gives a therapist"))
		}
	}
	kept := make(map[string]bool, len(planned))
	var wanted []wantedOffer
	for _, p := range planned {
		kept[p.Slot] = true
		if len(chosen) > 0 && !slices.Contains(chosen, InquiryName(p.Inquiry)) {
			continue
		}
		o := wantedOffer{Planned: p, order: Order{
			Inquiry: InquiryName(p.Inquiry), RequestID: offerID(requestID, p.Inquiry), Body: body,
		}}
		// Before anything is offered: another request of the same id is refused as a whole.
		answer, known, err := in.replay(ctx, o.order.RequestID, in.fingerprint(ActPropose, body))
		if err != nil {
			return nil, err
		}
		if known {
			o.made = answer.Proposal
		}
		wanted = append(wanted, o)
	}
	var offers []Offer
	for _, o := range wanted {
		made, err := in.offer(ctx, plan, o, kept)
		if err != nil {
			return nil, err
		}
		offers = append(offers, made)
	}
	return offers, nil
}

// wantedOffer is a planned client with the act that makes the offer, and what it made before.
type wantedOffer struct {
	Planned
	order Order
	made  *Proposal
}

// problemOffered is the problem of a client who has an offer already.
const problemOffered = "OFFERED"

// offerID names the offer to one inquiry after the request.
func offerID(requestID, inquiry string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(requestID+inquiry)).String()
}

// offer makes one offer. Only what nobody can know the end of is an error; a refusal is the offer's problem.
func (in *Intake) offer(ctx context.Context, plan string, o wantedOffer, kept map[string]bool) (Offer, error) {
	out := Offer{Inquiry: o.Inquiry, Therapist: o.Therapist}
	switch {
	case o.made != nil:
		out.Proposal = *o.made
		return out, nil
	case o.Offered:
		out.Problem = problemOffered
		return out, nil
	case o.Obstacle != "":
		out.Problem = o.Obstacle
		return out, nil
	}
	ranking, err := in.match(ctx, o.order.Inquiry, candidatesRanked, plan, nil)
	if err != nil {
		return out.refused(err)
	}
	if slices.Contains(ranking.Excluded, o.Therapist) {
		out.Problem = "THERAPIST_EXCLUDED"
		return out, nil
	}
	slots := pick(ranking.Openings[o.Therapist], o.Slot, kept)
	if len(slots) == 0 {
		out.Problem = "SLOT_TAKEN"
		return out, nil
	}
	out.Proposal, err = in.ProposeTherapists(ctx, o.order, ProposalOrder{
		Decision: ranking.Decision, Plan: plan, Options: []ProposedOption{{Therapist: o.Therapist, Slots: slots}},
	})
	if err != nil {
		return out.refused(err)
	}
	return out, nil
}

// errOffered says that the client has an open proposal already, of this plan or not; it stays within this package.
var errOffered = errors.New("the client has an open proposal")

func (o Offer) refused(err error) (Offer, error) {
	if errors.Is(err, errOffered) {
		o.Problem = problemOffered
		return o, nil
	}
	if !refused(err) {
		return o, err
	}
	o.Problem = string(errs.ReasonOf(err))
	return o, nil
}

// pick chooses the planned opening, when it is still there, and others that the plan keeps for nobody else.
func pick(openings []string, planned string, kept map[string]bool) []string {
	var out []string
	if slices.Contains(openings, planned) {
		out = append(out, planned)
	}
	for _, s := range openings {
		if len(out) < openingsOffered && !kept[s] {
			out = append(out, s)
		}
	}
	return out
}
