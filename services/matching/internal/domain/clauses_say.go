package domain

import "fmt"

// saying is words that are the same for everyone.
func saying(text string) func(*Therapist) string {
	return func(*Therapist) string { return text }
}

func (n *Need) sayLicense(*Therapist) string {
	return fmt.Sprintf("Not licensed in %s, where the client will be.", stateName(n.LocationState))
}

func (n *Need) sayMode(*Therapist) string {
	if len(n.Modes) == 0 {
		return "Offers no way of meeting at present."
	}
	var wished []string
	for _, m := range n.Modes {
		wished = append(wished, words(modeWords, m))
	}
	return fmt.Sprintf("Does not meet %s.", listed(wished))
}

func (n *Need) sayLanguage(*Therapist) string {
	var wished []string
	for _, l := range n.Languages {
		wished = append(wished, languageName(l))
	}
	return fmt.Sprintf("Does not hold sessions in %s.", listed(wished))
}

func (n *Need) sayPayment(t *Therapist) string {
	lowest := t.FeeCents
	if t.SlidingFeeCents > 0 {
		lowest = min(lowest, t.SlidingFeeCents)
	}
	switch p := n.Payment; {
	case p.Insurer == "":
		return fmt.Sprintf("Costs %s a session at least; the client can pay %s.", dollars(lowest), dollars(*p.SelfPayMaxCents))
	case p.OutOfNetworkMaxCents > 0:
		return fmt.Sprintf("Not in the network of %s, and costs %s a session at least; the client can pay %s.",
			payerName(p.Insurer), dollars(lowest), dollars(p.OutOfNetworkMaxCents))
	default:
		return fmt.Sprintf("Not in the network of %s.", payerName(p.Insurer))
	}
}
