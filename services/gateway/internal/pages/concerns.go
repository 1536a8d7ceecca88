package pages

import (
	"strings"

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

// concernGroups are the concerns in the words of the pages; every concern once.
func concernGroups() []concernGroup {
	return []concernGroup{
		{"Relationships", []choice{
			{"COUPLE_CONFLICT", "Conflict or distance as a couple"},
			{"BETRAYAL_TRUST", "Betrayal or broken trust"},
			{"INFIDELITY", "An affair, on either side"},
			{"SEPARATION_DIVORCE", "Separation or divorce"},
			{"PREMARITAL", "Preparing for marriage"},
			{"SEXUALITY_INTIMACY", "Sex and closeness"},
		}},
		{"Feelings and the past", []choice{
			{"ANXIETY", "Anxiety, worry or panic"},
			{"DEPRESSION", "Low mood or depression"},
			{"TRAUMA", "Trauma and what it left behind"},
			{"GRIEF", "Grief or loss"},
			{"ANGER", "Anger"},
			{"SELF_ESTEEM", "Self-esteem"},
			{"OCD", "Obsessions or compulsions (OCD)"},
		}},
		{"Family, work and change", []choice{
			{"FAMILY_CONFLICT", "Conflict in the family"},
			{"PARENTING", "Being a parent"},
			{"PERINATAL", "Pregnancy, birth and after"},
			{"WORK_BURNOUT", "Work stress or burnout"},
			{"LIFE_TRANSITION", "A big change in life"},
			{"IDENTITY", "Identity"},
		}},
		{"Body, habits and attention", []choice{
			{"ADDICTION", "Alcohol, drugs or a habit that took over"},
			{"EATING", "Eating and body image"},
			{"ADHD", "Attention or ADHD"},
			{"CHRONIC_ILLNESS", "Living with illness or pain"},
		}},
	}
}

// concernLabel is a concern in words, "" for an unknown one.
func concernLabel(value string) string {
	for _, g := range concernGroups() {
		for _, c := range g.Choices {
			if c.Value == value {
				return c.Label
			}
		}
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
