package domain

import (
	"cmp"
	"fmt"
	"slices"
)

// Counterfactual says how many more therapists would fit if one thing were different, or two.
type Counterfactual struct {
	Change string `json:"change"`
	Text   string `json:"text"`
	Gains  int32  `json:"gains"`
	// Rules are those that are relaxed, by id.
	Rules []string `json:"rules,omitempty"`
	// Window is the time that is added, where one is.
	Window *Window `json:"window,omitempty"`
}

// The keys of the openings a ranking asks scheduling for; a relaxation's are under its own.
const (
	// KeyBase are the openings for the need as it is.
	KeyBase = "BASE"
	// KeyAnyTime are the parts of the week that bring openings beside the times the client needs.
	KeyAnyTime = "ANY_TIME"
	// KeyAnySite are the openings at whatever site.
	KeyAnySite = "ANY_SITE"
)

// few is below how many who fit the order of relaxation holds, and pairs of relaxations are tried. Policy: a client is to choose
// from three (Oldham et al. 2012 on choice).
const few = 3

// maxPairs bounds how many pairs are suggested, maxPairsTried with how many of them scheduling is asked. Policy: more
// are not read aloud.
const (
	maxPairs      = 3
	maxPairsTried = 12
)

// variants are the relaxations to be judged therapist by therapist: those of openings alone when the pool has counted the
// others.
func (v *view) variants() []variant {
	if v.in.Pool != nil && !travels(&v.in.Need) && v.within(&v.in.Need) == 0 {
		return nil
	}
	all := variants(&v.in.Need, &v.in.Weights)
	if v.in.Pool == nil {
		return all
	}
	return slices.DeleteFunc(all, func(r variant) bool { return !r.openings })
}

// pairs are the first pairs of relaxations that let anybody through, but for openings: none when the pool has counted them.
func (v *view) pairs(singles []variant) []variant {
	if v.in.Pool != nil {
		return nil
	}
	var out []variant
	for _, p := range pairs(singles, &v.in.Need) {
		if v.anyone(v.ask(&p.need)) {
			if out = append(out, p); len(out) == maxPairsTried {
				break
			}
		}
	}
	return out
}

// counterfactuals counts what each relaxation gains over the ranking, and pairs of them where no single one gains anything and few
// fit. Then those come first that the client should give up first, else the largest gain.
func (v *view) counterfactuals(ranked []Ranked) []Counterfactual {
	var out []Counterfactual
	if v.in.Pool != nil {
		out = slices.Clone(v.in.Pool.Gains)
	}
	singles := v.variants()
	for i := range singles {
		if told := v.gain(&singles[i], len(ranked)); len(told) > 0 && !furtherStep(out, &told[0]) {
			out = append(out, told...)
		}
	}
	out = append(out, v.otherTimes(&v.in.Need, KeyAnyTime, len(ranked), nil)...)
	if v.stuck(ranked, out) {
		for _, p := range v.pairs(singles) {
			out = append(out, v.gain(&p, len(ranked))...)
		}
		for i := range singles {
			best := v.otherTimes(&singles[i].need, singles[i].partsKey(), len(ranked), &singles[i])
			out = append(out, best[:min(len(best), 1)]...)
		}
		sortCounterfactuals(out, len(ranked))
		return out[:min(len(out), maxPairs)]
	}
	sortCounterfactuals(out, len(ranked))
	return out
}

// stuck reports whether few fit and no single relaxation brings anyone.
func (v *view) stuck(ranked []Ranked, singles []Counterfactual) bool {
	return len(ranked) < few && len(singles) == 0 && v.in.Pool == nil
}

// sortCounterfactuals puts the largest gain first, and before that what is to be relaxed first where few fit.
func sortCounterfactuals(all []Counterfactual, fit int) {
	slices.SortStableFunc(all, func(a, b Counterfactual) int {
		order := 0
		if fit < few {
			order = cmp.Compare(relaxOrder(a.Rules), relaxOrder(b.Rules))
		}
		return cmp.Or(order, cmp.Compare(b.Gains, a.Gains), cmp.Compare(a.Change, b.Change), cmp.Compare(a.Text, b.Text))
	})
}

// gain says how many more would fit with the relaxation than the ranking has, where anybody would.
func (v *view) gain(r *variant, before int) []Counterfactual {
	found := v.in.Openings[r.key]
	if len(found) == 0 {
		return nil
	}
	a, after, fee := v.ask(&r.need), 0, int64(0)
	for i := range v.in.Therapists {
		if len(found[v.in.Therapists[i].ID]) == 0 {
			continue
		}
		if _, reasons := v.judge(a, i, r.key); len(reasons) == 0 {
			after++
			fee = max(fee, v.feeAbove(r, i))
		}
	}
	return r.gaining(after-before, fee)
}

// feeAbove is what the i-th therapist asks at least, where that is more than the client can pay and the relaxation is about fees; else zero.
func (v *view) feeAbove(r *variant, i int) int64 {
	if r.limitCents == 0 {
		return 0
	}
	if c, _ := v.in.Need.Payment.clause(); v.met(c, i) {
		return 0
	}
	return v.rows[i].LowestFee()
}

// gaining is what is said of a relaxation that brings somebody, with the fee that is enough, zero where nobody needs more.
func (r *variant) gaining(gains int, fee int64) []Counterfactual {
	if gains <= 0 {
		return nil
	}
	n := int32(gains) //nolint:gosec // a count of people
	return []Counterfactual{{Change: r.change, Text: more(r.paying(fee), n), Gains: n, Rules: r.rules}}
}

// atLeast is [more] where not everybody was asked.
func atLeast(what string, gains int32) string {
	if gains == 1 {
		return what + " adds at least one therapist."
	}
	return fmt.Sprintf("%s adds at least %d therapists.", what, gains)
}

func more(what string, gains int32) string {
	if gains == 1 {
		return what + " adds one therapist."
	}
	return fmt.Sprintf("%s adds %d therapists.", what, gains)
}
