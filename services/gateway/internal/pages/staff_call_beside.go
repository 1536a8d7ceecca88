package pages

import (
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// LegalChoices are what the law asks about first.
func (callForm) LegalChoices() []choice {
	return []choice{
		{"CONSENT_GIVEN", "A minor: a parent or guardian has consented, or a clinician found that they may consent alone"},
		{"CONSENT_MISSING", "A minor: nobody has consented"}, {"CUSTODY", "Custody is disputed"},
		{"COURT", "A court ordered the therapy, or will ask about it"},
	}
}

// Minor reports whether the law asks for somebody's consent.
func (f callForm) Minor() bool { return minor(f.Age) }

// consentAsked says that a minor's consent has still to be asked for; empty where that was done, a guardian is on record, or there is
// nobody to ask for.
func consentAsked(n *typev1.Need, guardian *intakev1.Guardian) string {
	given := slices.ContainsFunc(n.GetLegal(), func(m typev1.Legal_Matter) bool {
		return m == typev1.Legal_CONSENT_GIVEN || m == typev1.Legal_CONSENT_MISSING
	})
	if given || guardian != nil || !minor(n.GetAgeGroup().String()) {
		return ""
	}
	return "Under 18, and no consent recorded: nobody can be offered yet"
}

// AccessChoices are what makes a session possible, as the vocabulary names it.
func (callForm) AccessChoices() []choice { return terms(typev1.Access_Id(0)) }

// ConflictKinds are why a therapist must not see the client.
func (callForm) ConflictKinds() []choice {
	return []choice{
		{"", "Not said why"}, {"RELATIONSHIP", "They know each other in another way"}, {"RELATIVE", "The therapist sees a relative or the partner alone"},
		{"CLIENT_WISH", "The client does not want them"}, {"THERAPIST_WISH", "The therapist does not want them"},
	}
}

// WishRows are the wishes that have no field of their own, with empty rows to fill in.
func (f callForm) WishRows() []wishRow {
	return withBlanks(f.Wishes, len(wishesBeside(f.Known.GetNeed().GetTherapistPreferences())))
}

// TimeRows are the windows that are not in the table.
func (f callForm) TimeRows() []timeRow {
	return withBlanks(f.OtherTimes, len(besideTable(f.Known.GetNeed().GetTimes())))
}

// ConflictRows are the therapists whom the client must not meet.
func (f callForm) ConflictRows() []conflictRow {
	return withBlanks(f.Conflicts, len(f.Known.GetNeed().GetConflicts()))
}

// HasWishes reports whether there are wishes beside those with a field, which are shown unfolded then, as is all that follows.
func (f callForm) HasWishes() bool { return f.Years != "" || used(f.Wishes) }

// HasTimes reports whether there are times beside the table.
func (f callForm) HasTimes() bool { return used(f.OtherTimes) }

// HasConflicts reports whether there is somebody whom the client must not meet, or is looked for.
func (f callForm) HasConflicts() bool { return used(f.Conflicts) || f.Find != "" }

// HasStyle reports whether there is a wish about style.
func (f callForm) HasStyle() bool {
	return slices.ContainsFunc(f.Style[:], func(v string) bool { return v != "0" && v != "" })
}

// HasPlan reports whether more is known of the insurance than the insurer.
func (f callForm) HasPlan() bool { return f.Network != "" || f.Outside != "" }

// WishGroups are the wishes a row may hold, by their kind.
func (callForm) WishGroups() []concernGroup {
	of := func(title string, kind typev1.Need_TherapistPreference_Kind) concernGroup {
		g := concernGroup{Title: title}
		for _, c := range wishTerms(kind) {
			g.Choices = append(g.Choices, choice{kind.String() + ":" + c.Value, c.Label})
		}
		return g
	}
	return []concernGroup{
		of("Cultural background", typev1.Need_TherapistPreference_CULTURE), of("Faith", typev1.Need_TherapistPreference_FAITH),
		of("Gender", typev1.Need_TherapistPreference_GENDER), of("Approach", typev1.Need_TherapistPreference_APPROACH),
		of("Practice", typev1.Need_TherapistPreference_LGBTQ_AFFIRMING),
	}
}

// wishTerms are what a wish of a kind may be for; none where it is a number.
func wishTerms(kind typev1.Need_TherapistPreference_Kind) []choice {
	switch kind {
	case typev1.Need_TherapistPreference_GENDER:
		return terms(typev1.Gender_Id(0))
	case typev1.Need_TherapistPreference_APPROACH:
		return terms(typev1.TherapyApproach_Id(0))
	case typev1.Need_TherapistPreference_CULTURE:
		return terms(typev1.Culture_Id(0))
	case typev1.Need_TherapistPreference_FAITH:
		return terms(typev1.Faith_Id(0))
	case typev1.Need_TherapistPreference_LGBTQ_AFFIRMING:
		return terms(typev1.AffirmingPractice_Id(0))
	default:
		return nil
	}
}

// InYears is what a row for years of practice says; "" for any other.
func (w wishRow) InYears() string {
	years, ok := strings.CutPrefix(w.Value, typev1.Need_TherapistPreference_EXPERIENCE.String()+":")
	if !ok {
		return ""
	}
	return "At least " + years + " years of practice"
}

// IsHere reports whether a therapist is among those there are.
func (f callForm) IsHere(therapist string) bool {
	return slices.ContainsFunc(f.Therapists, func(c choice) bool { return c.Value == therapist })
}
