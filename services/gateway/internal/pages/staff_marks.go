package pages

import typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"

// marks are what is seen of a client before anything is offered.
type marks struct {
	// SpeakFirst says that a licensed person speaks with them before, AtRisk that they may be at risk without that.
	SpeakFirst, AtRisk bool
	// Pressing says how soon they must be seen; "" when routine.
	Pressing string
}

// marksOf are those of a need; flagged is what a questionnaire asks for.
func marksOf(n *typev1.Need, flagged bool) marks {
	m := marks{SpeakFirst: flagged || n.GetRisk() == typev1.Risk_ACUTE}
	m.AtRisk = !m.SpeakFirst && (n.GetRiskFlag() || n.GetRisk() == typev1.Risk_ELEVATED)
	if tier := n.GetTier(); tier > typev1.Urgency_ROUTINE {
		m.Pressing = words(tier.String())
	}
	return m
}
