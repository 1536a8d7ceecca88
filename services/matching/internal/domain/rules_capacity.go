package domain

import "fmt"

// payable returns what the client would pay per session, and whether that can work at all. A sliding fee is what the
// client can pay, never less than its lower end.
func payable(p Payment, t *Therapist) (cents int64, sliding, ok bool) {
	switch {
	case p.SelfPayMaxCents == nil || t.FeeCents <= *p.SelfPayMaxCents:
		return t.FeeCents, false, true
	case t.SlidingFeeCents > 0 && t.SlidingFeeCents <= *p.SelfPayMaxCents:
		return *p.SelfPayMaxCents, true, true
	default:
		return t.FeeCents, false, false
	}
}

func paymentRule(n *Need, t *Therapist) (Reason, bool) {
	if n.Payment.Insurer != "" {
		for _, i := range t.Insurers {
			if i == n.Payment.Insurer {
				return Reason{}, false
			}
		}
		return Reason{RulePayment, fmt.Sprintf("Not in the network of %s.", titled(n.Payment.Insurer))}, true
	}
	if _, _, ok := payable(n.Payment, t); ok {
		return Reason{}, false
	}
	lowest := t.FeeCents
	if t.SlidingFeeCents > 0 {
		lowest = min(lowest, t.SlidingFeeCents)
	}
	return Reason{
		RulePayment,
		fmt.Sprintf("Costs %s a session at least; the client can pay %s.", dollars(lowest), dollars(*n.Payment.SelfPayMaxCents)),
	}, true
}

func acceptingRule(_ *Need, t *Therapist) (Reason, bool) {
	return Reason{RuleNotAccepting, "Takes no new clients at present."}, !t.Accepting
}

func capacityRule(_ *Need, t *Therapist) (Reason, bool) {
	return Reason{RuleCapacity, "Has no free place at present."}, t.Accepting && t.Residual() == 0
}
