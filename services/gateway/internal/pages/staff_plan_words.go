package pages

import (
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// obstacleWords say what has changed since a plan was made; "" when nothing has.
func obstacleWords(obstacle string) string {
	switch obstacle {
	case matchingv1.Plan_LEFT.String():
		return "Waits no more"
	case matchingv1.Plan_OFFERED.String():
		return "Has an offer already"
	case matchingv1.Plan_NEED_CHANGED.String():
		return "Looks for something else now"
	case matchingv1.Plan_NO_CAPACITY.String():
		return "The therapist has no place any more"
	default:
		return ""
	}
}

// offerWords say how an offer of a plan stands.
func offerWords(state matchingv1.Proposal_State) string {
	switch state {
	case matchingv1.Proposal_ACCEPTED:
		return "Accepted"
	case matchingv1.Proposal_WITHDRAWN:
		return "Taken back"
	case matchingv1.Proposal_EXPIRED:
		return "Ran out"
	default:
		return "Offer is open"
	}
}

// offerProblemWords say why an offer could not be made: what has changed, or what the service refused.
func offerProblemWords(problem string) string {
	if text := obstacleWords(problem); text != "" {
		return text
	}
	if text, ok := refusals()[errs.Reason(problem)]; ok {
		return text
	}
	return words(problem)
}
