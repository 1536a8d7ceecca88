package vocabulary

import "strings"

// payersByLetters finds an insurer by the letters of its code and of its name.
var payersByLetters = func() map[string]string {
	out := map[string]string{}
	for code, t := range payersByCode {
		out[Letters(t.Words)] = code
	}
	for code := range payersByCode { // a code is never another's name
		out[Letters(code)] = code
	}
	return out
}()

// Letters are the letters and figures of a name, for names that differ in nothing but capitals, spaces and punctuation.
func Letters(name string) string { return strings.Join(fields(name), "") }

// PayerID is the id of an insurer or of a network, however it is spelled: that of the vocabulary, or the words of one of the practice's
// own in capitals. Health First is HEALTHFIRST, Own Fund OWN_FUND.
func PayerID(name string) string {
	if code, known := payersByLetters[Letters(name)]; known {
		return code
	}
	return strings.Join(fields(name), "_")
}

func fields(name string) []string {
	return strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}
