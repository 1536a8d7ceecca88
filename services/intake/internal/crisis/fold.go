package crisis

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the words of s in lower case, without diacritics, apostrophes and invisible characters, with one space
// between them: "I don't  WANT—to live" is "i dont want to live".
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	// Apostrophes go first: NFKD turns some of them into a space and an accent.
	for _, r := range norm.NFKD.String(strings.Map(dropApostrophe, s)) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// dropApostrophe is for [strings.Map], which drops what is negative.
func dropApostrophe(r rune) rune {
	switch r {
	case '\'', '’', '‘', 'ʼ', '´', '`':
		return -1
	default:
		return r
	}
}
