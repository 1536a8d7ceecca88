package logging

import "regexp"

var (
	email = regexp.MustCompile(`[^\s@<>"]+@[\p{L}\p{N}.-]*\p{L}{2}`)
	// phone is an international number, or ten digits the way they are written in North America.
	phone = regexp.MustCompile(`\+[0-9][0-9 ().-]{6,18}[0-9]|(?:\b1[ .-]?)?(?:\([0-9]{3}\)|\b[0-9]{3})[ .-]?[0-9]{3}[ .-]?[0-9]{4}\b`)
	// secret is longer than any id or name of ours: links' secrets, tokens, hashes.
	secret = regexp.MustCompile(`[A-Za-z0-9_-]{40,}`)
)

// Scrub replaces whatever in text looks like an e-mail address, a telephone number or a secret.
func Scrub(text string) string {
	text = scrubPersonal(text)
	if len(text) >= 40 {
		text = secret.ReplaceAllLiteralString(text, "[secret]")
	}
	return text
}

// scrubPersonal leaves secrets' look-alikes, such as the long names of a stack trace, alone.
func scrubPersonal(text string) string {
	var at bool
	var digits int
	for i := range len(text) {
		switch c := text[i]; {
		case c == '@':
			at = true
		case '0' <= c && c <= '9':
			digits++
		}
	}
	if at {
		text = email.ReplaceAllLiteralString(text, "[email]")
	}
	if digits >= 8 {
		text = phone.ReplaceAllLiteralString(text, "[phone]")
	}
	return text
}
