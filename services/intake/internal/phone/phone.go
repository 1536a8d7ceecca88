// Package phone reads telephone numbers the way people type them.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// region is where a number without a country code belongs.
const region = "US"

// Normalize returns the E.164 form of an international number, or of a ten-digit US number in any spelling. It reports
// false for anything that cannot be dialled. A number need not be in use: numbers are given out faster than metadata is
// updated, so only length and shape count.
func Normalize(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" || strings.ContainsAny(typed, "\x00\n\r") || hasLetter(typed) {
		return "", false
	}
	e164, ok := canonical(typed)
	if !ok {
		return "", false
	}
	if strings.HasPrefix(e164, "+1") {
		return e164, true
	}
	// A trunk prefix inside an international number, which those of +1 have not, may be read in two ways; such a number
	// would be looked up under another form than it was kept in.
	if again, ok := canonical(e164); !ok || again != e164 {
		return "", false
	}
	return e164, true
}

func canonical(typed string) (string, bool) {
	number, err := phonenumbers.Parse(typed, region)
	if err != nil || number.GetExtension() != "" || !phonenumbers.IsPossibleNumber(number) {
		return "", false
	}
	e164 := phonenumbers.Format(number, phonenumbers.E164)
	// Seven digits are possible only inside an area.
	return e164, number.GetCountryCode() != 1 || len(e164) == len("+12125550142")
}

// hasLetter keeps vanity numbers out: 1-800-FLOWERS dials, and so would any word.
func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' })
}
