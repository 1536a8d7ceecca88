package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// needFacts are the need in words, all of it, what is not known left out; the guardian on record is nil where none is.
func (s *site) needFacts(r *http.Request, n *typev1.Need, guardian *intakev1.Guardian, sites []choice) []fact {
	var facts []fact
	join := func(label, by string, values []string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			facts = append(facts, fact{label, strings.Join(values, by)})
		}
	}
	add := func(label string, values ...string) { join(label, ", ", values) }
	var concerns, modes, languages, wishes, style, conflicts []string
	for _, c := range n.GetConcerns() {
		concerns = append(concerns, concernLabel(c.String()))
	}
	for _, m := range n.GetModes() {
		modes = append(modes, modeWords(m))
	}
	for _, l := range n.GetLanguages() {
		languages = append(languages, labelOf(callForm{}.LanguageChoices(), l))
	}
	add("About", concerns...)
	add("Who", words(n.GetFormat().String()), words(n.GetAgeGroup().String()), personsWords(n.GetPersons()))
	add("Law", append(labelsOf(callForm{}.LegalChoices(), namesOf(n.GetLegal())), consentAsked(n, guardian))...)
	add("Sessions", modes...)
	add("Can get to", siteWords(n, sites)...)
	add("Access", labelsOf(callForm{}.AccessChoices(), namesOf(n.GetAccess()))...)
	add("State", n.GetLocationState())
	add("Languages", languages...)
	add("Payment", paymentWords(n.GetPayment()))
	join("Times", "; ", timeWords(n.GetTimes()))
	for _, p := range n.GetTherapistPreferences() {
		wishes = append(wishes, wishWords(p))
	}
	join("Therapist", "; ", wishes)
	for i, v := range scales(orNoStyle(n.GetStyle())) {
		style = append(style, styleWords(styleScales()[i], *v))
	}
	join("Style", "; ", style)
	for _, c := range n.GetConflicts() {
		name := s.therapistName(r, c.GetTherapist())
		if name == "" {
			name = "a therapist who is not here any more"
		}
		if why := labelOf(callForm{}.ConflictKinds()[1:], known(c.GetKind().String())); why != "" {
			name += " (" + lowerFirst(why) + ")"
		}
		conflicts = append(conflicts, name)
	}
	join("Must not meet", "; ", conflicts)
	add("How they are", words(n.GetSeverity().String()), words(n.GetTier().String()))
	switch {
	case n.GetRisk() > typev1.Risk_LEVEL_UNSPECIFIED:
		add("Safety", labelOf(callForm{}.Risks(), n.GetRisk().String()))
	case slices.Contains(n.GetConcerns(), typev1.Need_SELF_HARM) || slices.Contains(n.GetConcerns(), typev1.Need_SUICIDALITY):
		add("Safety", "Not asked, and a concern speaks of harming oneself: ask the safety questions")
	}
	return facts
}

// labelOf is the label of a value, the value itself where there is none.
func labelOf(choices []choice, value string) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

func labelsOf(choices []choice, values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, labelOf(choices, v))
	}
	return out
}

func personsWords(n int32) string {
	if n == 0 {
		return ""
	}
	return plural(int(n), "comes", "come")
}

// wishWords say a wish about the therapist: "Faith: Quaker (must be)", "Gender, but not: A man (nice to have)".
func wishWords(p *typev1.Need_TherapistPreference) string {
	strength := labelOf(callForm{}.Strengths(), strengthName(p.GetStrength()))
	if p.GetKind() == typev1.Need_TherapistPreference_EXPERIENCE {
		return fmt.Sprintf("At least %s years of practice (%s)", p.GetValue(), strength)
	}
	kind, value := words(p.GetKind().String()), labelOf(wishTerms(p.GetKind()), p.GetValue())
	if p.GetKind() == typev1.Need_TherapistPreference_LGBTQ_AFFIRMING {
		kind = "Practice"
	}
	if p.GetAvoid() {
		kind += ", but not"
	}
	return fmt.Sprintf("%s: %s (%s)", kind, value, strength)
}

func paymentWords(p *typev1.Need_Payment) string {
	switch kind := p.GetKind().(type) {
	case *typev1.Need_Payment_Insurer:
		text := "Insurance " + payerOf(kind.Insurer).Label
		if p.GetNetwork() != "" {
			text += ", network " + p.GetNetwork()
		}
		if outside := p.GetOutOfNetworkMaxCents(); outside > 0 {
			text += ", outside it up to $" + dollars(outside) + " a session"
		}
		return text
	case *typev1.Need_Payment_SelfPayMaxCents:
		return "Pays up to $" + dollars(kind.SelfPayMaxCents) + " a session"
	default:
		return ""
	}
}

// timeWords are the windows with how much they weigh, those of one weight together: "Tue 08:00–12:00 (must be)".
func timeWords(times []*typev1.Need_TimeWish) []string {
	var out []string
	for _, strength := range slices.Backward(callForm{}.Strengths()) {
		var windows []string
		for _, t := range times {
			if w := t.GetWindow(); strengthName(t.GetStrength()) == strength.Value {
				windows = append(windows, words(w.GetDay().String())[:3]+" "+w.GetStartTime()+"–"+w.GetEndTime())
			}
		}
		if len(windows) > 0 {
			out = append(out, strings.Join(windows, ", ")+" ("+strength.Label+")")
		}
	}
	return out
}
