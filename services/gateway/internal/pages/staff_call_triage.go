package pages

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Severities are how badly someone may be.
func (callForm) Severities() []choice {
	return []choice{
		{"", "Not said"}, {"MINIMAL", "Hardly any trouble"}, {"MILD", "Mild"}, {"MODERATE", "Moderate"},
		{"MODERATELY_SEVERE", "Moderately severe"}, {"SEVERE", "Severe"},
	}
}

// Tiers are how soon someone must be seen.
func (callForm) Tiers() []choice {
	return []choice{{"", "Not said"}, {"ROUTINE", "In turn"}, {"PRIORITY", "Before others"}, {"URGENT", "At once"}}
}

// Risks are what the safety questions brought.
func (callForm) Risks() []choice {
	return []choice{
		{"", "Not asked"}, {"NONE", "Nothing said"}, {"ELEVATED", "Elevated: a clinician the same day"}, {"ACUTE", "Acute: a clinician now, no matching"},
	}
}

// Approaches are the wishes about the way of working, as the vocabulary names them.
func (callForm) Approaches() []choice {
	return append([]choice{{"", "No wish"}}, terms(typev1.TherapyApproach_Id(0))...)
}

// Genders are the wishes about the therapist's gender.
func (callForm) Genders() []choice {
	return append([]choice{{"", "No wish"}}, terms(typev1.Gender_Id(0))...)
}

// terms are the values of a vocabulary by their labels, or by the words where there are no others.
func terms(of protoreflect.Enum) []choice {
	var out []choice
	values := of.Descriptor().Values()
	for i := range values.Len() {
		if term, _ := proto.GetExtension(values.Get(i).Options(), typev1.E_Term).(*typev1.Term); term != nil {
			label := term.GetLabel()
			if words := term.GetWords(); label == "" {
				label = strings.ToUpper(words[:1]) + words[1:]
			}
			out = append(out, choice{string(values.Get(i).Name()), label})
		}
	}
	return out
}
