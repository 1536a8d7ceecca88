package domain

import (
	"fmt"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// saying is words that are the same for everyone.
func saying(text string) func(*Therapist) string {
	return func(*Therapist) string { return text }
}

func (n *Need) sayMode(*Therapist) string {
	if len(n.Modes) == 0 {
		return "Offers no way of meeting at present."
	}
	return fmt.Sprintf("Does not meet %s.", modesListed(n.Modes))
}

// sayAccess says that what makes a session possible cannot be offered; of a room that it is the only way of meeting both have.
func (n *Need) sayAccess(a Access) func(*Therapist) string {
	text := "Cannot offer " + accessWords(a)
	if others := remote(n.modes()); a.ofRoom() && len(others) > 0 {
		text += ", and does not meet " + modesListed(others)
	}
	return saying(text + ".")
}

// modesListed names ways of meeting: "by video or by telephone".
func modesListed(modes []Mode) string {
	out := make([]string, len(modes))
	for i, m := range modes {
		out[i] = words(modeWords, m)
	}
	return listed(out)
}

func (n *Need) sayLanguage(*Therapist) string {
	var wished []string
	for _, l := range n.Languages {
		if name := languageName(l); !slices.Contains(wished, name) {
			wished = append(wished, name)
		}
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

// say is said of a therapist who does not meet the wish the client will not do without.
func (p *Preference) say(t *Therapist) string {
	if unsaid := t.unsaid(p.Kind); unsaid != "" {
		return fmt.Sprintf("Has not said %s; the client asks for %s.", unsaid, wishWords(*p))
	}
	return fmt.Sprintf("The client asks for %s.", wishWords(*p))
}

// unsaid is what a wish of the kind is about, where the therapist has not said it; empty where they have.
func (t *Therapist) unsaid(kind PreferenceKind) string {
	switch {
	case kind == WishGender && len(vocabulary.GendersOver(t.Identity.Gender)) == 0:
		return "their gender"
	case kind == WishCulture && len(t.Identity.Cultures) == 0:
		return "their background"
	case kind == WishFaith && len(t.Identity.Faiths) == 0:
		return "their faith"
	case kind == WishLGBTQ && !t.Identity.LGBTQAffirming:
		return "whether the practice is LGBTQ+ affirming"
	case kind == WishExperience && t.PractisingSince == 0:
		return "how long they have practiced"
	default:
		return ""
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
	const abbreviation = 4 // letters at most: PPO, HMO, EPO. Policy.
	if letters := vocabulary.Letters(network); len(letters) <= abbreviation {
		return letters
	}
	return titled(network)
}
