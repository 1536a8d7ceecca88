package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// networkChoices are the insurers in whose networks therapists are, by name, and the networks of single plans, each once.
func networkChoices(entries []string) (insurers []choice, networks []string) {
	for _, entry := range entries {
		insurer, network, _ := strings.Cut(entry, ":")
		insurers = append(insurers, payerOf(insurer))
		if network != "" {
			networks = append(networks, network)
		}
	}
	slices.SortFunc(insurers, func(a, b choice) int { return cmp.Compare(letters(a.Label), letters(b.Label)) })
	slices.Sort(networks)
	return slices.CompactFunc(insurers, samePayer), slices.Compact(networks)
}

// outOfNetwork says that no therapist is in the network of the client's plan; "" when one is, or nobody's insurance was told. Names are
// the same as they are to a ranking.
func outOfNetwork(p *typev1.Need_Payment, entries []string) string {
	if p.GetInsurer() == "" {
		return ""
	}
	payer, network := payerOf(p.GetInsurer()), letters(p.GetNetwork())
	in := slices.ContainsFunc(entries, func(entry string) bool {
		of, only, _ := strings.Cut(entry, ":")
		return samePayer(payerOf(of), payer) && (only == "" || network == "" || only == network)
	})
	insurers, _ := networkChoices(entries)
	switch {
	case in:
		return ""
	case slices.ContainsFunc(insurers, func(c choice) bool { return samePayer(c, payer) }):
		return fmt.Sprintf("No therapist is in the network %s of %s.", p.GetNetwork(), payer.Label)
	}
	text := fmt.Sprintf("No therapist is in the network of %s.", payer.Label)
	var labels []string
	for _, c := range insurers {
		labels = append(labels, c.Label)
	}
	if len(labels) > 0 {
		text += " They are in those of " + strings.Join(labels, ", ") + "."
	}
	return text
}

// payers are the insurers of the vocabulary.
var payers = terms(typev1.Payer_Id(0))

// payerOf is the insurer that is spelled so: one of the vocabulary, or the practice's own.
func payerOf(spelled string) choice {
	for _, c := range payers {
		if l := letters(spelled); l == letters(c.Value) || l == letters(c.Label) {
			return c
		}
	}
	return choice{spelled, spelled}
}

func samePayer(a, b choice) bool { return letters(a.Label) == letters(b.Label) }

// letters are the letters and figures of a name, for names that differ in nothing but capitals, spaces and punctuation.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, strings.ToUpper(name))
}
