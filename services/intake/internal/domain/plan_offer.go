package domain

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// What an offer of a plan is made of. Policy.
const (
	// openingsOffered is how many openings are held for the client to choose from.
	openingsOffered = 3
	// candidatesRanked is how many are ranked beside the planned therapist.
	candidatesRanked = 20
)

// wantedOffer is a planned client with the act that makes the offer, and what it made before.
type wantedOffer struct {
	Planned
	order Order
	made  *Proposal
	// failed is why it is not known what an earlier call made.
	failed error
}

// The problems of a client who has an offer already, of an opening that is gone, and of a therapist whom a rule excludes.
const (
	problemOffered  = "OFFERED"
	problemTaken    = "SLOT_TAKEN"
	problemExcluded = "THERAPIST_EXCLUDED"
)

// offerID names the offer to one inquiry after the request.
func offerID(requestID, inquiry string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(requestID+inquiry)).String()
}

// offer makes one offer. What is in its way may be the offer itself, which another call of the same request has begun meanwhile: then it
// is taken up where that stands.
func (in *Intake) offer(ctx context.Context, plan string, o wantedOffer, kept map[string]bool) (Offer, error) {
	out, err := in.newOffer(ctx, plan, o, kept)
	if err == nil && out.Problem != "" {
		if err = in.madeBefore(ctx, &o); o.made != nil || o.failed != nil {
			return in.newOffer(ctx, plan, o, kept)
		}
	}
	return out, err
}

// newOffer makes the offer unless it is made. Only what nobody can know the end of is an error; a refusal is the offer's problem.
func (in *Intake) newOffer(ctx context.Context, plan string, o wantedOffer, kept map[string]bool) (Offer, error) {
	out := Offer{Inquiry: o.Inquiry, Therapist: o.Therapist}
	switch {
	case o.failed != nil:
		return out, o.failed
	case o.made != nil:
		out.Proposal = *o.made
		return out, nil
	case o.Offered:
		out.Problem = problemOffered
		return out, nil
	case o.Obstacle != "" && o.Obstacle != problemTaken: // then there may be other openings
		out.Problem, out.ProblemText = o.Obstacle, o.ObstacleText
		return out, nil
	}
	ranking, err := in.match(ctx, o.order.Inquiry, candidatesRanked, plan, nil)
	if err != nil {
		return out.refused(err)
	}
	if text, excluded := ranking.Excluded[o.Therapist]; excluded {
		out.Problem, out.ProblemText = problemExcluded, text
		return out, nil
	}
	slots := pick(ranking.Openings[o.Therapist], o.Slot, kept)
	if len(slots) == 0 {
		out.Problem = problemTaken
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
