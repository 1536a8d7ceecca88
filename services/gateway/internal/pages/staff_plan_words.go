package pages

import (
	"fmt"
	"math"

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
	case matchingv1.Plan_RISK_HOLD.String():
		return "A licensed person speaks first"
	case matchingv1.Plan_THERAPIST_EXCLUDED.String():
		return "A rule excludes the therapist now"
	case matchingv1.Plan_LOCATION_UNKNOWN.String():
		return "Ask where the client is during sessions"
	default:
		return ""
	}
}

// proofWords say how good a plan is beside any other, or was when it was worked out, where something has changed since.
func proofWords(plan *matchingv1.Plan, changed bool) string {
	none, better, some := "No other way of sharing out the places helps them more.",
		"It is proven that no other way of sharing out the places fits better by more than %.0f points of 100, over all of them.",
		"Not every way of sharing out the places was looked at: another might serve more of them."
	if changed {
		none, better, some = "When it was worked out, no other way of sharing out the places would have helped more.",
			"When it was worked out, no other way of sharing out the places would have fitted better by more than %.0f points of 100, over all clients.",
			"When it was worked out, not every way of sharing out the places was looked at."
	}
	words := some
	if gap := plan.GetGap(); gap <= 0 {
		words = none
	} else if gap < 1 { // less than any client is worth
		words = fmt.Sprintf(better, math.Ceil(gap*100))
	}
	if plan.GetCandidatesOnly() {
		words += " This is among the therapists that were looked at; more fit."
	}
	return words
}

// keptForWords say for whom a therapist is kept open.
func keptForWords(source matchingv1.Plan_Price_Source) string {
	if source == matchingv1.Plan_Price_FORECAST {
		return "for those who wait and those likely to come"
	}
	return "for those who wait"
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
