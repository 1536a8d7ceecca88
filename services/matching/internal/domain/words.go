package domain

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// concernWords are the words a front desk says for a concern, fitting after "works with".
var concernWords = map[Concern]string{
	"ANXIETY": "anxiety", "DEPRESSION": "depression", "TRAUMA": "trauma", "GRIEF": "grief",
	"BETRAYAL_TRUST": "betrayal and trust", "INFIDELITY": "infidelity", "COUPLE_CONFLICT": "conflict in couples",
	"PREMARITAL": "preparing for marriage", "SEPARATION_DIVORCE": "separation and divorce",
	"FAMILY_CONFLICT": "family conflict", "PARENTING": "parenting", "SEXUALITY_INTIMACY": "sexuality and intimacy",
	"ADDICTION": "addiction", "EATING": "eating and body image", "OCD": "obsessions and compulsions", "ADHD": "ADHD",
	"WORK_BURNOUT": "work and burnout", "LIFE_TRANSITION": "life transitions", "IDENTITY": "questions of identity",
	"SELF_ESTEEM": "self-esteem", "ANGER": "anger", "PERINATAL": "pregnancy and the time after birth",
	"CHRONIC_ILLNESS": "living with illness",
}

var formatWords = map[Format]string{
	"INDIVIDUAL": "individuals", "COUPLE": "couples", "FAMILY": "families", "GROUP": "groups",
}

var ageWords = map[AgeGroup]string{
	"CHILD": "children", "TEEN": "teenagers", "ADULT": "adults", "OLDER_ADULT": "older adults",
}

var modeWords = map[Mode]string{InPerson: "in person", Video: "by video", Phone: "by telephone"}

// words returns the words for a code, or the code itself in lower case with spaces.
func words[K ~string](table map[K]string, code K) string {
	if w, ok := table[code]; ok {
		return w
	}
	return plain(string(code))
}

// plain turns an upper-case id into words: BLUE_CROSS is read as "blue cross".
func plain(code string) string { return strings.ToLower(strings.ReplaceAll(code, "_", " ")) }

// titled turns an upper-case id into a name: BLUE_CROSS is read as "Blue Cross".
func titled(code string) string {
	parts := strings.Fields(plain(code))
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, " ")
}

// languageName is the English name of a BCP 47 tag.
func languageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.English.Tags().Name(t); name != "" {
		return name
	}
	return tag
}

// dollars writes cents of the practice's currency: "$180" or "$187.50".
func dollars(cents int64) string {
	if cents%100 == 0 {
		return fmt.Sprintf("$%d", cents/100)
	}
	return fmt.Sprintf("$%d.%02d", cents/100, cents%100)
}

// listed joins words with "or".
func listed(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " or " + items[len(items)-1]
}

// wishWords says what a therapist of the wished kind is, fitting after "is not" or "would like".
func wishWords(p Preference) string {
	switch p.Kind {
	case WishGender:
		switch p.Value {
		case "WOMAN", "MAN":
			return "a " + plain(p.Value)
		default:
			return plain(p.Value)
		}
	case WishApproach:
		return "someone trained in " + approachName(p.Value)
	case WishCulture:
		return "someone of " + titled(p.Value) + " background"
	case WishFaith:
		return "someone of " + titled(p.Value) + " faith"
	case WishLGBTQ:
		return "an LGBTQ+ affirming therapist"
	case WishExperience:
		return "someone with at least " + p.Value + " years of practice"
	default:
		return plain(string(p.Kind))
	}
}

// approachName keeps the abbreviations therapists use and spells the rest as a name.
func approachName(approach string) string {
	if len(approach) <= 5 {
		return approach
	}
	return titled(approach)
}
