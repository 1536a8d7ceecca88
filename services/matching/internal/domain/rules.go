package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Reason is one argument, with words a front desk can read aloud.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// The rules that exclude. Which of them staff may override, with a reason, is said by [Overridable].
const (
	RuleLicense      = "RULE_LICENSE"
	RuleFormat       = "RULE_FORMAT"
	RuleMode         = "RULE_MODE"
	RuleLanguage     = "RULE_LANGUAGE"
	RuleAge          = "RULE_AGE"
	RuleConcern      = "RULE_CONCERN"
	RulePayment      = "RULE_PAYMENT"
	RuleNotAccepting = "RULE_NOT_ACCEPTING"
	RuleCapacity     = "RULE_CAPACITY"
	RulePreference   = "RULE_PREFERENCE"
	NoOpening        = "NO_OPENING"
)

// Overridable reports whether staff may pair against the rule when they say why: what the client can give up on the
// telephone. Law, competence and the therapist's own limits are nobody's to waive.
func Overridable(rule string) bool {
	switch rule {
	case RuleMode, RulePayment, RulePreference, NoOpening:
		return true
	default:
		return false
	}
}

// Exclude returns every rule that keeps the therapist from seeing this client, nil when none does. date is the local
// day (YYYY-MM-DD) the licence must hold on at the earliest; a later opening is judged again, by its own day.
func Exclude(need *Need, t *Therapist, date string) []Reason {
	var out []Reason
	for _, rule := range []func(*Need, *Therapist) (Reason, bool){
		func(n *Need, t *Therapist) (Reason, bool) { return licenseRule(n, t, date) },
		formatRule, modeRule, languageRule, ageRule, concernRule, paymentRule, acceptingRule, capacityRule,
	} {
		if r, excluded := rule(need, t); excluded {
			out = append(out, r)
		}
	}
	return append(out, preferenceRules(need, t, date)...)
}

// licensed reports whether the therapist may see someone who is in state on date. Without a state any licence that
// holds will do, and the candidate carries a note to ask.
func licensed(t *Therapist, state, date string) bool {
	return slices.ContainsFunc(t.Licenses, func(l License) bool {
		return (state == "" || l.State == state) && l.ExpireDate >= date
	})
}

func licenseRule(n *Need, t *Therapist, date string) (Reason, bool) {
	if licensed(t, n.LocationState, date) {
		return Reason{}, false
	}
	if n.LocationState == "" {
		return Reason{RuleLicense, "Has no licence that is in force."}, true
	}
	return Reason{RuleLicense, fmt.Sprintf("Not licensed in %s, where the client will be.", stateName(n.LocationState))}, true
}

func formatRule(n *Need, t *Therapist) (Reason, bool) {
	if n.Format == "" || slices.Contains(t.Formats, n.Format) {
		return Reason{}, false
	}
	return Reason{RuleFormat, fmt.Sprintf("Does not see %s.", words(formatWords, n.Format))}, true
}

func modeRule(n *Need, t *Therapist) (Reason, bool) {
	if len(n.Modes) == 0 && len(t.Modes) > 0 {
		return Reason{}, false
	}
	var wished []string
	for _, m := range n.Modes {
		if slices.Contains(t.Modes, m) {
			return Reason{}, false
		}
		wished = append(wished, words(modeWords, m))
	}
	if len(wished) == 0 {
		return Reason{RuleMode, "Offers no way of meeting at present."}, true
	}
	return Reason{RuleMode, fmt.Sprintf("Does not meet %s.", listed(wished))}, true
}

// speaks compares primary language subtags: a client who speaks es-MX is understood by a therapist who speaks es.
func speaks(t *Therapist, tag string) bool {
	return slices.ContainsFunc(t.Languages, func(own string) bool {
		return strings.EqualFold(primary(own), primary(tag))
	})
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

func languageRule(n *Need, t *Therapist) (Reason, bool) {
	if len(n.Languages) == 0 {
		return Reason{}, false
	}
	var wished []string
	for _, l := range n.Languages {
		if speaks(t, l) {
			return Reason{}, false
		}
		wished = append(wished, languageName(l))
	}
	return Reason{RuleLanguage, fmt.Sprintf("Does not hold sessions in %s.", listed(wished))}, true
}

func ageRule(n *Need, t *Therapist) (Reason, bool) {
	if n.AgeGroup == "" || slices.Contains(t.AgeGroups, n.AgeGroup) {
		return Reason{}, false
	}
	return Reason{RuleAge, fmt.Sprintf("Does not see %s.", words(ageWords, n.AgeGroup))}, true
}

func concernRule(n *Need, t *Therapist) (Reason, bool) {
	for _, c := range n.Concerns {
		if slices.Contains(t.ExcludedConcerns, c) {
			return Reason{RuleConcern, fmt.Sprintf("Does not take clients for %s.", words(concernWords, c))}, true
		}
	}
	return Reason{}, false
}
