package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// networkChoices are the insurers in whose networks the therapists are, by name, and the networks of single plans.
func networkChoices(roster []*matchingv1.Therapist) (insurers []choice, networks []string) {
	for _, t := range roster {
		for _, entry := range t.GetInsurers() {
			id, network, _ := strings.Cut(entry, ":")
			insurers = append(insurers, choice{id, labelOf(terms(typev1.Payer_Id(0)), id)})
			if network != "" {
				networks = append(networks, network)
			}
		}
	}
	slices.SortFunc(insurers, func(a, b choice) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value)) })
	slices.Sort(networks)
	return slices.Compact(insurers), slices.Compact(networks)
}

// outOfNetwork says that no therapist is in the network of the client's plan; "" when one is, or nobody's insurance was told. Names are
// the same as they are to a ranking.
func outOfNetwork(p *typev1.Need_Payment, roster []*matchingv1.Therapist) string {
	insurer, network := letters(p.GetInsurer()), letters(p.GetNetwork())
	if insurer == "" {
		return ""
	}
	insurers, _ := networkChoices(roster)
	same := func(c choice) bool { return letters(c.Value) == insurer || letters(c.Label) == insurer }
	in := slices.ContainsFunc(roster, func(t *matchingv1.Therapist) bool {
		return slices.ContainsFunc(t.GetInsurers(), func(entry string) bool {
			of, only, _ := strings.Cut(entry, ":")
			return same(choice{of, labelOf(terms(typev1.Payer_Id(0)), of)}) && (only == "" || network == "" || letters(only) == network)
		})
	})
	name := labelOf(terms(typev1.Payer_Id(0)), p.GetInsurer())
	switch {
	case in:
		return ""
	case slices.ContainsFunc(insurers, same):
		return fmt.Sprintf("No therapist is in the network %s of %s.", p.GetNetwork(), name)
	}
	text := fmt.Sprintf("No therapist is in the network of %s.", name)
	var labels []string
	for _, c := range insurers {
		labels = append(labels, c.Label)
	}
	if len(labels) > 0 {
		text += " They are in those of " + strings.Join(labels, ", ") + "."
	}
	return text
}

// letters are the letters and figures of a name, for names that differ in nothing but capitals, spaces and punctuation.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, strings.ToUpper(name))
}
