package pages

import (
	"google.golang.org/protobuf/proto"

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
	return []choice{{"", "In turn"}, {"PRIORITY", "Before others"}, {"URGENT", "At once"}}
}

// Risks are what the safety questions brought.
func (callForm) Risks() []choice {
	return []choice{
		{"", "Not asked"}, {"NONE", "Nothing said"}, {"ELEVATED", "Elevated: a clinician the same day"}, {"ACUTE", "Acute: a clinician now, no matching"},
	}
}

// Approaches are the wishes about the way of working, as the vocabulary names them.
func (callForm) Approaches() []choice {
	out := []choice{{"", "No wish"}}
	values := typev1.TherapyApproach_Id(0).Descriptor().Values()
	for i := range values.Len() {
		if term, _ := proto.GetExtension(values.Get(i).Options(), typev1.E_Term).(*typev1.Term); term.GetLabel() != "" {
			out = append(out, choice{string(values.Get(i).Name()), term.GetLabel()})
		}
	}
	return out
}
