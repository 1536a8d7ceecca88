package rpcserver

import "regexp"

// named is a pattern of resource names, which may leave out the name.
var named = regexp.MustCompile(`^\^\(?([a-z]+)/\[a-z2-7\]\{26\}\)?(\??)\$$`) //nolint:gochecknoglobals // compiled once

// PatternWords says in words what a pattern of the protos wants, and shows it, for whoever sent something else; false for a
// pattern that there are no words for.
func PatternWords(pattern string) (string, bool) {
	if m := named.FindStringSubmatch(pattern); m != nil {
		words := "must be a name such as " + m[1] + "/ and the 26 characters of an id, as it was answered"
		if m[2] != "" {
			words += ", or empty"
		}
		return words, true
	}
	words, ok := patternWords()[pattern]
	return words, ok
}

func patternWords() map[string]string {
	const (
		timeOfDay = "must be a time of day with two digits for hour and minute, such as 09:30"
		capitals  = "must be a code of capital letters, digits and underscores, such as ONE_CODE"
	)
	return map[string]string{
		`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`:                   "must be a date written YYYY-MM-DD, such as 2026-11-24",
		`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$`: "must be a date and a time of day without a zone, such as 2026-11-24T09:30",
		`^([01][0-9]|2[0-3]):[0-5][0-9]$`:                timeOfDay,
		`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`:        timeOfDay + ", or 24:00 for the end of the day",
		`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`:            "must be the tag of a language, such as en or es-MX",
		`^[0-9A-Z]{9}X$`:                                 "must be ten capital letters and digits that end in X, such as 106H00000X",
		`^[a-z][a-z0-9-]{1,40}$`:                         "must be an id of 2 to 41 small letters, digits and dashes that begins with a letter",
		`^[a-z][a-z0-9-]{0,60}$`:                         "must be an id of at most 61 small letters, digits and dashes that begins with a letter",
		`^[A-Za-z0-9_-]{0,64}$`:                          "must have letters, digits, dashes and underscores only, at most 64",
		`^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$|^$`:         "must have letters, digits, dots, dashes, underscores and slashes only, at most 200, and begin with a letter or a digit",
		`^[A-Za-z0-9][A-Za-z0-9_ .&-]{1,39}$`:            "must have 2 to 40 letters, digits, spaces, dots, dashes, underscores and ampersands, and begin with a letter or a digit",
		`^[A-Z0-9_]{2,40}(:[A-Z0-9_]{2,40})?$`:           capitals + ", of 2 to 40 characters, with a second one after a colon if there is one",
	}
}
