// Package crisis recognises words of acute danger in what a person writes. A match opens the crisis block and alerts a
// licensed person; it never blocks, rejects or ranks. Most people in danger write none of these words, which is why the
// block is on every page anyway.
package crisis

import "strings"

// Match reports whether the text holds a phrase of acute danger. locale is the BCP 47 locale of the page: its phrases
// are tried first, those of the other languages after them, because people in distress write in their own language on
// any page. Nothing of the text is kept.
func Match(locale, text string) bool {
	if text == "" {
		return false
	}
	padded := " " + Fold(text) + " "
	lists := shipped()
	language := languageOf(locale)
	if lists.holds(language, padded) {
		return true
	}
	for other := range lists.Locales {
		if other != language && lists.holds(other, padded) {
			return true
		}
	}
	return false
}

// languageOf returns the primary language subtag in lower case.
func languageOf(locale string) string {
	end := strings.IndexAny(locale, "-_")
	if end < 0 {
		end = len(locale)
	}
	return strings.ToLower(locale[:end])
}
