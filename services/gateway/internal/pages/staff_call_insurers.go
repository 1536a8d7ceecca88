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

// insurerID is the id an insurer or a network has in profiles, however it is spelled: Blue Cross is BLUE_CROSS.
func insurerID(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}), "_")
}

// outOfNetwork says that no therapist is in the network of the client's plan, and what may be meant instead; "" when one is, or
// nobody's insurance was told.
func outOfNetwork(p *typev1.Need_Payment, roster []*matchingv1.Therapist) string {
	id, network := insurerID(p.GetInsurer()), insurerID(p.GetNetwork())
	if id == "" {
		return ""
	}
	insurers, _ := networkChoices(roster)
	known := slices.ContainsFunc(insurers, func(c choice) bool { return c.Value == id })
	in := slices.ContainsFunc(roster, func(t *matchingv1.Therapist) bool {
		return slices.ContainsFunc(t.GetInsurers(), func(entry string) bool {
			of, only, _ := strings.Cut(entry, ":")
			return of == id && (only == "" || network == "" || only == network)
		})
	})
	name := labelOf(terms(typev1.Payer_Id(0)), p.GetInsurer())
	switch {
	case in:
		return ""
	case known:
		return fmt.Sprintf("No therapist is in the network %s of %s.", p.GetNetwork(), name)
	}
	for _, c := range insurers {
		if letters(c.Value) == letters(id) || letters(c.Label) == letters(id) {
			return fmt.Sprintf("No therapist is in a network called %s. Did you mean %s (%s)?", name, c.Label, c.Value)
		}
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

// letters are the letters and figures of a name alone, for names that differ in nothing else.
func letters(name string) string { return strings.ReplaceAll(insurerID(name), "_", "") }
