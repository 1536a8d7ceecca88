package domain

import (
	"fmt"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// appendLicenseClauses adds those of the licence and of the right to make a diagnosis: the state's in which the session would be
// counts. Where the client is in another state than the practice, somebody who meets in person and otherwise needs one of the two, and
// only openings of ways for which it counts are theirs, see [Need.allowed].
func (n *Need) appendLicenseClauses(out []Clause, date string) []Clause {
	add := func(rule string, any []string, say func(t *Therapist) string) {
		out = append(out, Clause{score.Clause{Rule: rule, Any: any}, say})
	}
	noDiagnosis := saying("May not make the diagnosis an insurer asks for in " + stateName(diagnosesIn) + ".")
	client := func(t *Therapist) string { return t.sayLicense(n.LocationState, "the client will be", date) }
	switch {
	case n.LocationState == "":
		add(RuleLicense, []string{"licensed"}, client)
		return out
	case n.PracticeState == "":
		add(RuleLicense, []string{"license:" + n.LocationState}, client)
		if n.Payment.Insurer != "" && n.LocationState == diagnosesIn {
			add(RuleDiagnosis, []string{"unbarred"}, noDiagnosis)
		}
		return out
	}
	practice := func(t *Therapist) string { return t.sayLicense(n.PracticeState, "the practice is", date) }
	there, here := "license:"+n.LocationState, "license:"+n.PracticeState
	add(RuleLicense, append(n.beside(false, true), there), client)
	add(RuleLicense, append(n.beside(true, false), here), practice)
	add(RuleLicense, append(n.beside(true, true), there, here), func(t *Therapist) string { return client(t) + " " + practice(t) })
	if n.Payment.Insurer != "" && (n.LocationState == diagnosesIn || n.PracticeState == diagnosesIn) {
		other := there
		if n.LocationState == diagnosesIn {
			other = here
		}
		add(RuleDiagnosis, append(n.beside(n.PracticeState == diagnosesIn, n.LocationState == diagnosesIn), "unbarred"), noDiagnosis)
		add(RuleDiagnosis, append(n.beside(true, true), "unbarred", other), noDiagnosis)
	}
	return out
}

// unlicensed is said of an opening in a way for which no licence counts on its day (YYYY-MM-DD), where the rules say nothing of it on
// the date: nil where one does, or they do.
func (n *Need) unlicensed(t *Therapist, m Mode, date, day string) *Reason {
	place, is := n.place(m), "the client will be"
	if m == InPerson {
		is = "the practice is"
	}
	switch {
	case n.allowed(t, place, day):
		return nil
	case n.allowed(t, place, date):
		return &Reason{RuleLicense, fmt.Sprintf("The license ends on %s, before the session.", dateWords(n.allowedUntil(t, place, date)))}
	case n.PracticeState == "":
		return nil
	}
	if _, f := t.nearest(place, day); f == usable {
		return &Reason{RuleDiagnosis, "May not make the diagnosis an insurer asks for in " + stateName(place) + "."}
	}
	return &Reason{RuleLicense, t.sayLicense(place, is, day)}
}

// confinedTo are the ways the client accepts in which the therapist may see them.
func (n *Need) confinedTo(t *Therapist, w where) (out []Mode) {
	for _, m := range n.modes() {
		if (m == InPerson && w.inPerson || m != InPerson && w.remote) && n.offers(t, m) {
			out = append(out, m)
		}
	}
	return out
}

// licensed says where the therapist is, and, where the client is in another state than the practice, for which ways that counts: of
// those in which they have openings.
func (f *fit) licensed() string {
	n := f.need
	if n.LocationState == "" || n.PracticeState == "" {
		return f.phrases.licensed
	}
	var here, there bool
	var others []Mode
	for _, m := range n.modes() {
		switch {
		case !n.offers(f.t, m) || !n.allowed(f.t, n.place(m), f.date):
		case m == InPerson:
			here = true
		default:
			there, others = true, append(others, m)
		}
	}
	practice := "licensed in " + stateName(n.PracticeState) + ", where the practice is, for sessions in person"
	client := "licensed in " + stateName(n.LocationState) + " for sessions " + modesListed(others)
	switch {
	case here && there:
		return practice + ", and " + client
	case here:
		return practice + " only"
	default:
		return client
	}
}
