package domain

import "slices"

// minors are the ages at which somebody else consents: under 18 (New York: Mental Hygiene Law 33.21(a) and Public Health Law 2504).
// Whether a minor may be seen without a parent or guardian is a clinician's to find and to record as a consent: 33.21(c) lets them where
// none can be reached, where asking would harm the treatment, or where they refuse and a physician finds it necessary; who is married
// or a parent is no minor there. Policy: no state in which the client is makes nobody ask.
var minors = []AgeGroup{"SMALL_CHILD", "CHILD", "TEEN"}

// unconsented reports whether a consent has still to be had: of a minor it has to be recorded.
func (n *Need) unconsented() bool {
	if slices.Contains(n.Legal, ConsentMissing) {
		return true
	}
	return slices.Contains(minors, n.AgeGroup) && !slices.Contains(n.Legal, ConsentGiven)
}

// consented is the need once a consent was had.
func (n *Need) consented() Need {
	out := *n
	out.Legal = append(slices.DeleteFunc(slices.Clone(n.Legal), func(l LegalMatter) bool { return l == ConsentMissing }), ConsentGiven)
	return out
}
