package domain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// variant is the need with one constraint relaxed, or two.
type variant struct {
	change string
	// key is that of the openings asked for.
	key  string
	what string
	// rules are those relaxed, by id.
	rules []string
	// openings says that it is a matter of openings alone, which the bitmaps know nothing of.
	openings bool
	relax    func(n *Need)
	need     Need
	// limitCents is the fee that may be paid in it; zero where it is not about fees.
	limitCents int64
}

// paying is what it is with the fee that is enough in place of the one that was tried; zero: nobody needs more than before.
func (v *variant) paying(cents int64) string {
	if cents == 0 {
		return v.what
	}
	return strings.Replace(v.what, dollars(v.limitCents), dollars(cents), 1)
}

// variants returns the single relaxations worth trying, in the order in which rules may be relaxed, and before them sessions
// alone where those together would do harm, which is what that rule asks for. Law, language, age and the therapist's own
// limits are never relaxed.
func variants(need *Need, w *Weights) []variant {
	var out []variant
	try := func(v variant) {
		v.need = *need
		v.relax(&v.need)
		out = append(out, v)
	}
	if contraindicated(need) {
		try(variant{change: "ALONE", key: "ALONE", what: "Seeing each alone", rules: []string{RuleContraindicated}, relax: func(n *Need) { n.Format = "INDIVIDUAL" }})
	}
	if len(need.Modes) > 0 {
		for _, m := range []Mode{Video, InPerson, Phone} {
			if !slices.Contains(need.Modes, m) {
				change := "ADD_" + string(m)
				try(variant{change: change, key: change, what: "Meeting " + words(modeWords, m) + " as well", rules: []string{RuleMode}, relax: func(n *Need) {
					n.Modes = append(slices.Clone(n.Modes), m)
				}})
			}
		}
	}
	if travels(need) {
		try(variant{
			change: KeyAnySite, key: KeyAnySite, what: "Getting to the other sites as well", rules: []string{RuleTravel}, openings: true,
			relax: func(n *Need) { n.Sites = nil },
		})
	}
	if days := w.LatestDays[tiers[need.Tier]]; days > 0 {
		try(variant{
			change: "LATER", key: "LATER", what: fmt.Sprintf("Beginning later than in %d days", days), rules: []string{NoOpening}, openings: true,
			relax: func(n *Need) { n.Tier = "" },
		})
	}
	for i, p := range need.Preferences {
		if p.Strength == Required {
			change := "RELAX_" + string(p.Kind)
			what := "Not insisting on "
			if p.Avoid {
				what = "Not ruling out "
			}
			try(variant{change: change, key: fmt.Sprintf("%s_%d", change, i), what: what + wishedWords(p), rules: []string{RulePreference}, relax: func(n *Need) {
				n.Preferences = slices.Clone(n.Preferences)
				n.Preferences[i].Strength = Strong
			}})
		}
	}
	for _, v := range need.Payment.more(w) {
		try(v)
	}
	return out
}

// feeSteps is how many steps of a higher fee are tried, outsideSteps how many are one outside the network. Policy: four are
// read aloud at most, and fees outside are farther away.
const (
	feeSteps     = 4
	outsideSteps = 2
)

// more are steps of a higher fee, or of one outside the insurer's network; none when nothing was said.
func (p *Payment) more(w *Weights) []variant {
	change, where, first, step := "FEE_UP", "", int64(0), w.FeeUpCents
	set := func(n *Need, limit int64) { n.Payment.SelfPayMaxCents = &limit }
	switch {
	case p.Insurer != "":
		change, where = "OUT_OF_NETWORK", " outside the network"
		step *= outsideSteps
		first = cmp.Or(p.OutOfNetworkMaxCents, w.OutOfNetworkCents-step) + step
		set = func(n *Need, limit int64) { n.Payment.OutOfNetworkMaxCents = limit }
	case p.SelfPayMaxCents != nil:
		first = *p.SelfPayMaxCents + step
	default:
		return nil
	}
	var out []variant
	for i := range int64(feeSteps) {
		limit := first + i*step
		out = append(out, variant{
			change: change, key: fmt.Sprintf("%s_%d", change, limit), what: "Paying up to " + dollars(limit) + " a session" + where,
			rules: []string{RulePayment}, relax: func(n *Need) { set(n, limit) }, limitCents: limit,
		})
	}
	return out
}

// furtherStep reports whether a higher fee brings no more than the lower one before it.
func furtherStep(told []Counterfactual, c *Counterfactual) bool {
	if len(told) == 0 || !slices.Equal(c.Rules, []string{RulePayment}) {
		return false
	}
	last := &told[len(told)-1]
	return last.Change == c.Change && last.Gains >= c.Gains
}

// and is both relaxations at once.
func (v *variant) and(o *variant, need *Need) variant {
	both := variant{
		change: v.change + "+" + o.change, key: v.key + "+" + o.key, what: together(v.what, o.what),
		rules: slices.Concat(v.rules, o.rules), openings: v.openings || o.openings, need: *need,
		limitCents: max(v.limitCents, o.limitCents),
	}
	both.relax = func(n *Need) { v.relax(n); o.relax(n) }
	both.relax(&both.need)
	return both
}

// together says both of two changes.
func together(a, b string) string {
	first, rest := b[:1], b[1:]
	return a + ", together with " + strings.ToLower(first) + rest + ","
}

// pairs are all two relaxations at once, in the order in which rules may be relaxed; of the steps of a fee the last.
func pairs(singles []variant, need *Need) []variant {
	singles = slices.Clone(singles)
	for len(singles) > 1 && singles[len(singles)-1].change == singles[len(singles)-2].change && slices.Contains(singles[len(singles)-1].rules, RulePayment) {
		singles = slices.Delete(singles, len(singles)-2, len(singles)-1)
	}
	var out []variant
	for j := range singles {
		for i := range j {
			out = append(out, singles[i].and(&singles[j], need))
		}
	}
	return out
}

// relaxOrder is the place of the rules in the order in which they may be relaxed: that of the last of them.
func relaxOrder(rules []string) int {
	last := 0
	for _, id := range rules {
		r, _ := RuleOf(id)
		last = max(last, r.Relax)
	}
	return last
}
