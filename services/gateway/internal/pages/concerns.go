package pages

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// choice is one radio or checkbox.
type choice struct {
	Value, Label string
}

// concernGroup is a heading with the concerns under it.
type concernGroup struct {
	Title   string
	Choices []choice
}

// concernGroups are the concerns in the words of the pages, as the vocabulary says; every concern once, or those of the
// booking page.
func concernGroups(public bool) []concernGroup {
	groups := []concernGroup{
		{Title: "Relationships"}, {Title: "Feelings and the past"}, {Title: "Family, work and change"}, {Title: "Body, habits and attention"},
	}
	values := typev1.Need_Concern(0).Descriptor().Values()
	for i := range values.Len() {
		term := concernTerm(values.Get(i))
		if g := int(term.GetGroup()) - 1; g >= 0 && (term.GetPublic() || !public) {
			groups[g].Choices = append(groups[g].Choices, choice{string(values.Get(i).Name()), term.GetLabel()})
		}
	}
	return groups
}

func concernTerm(v protoreflect.EnumValueDescriptor) *typev1.Term {
	term, _ := proto.GetExtension(v.Options(), typev1.E_Term).(*typev1.Term)
	return term
}

// concernLabel is a concern in words, "" for an unknown one.
func concernLabel(value string) string {
	if v := typev1.Need_Concern(0).Descriptor().Values().ByName(protoreflect.Name(value)); v != nil {
		return concernTerm(v).GetLabel()
	}
	return ""
}

// concernHints lead from a word in a topic or a blog address to the concern it suggests, first match first.
func concernHints() []choice {
	return []choice{
		{"infidelity", "INFIDELITY"}, {"affair", "INFIDELITY"}, {"cheat", "INFIDELITY"},
		{"betrayal", "BETRAYAL_TRUST"}, {"trust", "BETRAYAL_TRUST"},
		{"divorce", "SEPARATION_DIVORCE"}, {"separation", "SEPARATION_DIVORCE"},
		{"premarital", "PREMARITAL"}, {"intimacy", "SEXUALITY_INTIMACY"}, {"sex", "SEXUALITY_INTIMACY"},
		{"couple", "COUPLE_CONFLICT"}, {"marriage", "COUPLE_CONFLICT"}, {"relationship", "COUPLE_CONFLICT"},
		{"anxi", "ANXIETY"}, {"panic", "ANXIETY"}, {"depress", "DEPRESSION"}, {"trauma", "TRAUMA"}, {"ptsd", "TRAUMA"},
		{"grief", "GRIEF"}, {"loss", "GRIEF"}, {"parent", "PARENTING"}, {"postpartum", "PERINATAL"}, {"perinatal", "PERINATAL"},
		{"family", "FAMILY_CONFLICT"}, {"burnout", "WORK_BURNOUT"}, {"work", "WORK_BURNOUT"}, {"adhd", "ADHD"}, {"ocd", "OCD"},
		{"addict", "ADDICTION"}, {"eating", "EATING"}, {"anger", "ANGER"}, {"esteem", "SELF_ESTEEM"}, {"identity", "IDENTITY"},
		{"illness", "CHRONIC_ILLNESS"}, {"pain", "CHRONIC_ILLNESS"}, {"transition", "LIFE_TRANSITION"},
	}
}

// suggestedConcern reads the concern out of ?topic=betrayal-trust, or guesses it from ?from=blog/…; "" is none.
func suggestedConcern(topic, from string) string {
	name := strings.ToUpper(strings.ReplaceAll(topic, "-", "_"))
	if typev1.Need_Concern_value[name] > 0 {
		return name
	}
	for _, text := range []string{topic, from} {
		text = strings.ToLower(text)
		for _, h := range concernHints() {
			if strings.Contains(text, h.Value) {
				return h.Label
			}
		}
	}
	return ""
}

// concernsOf converts the ticked values; unknown ones are left out.
func concernsOf(values []string) []typev1.Need_Concern {
	var out []typev1.Need_Concern
	seen := make(map[int32]bool)
	for _, v := range values {
		if n := typev1.Need_Concern_value[v]; n > 0 && !seen[n] {
			seen[n] = true
			out = append(out, typev1.Need_Concern(n))
		}
	}
	return out
}

// slug is a value as it stands in an address: betrayal-trust.
func slug(value string) string { return strings.ToLower(strings.ReplaceAll(value, "_", "-")) }
