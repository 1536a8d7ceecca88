package domain

import (
	"fmt"
	"strings"

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

// payerName is the name of an insurer, however it was spelled.
func payerName(spelled string) string {
	if t, ok := vocabulary.Payer(vocabulary.PayerKey(spelled)); ok {
		return t.Words
	}
	return titled(spelled)
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
