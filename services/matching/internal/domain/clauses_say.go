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
			p.plan(), dollars(lowest), dollars(p.OutOfNetworkMaxCents))
	default:
		return fmt.Sprintf("Not in the network of %s.", p.plan())
	}
}

// plan is the insurer by name, with the network where it is known.
func (p *Payment) plan() string {
	if p.Network == "" {
		return payerName(p.Insurer)
	}
	return payerName(p.Insurer) + " " + networkName(p.Network)
}

// networkName keeps the abbreviations people use and spells the rest.
func networkName(network string) string {
	const abbreviation = 4
	if len(network) <= abbreviation {
		return network
	}
	return titled(network)
}
