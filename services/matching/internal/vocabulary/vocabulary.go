// Package vocabulary is the words of needs and therapists: concerns and the outcome domains they roll up to, approaches,
// titles of licences and the states that give them, payers, identities a therapist may choose to state, and what makes a
// session possible. The terms
// are written down once, in the protos of firstcall.type.v1; terms.go is made from them by `make gen`.
package vocabulary

import "slices"

//go:generate go run ./generate terms.go

// Term is one word of the vocabulary. Code and Number are stable: they are stored, and never used for anything else.
type Term struct {
	Code   string
	Number uint8
	// Words are for the middle of a sentence, Label stands by itself.
	Words, Label string
	// Domain is the outcome domain a concern rolls up to, an index of [Domains].
	Domain uint8
	// Public marks a concern the booking page offers.
	Public bool
	// Competence marks a concern that takes a therapist trained in it, Alone one that rules out sessions together.
	Competence, Alone bool
	// Partly is the term that meets a wish for this one by half.
	Partly string
	// Includes are the terms that meet a wish for this one as well, being narrower.
	Includes []string
	// NUCC is the code of the provider taxonomy, SNOMED that of SNOMED CT; empty where there is none.
	NUCC, SNOMED string
	// Diagnoses says that the title may diagnose by its scope, Privilege with a privilege of its own, Supervised that it
	// works under supervision only.
	Diagnoses, Privilege, Supervised bool
}

// table is a vocabulary by code.
type table map[string]Term

func index(terms []Term) table {
	out := make(table, len(terms))
	for _, t := range terms {
		out[t.Code] = t
	}
	return out
}

var (
	concernsByCode   = index(concerns)
	approachesByCode = index(approaches)
	titlesByCode     = index(titles)
	payersByCode     = index(payers)
	gendersByCode    = index(genders)
	accessByCode     = index(access)
	statesByCode     = index(states)
)

// over holds for each term itself and those that include it, at any distance.
func over(terms []Term) map[string][]string {
	out := make(map[string][]string, len(terms))
	var climb func(code, from string)
	climb = func(code, from string) {
		if slices.Contains(out[from], code) {
			return
		}
		out[from] = append(out[from], code)
		for _, t := range terms {
			if slices.Contains(t.Includes, code) {
				climb(t.Code, from)
			}
		}
	}
	for _, t := range terms {
		climb(t.Code, t.Code)
	}
	return out
}

var (
	gendersOver  = over(genders)
	culturesOver = over(cultures)
	faithsOver   = over(faiths)
)

// GendersOver is a gender and those that include it, which a therapist who states it is as well.
func GendersOver(code string) []string { return gendersOver[code] }

// CulturesOver is a background and those that include it.
func CulturesOver(code string) []string { return culturesOver[code] }

// FaithsOver is a faith and those that include it.
func FaithsOver(code string) []string { return faithsOver[code] }

// Concern looks a concern up.
func Concern(code string) (Term, bool) { t, ok := concernsByCode[code]; return t, ok }

// Approach looks an approach up.
func Approach(code string) (Term, bool) { t, ok := approachesByCode[code]; return t, ok }

// Title looks a title of a licence up.
func Title(code string) (Term, bool) { t, ok := titlesByCode[code]; return t, ok }

// Payer looks an insurer up.
func Payer(code string) (Term, bool) { t, ok := payersByCode[code]; return t, ok }

// Gender looks a gender up.
func Gender(code string) (Term, bool) { t, ok := gendersByCode[code]; return t, ok }

// Access looks up what makes a session possible.
func Access(code string) (Term, bool) { t, ok := accessByCode[code]; return t, ok }

// State looks a state up by its postal code.
func State(code string) (Term, bool) { t, ok := statesByCode[code]; return t, ok }

// Concerns are the terms by number; they are not to be written to.
func Concerns() []Term { return concerns }

// Domains are the outcome domains; a concern's Domain is an index.
func Domains() []Term { return domains }

// Approaches are the ways of working.
func Approaches() []Term { return approaches }

// States are those that license therapists.
func States() []Term { return states }
