package domain

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// concernWords are the words a front desk says for a concern, fitting after "works with".
func concernWords(c Concern) string {
	if t, ok := vocabulary.Concern(string(c)); ok {
		return t.Words
	}
	return plain(string(c))
}

// accessWords fit after "cannot offer".
func accessWords(a Access) string {
	if t, ok := vocabulary.Access(string(a)); ok {
		return t.Words
	}
	return plain(string(a))
}

// stateName is the name of a state, or its code when it is unknown.
func stateName(code string) string {
	if t, ok := vocabulary.State(code); ok {
		return t.Words
	}
	return code
}

// payerName is the name of an insurer.
func payerName(id string) string {
	if t, ok := vocabulary.Payer(id); ok {
		return t.Words
	}
	return titled(id)
}

var formatWords = map[Format]string{
	"INDIVIDUAL": "individuals", "COUPLE": "couples", "FAMILY": "families", "GROUP": "groups",
}

var ageWords = map[AgeGroup]string{
	"CHILD": "children", "TEEN": "teenagers", "ADULT": "adults", "OLDER_ADULT": "older adults",
	"YOUNG_ADULT": "young adults", "SMALL_CHILD": "small children",
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

// wishWords says what a therapist of the wished kind is, fitting after "is" or "asks for".
func wishWords(p Preference) string {
	wished := wishedWords(p)
	if !p.Avoid {
		return wished
	}
	for _, turned := range [][2]string{
		{"someone with at least ", "someone with less than "}, {"someone who is ", "someone who is not "}, {"someone ", "someone not "},
	} {
		if rest, ok := strings.CutPrefix(wished, turned[0]); ok {
			return turned[1] + rest
		}
	}
	return "someone other than " + wished
}

func wishedWords(p Preference) string {
	switch p.Kind {
	case WishGender:
		name := plain(p.Value)
		if t, ok := vocabulary.Gender(p.Value); ok {
			name = t.Words
		}
		if strings.HasPrefix(name, "a ") {
			return name
		}
		return "someone who is " + name
	case WishApproach:
		return "someone trained in " + approachName(p.Value)
	case WishCulture:
		return "someone of " + titled(p.Value) + " background"
	case WishFaith:
		return "someone of " + titled(p.Value) + " faith"
	case WishLGBTQ:
		return "an LGBTQ+ affirming therapist"
	case WishExperience:
		if p.Value == "1" {
			return "someone with at least a year of practice"
		}
		return "someone with at least " + p.Value + " years of practice"
	default:
		return plain(string(p.Kind))
	}
}

// approachName is the name by which therapists call an approach.
func approachName(approach string) string {
	if t, ok := vocabulary.Approach(approach); ok {
		return t.Words
	}
	if len(approach) <= 5 {
		return approach
	}
	return titled(approach)
}

// standardDeviations writes a score for reading aloud: +0.12.
func standardDeviations(m Micro) string {
	sign := "+"
	if m < 0 {
		sign, m = "-", -m
	}
	const hundredth = Unit / 100
	if m = (m + hundredth/2) / hundredth; m == 0 {
		sign = ""
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}
