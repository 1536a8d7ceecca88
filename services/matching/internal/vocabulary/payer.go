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

// PayerKey is what an insurer is compared by, or, as AETNA:PPO, one of its networks, however they are spelled: its id in the vocabulary, or
// the letters of one of the practice's own. Health First is HEALTHFIRST, Own Fund OWNFUND.
func PayerKey(name string) string {
	insurer, network, one := strings.Cut(name, ":")
	key := Letters(insurer)
	if code, known := payersByLetters[key]; known {
		key = code
	}
	if one {
		key += ":" + Letters(network)
	}
	return key
}

// Letters are the letters and figures of a name, for names that differ in nothing but capitals, spaces and punctuation.
func Letters(name string) string {
	return strings.Map(func(r rune) rune {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, strings.ToUpper(name))
}
