// Package neutral knows the words that must never be seen by chance: on a locked screen, in a shared calendar, in a
// sender's name. They tell a stranger what kind of practice it is.
package neutral

import "strings"

// words are stems; any word that contains one tells. They cover the languages messages are written in.
var words = []string{
	"therap", "terap", "psycho", "psico", "psiqui", "psychi", "mental", "counsel", "consejer", "depress", "depresi",
	"client", "patient", "pacient",
}

// Tells returns the first telling stem in text, case and accents of no matter, or "" when the text is neutral.
func Tells(text string) string {
	text = strings.Map(plain, strings.ToLower(text))
	for _, w := range words {
		if strings.Contains(text, w) {
			return w
		}
	}
	return ""
}

// plain drops the accents Spanish puts on vowels.
func plain(r rune) rune {
	switch r {
	case 'á':
		return 'a'
	case 'é':
		return 'e'
	case 'í':
		return 'i'
	case 'ó':
		return 'o'
	case 'ú', 'ü':
		return 'u'
	default:
		return r
	}
}
