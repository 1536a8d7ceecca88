package domain

import (
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Clause is a condition of a rule, with the words for a therapist who does not meet it.
type Clause struct {
	score.Clause
	Say func(t *Therapist) string
}

// nobody is met by no therapist: the client comes first with something else.
func nobody() []string { return []string{} }

// Clauses are what the need asks of every candidate on a day (YYYY-MM-DD), but for openings, in the order of [Rulebook] but
// for conflicts, which name therapists and stand in the need.
func Clauses(n *Need, date string) []Clause {
	return appendClauses(make([]Clause, 0, mostClauses), n, date)
}

// mostClauses is more than most needs have, so that few lists grow. Policy.
const mostClauses = 24

func appendClauses(out []Clause, n *Need, date string) []Clause {
	add := func(rule string, c score.Clause, say func(t *Therapist) string) {
		c.Rule = rule
		out = append(out, Clause{c, say})
	}
	if n.Risk == RiskAcute {
		add(RuleSafetyHold, score.Clause{Any: nobody()}, saying("A clinician speaks with the client first."))
	}
	out = n.appendLicenseClauses(out, date)
	if n.Format != "" {
		add(RuleFormat, score.Clause{Any: []string{"format:" + string(n.Format)}}, saying("Does not see "+words(formatWords, n.Format)+"."))
	}
	add(RuleMode, score.Clause{Any: appendAll(nil, "mode:", n.modes())}, n.sayMode)
	for _, a := range n.Access {
		any := []string{"access:" + string(a)}
		if a.ofRoom() {
			any = appendAll(any, "mode:", remote(n.modes()))
		}
		add(RuleAccess, score.Clause{Any: any}, n.sayAccess(a))
	}
	if len(n.Languages) > 0 {
		var any []string
		for _, l := range n.Languages {
			any = append(any, "language:"+spoken(l))
		}
		add(RuleLanguage, score.Clause{Any: any}, n.sayLanguage)
	}
	if n.AgeGroup != "" {
		any := []string{"age:" + string(n.AgeGroup)}
		if n.AgeGroup == "YOUNG_ADULT" {
			any = append(any, "age:ADULT")
		}
		add(RuleAge, score.Clause{Any: any}, saying("Does not see "+words(ageWords, n.AgeGroup)+"."))
	}
	if c, asked := n.Payment.clause(); asked {
		add(RulePayment, c, n.sayPayment)
	}
	add(RuleNotAccepting, score.Clause{Any: []string{"accepting"}}, saying("Takes no new clients at present."))
	add(RuleCapacity, score.Clause{Any: []string{"place"}}, saying("Has no free place at present."))
	add(RuleNewClients, score.Clause{Any: []string{"week"}}, saying("Takes no more new clients this week."))
	if n.Severe() {
		add(RuleSevereClients, score.Clause{Any: []string{"severe"}}, saying("Has no place at present for a client who needs more care."))
	}
	out = append(out, concernClauses(n)...)
	if n.Risk == RiskElevated {
		add(RuleRisk, score.Clause{Any: []string{"risk"}}, saying("Is not trained for clients at elevated risk."))
	}
	for i := range n.Preferences {
		if p := &n.Preferences[i]; p.Strength == Required {
			add(RulePreference, p.clause(date), p.say)
		}
	}
	if len(n.Concerns) > 0 {
		c, _ := vocabulary.Concern(string(n.Concerns[0]))
		domain := vocabulary.Domains()[c.Domain]
		add(RuleHarm, score.Clause{None: []string{"harm:" + domain.Code}}, saying("In "+domain.Words+", clients here did worse than expected."))
	}
	return append(out, legalClauses(n)...)
}

// clause is what the client's way of paying asks for; false when nothing was said.
func (p *Payment) clause() (score.Clause, bool) {
	switch {
	case p.Insurer != "":
		// All networks of the insurer, the client's, or, where that is not known, one of them at least.
		key := vocabulary.PayerKey(p.Insurer)
		c := score.Clause{Any: []string{"insurer:" + key, "part-insurer:" + key}}
		if p.Network != "" {
			c.Any[1] = "insurer:" + key + ":" + vocabulary.Letters(p.Network)
		}
		if p.OutOfNetworkMaxCents > 0 {
			c.MaxCents = &p.OutOfNetworkMaxCents
		}
		return c, true
	case p.SelfPayMaxCents != nil:
		return score.Clause{MaxCents: p.SelfPayMaxCents}, true
	default:
		return score.Clause{}, false
	}
}

// clause is what a required wish asks for: an approach the therapist is trained in, not one they list. What is to be avoided
// about who the therapist is takes something else they stated: nothing known is no answer.
func (p *Preference) clause(date string) score.Clause {
	full, half := p.facts()
	switch {
	case p.Avoid && p.identity():
		return score.Clause{None: []string{full}, Any: []string{half}}
	case p.Avoid && half != "":
		return score.Clause{None: []string{full, half}}
	case p.Avoid:
		return score.Clause{None: []string{full}}
	case p.Kind == WishExperience:
		return score.Clause{Since: p.since(date)}
	default:
		return score.Clause{Any: []string{full}}
	}
}

// modes are the ways of meeting the client accepts.
func (n *Need) modes() []Mode { return modesOf(n.Modes) }

// modesOf are the ways of meeting that are named: all when none is.
func modesOf(named []Mode) []Mode {
	if len(named) == 0 {
		return []Mode{InPerson, Video, Phone}
	}
	return named
}
