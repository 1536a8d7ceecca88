package pages

import (
	"slices"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// nobodyBody is what a ranking says in which nobody fits: why, and the ways on there are.
type nobodyBody struct {
	Why string
	// Pressing clients are not left to wait: a licensed person hears of them at once.
	Pressing bool
	// CanWait says that the client can be put on the waitlist, Waits that they are on it.
	CanWait, Waits bool
}

func nobodyOf(q *intakev1.Inquiry, reply *intakev1.MatchInquiryResponse, first bool) nobodyBody {
	n := q.GetNeed()
	allow := inquiryBody{}
	allow.allow(q.GetState())
	return nobodyBody{
		Why: nobodyWhy(reply, first), CanWait: allow.CanWait, Waits: q.GetState() == intakev1.Inquiry_WAITLISTED,
		Pressing: n.GetTier() > typev1.Urgency_ROUTINE || n.GetRisk() == typev1.Risk_ELEVATED || n.GetRiskFlag() || q.GetRiskAlert(),
	}
}

// nobodyWhy points at nothing that is not on the page.
func nobodyWhy(reply *intakev1.MatchInquiryResponse, first bool) string {
	overridable := slices.ContainsFunc(reply.GetRules(), func(r *matchingv1.RuleCount) bool { return r.GetOverridable() })
	switch {
	case first:
		return "What stands above comes first. Match again once it was done."
	case len(reply.GetCounterfactuals()) > 0:
		return "What would open more is listed below. Ask the client, change the need with the call, and match again."
	case overridable:
		return "Nothing the client could give up would be enough alone. The rules in the way are listed below."
	case len(reply.GetRules()) > 0:
		return "None of the rules in the way may be set aside, and nothing the client could give up would help. They are listed below."
	default:
		return "There is nobody to match with."
	}
}
