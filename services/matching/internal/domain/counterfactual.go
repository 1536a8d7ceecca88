package domain

import (
	"cmp"
	"fmt"
	"slices"
)

// Counterfactual says how many more therapists would fit if one thing were different.
type Counterfactual struct {
	Change string `json:"change"`
	Text   string `json:"text"`
	Gains  int32  `json:"gains"`
}

// The keys of the openings a ranking asks scheduling for.
const (
	// KeyBase are the openings for the need as it is.
	KeyBase = "BASE"
	// KeyAnyTime are the openings without the times the client needs.
	KeyAnyTime = "ANY_TIME"
	// KeyAnySite are the openings at whatever site.
	KeyAnySite = "ANY_SITE"
)

// maxDayParts bounds how many stretches of the week are suggested. Policy: more are not read aloud.
const maxDayParts = 3

// variant is the need with one constraint relaxed.
type variant struct {
	change string
	key    string
	what   string
	need   Need
}

// variants returns the single relaxations worth trying, in the order in which rules may be relaxed: another way of
// meeting, a later beginning, each required wish in turn, one step more to pay; and sessions alone where those together would do harm. Law,
// format, age, language and the therapist's own limits are never relaxed.
func variants(need *Need, w *Weights) []variant {
	var out []variant
	if len(need.Modes) > 0 {
		for _, m := range []Mode{Video, InPerson, Phone} {
			if slices.Contains(need.Modes, m) {
				continue
			}
			relaxed := *need
			relaxed.Modes = []Mode{m} // whoever is gained meets in the new way
			change := "ADD_" + string(m)
			out = append(out, variant{change, change, "Meeting " + words(modeWords, m) + " as well", relaxed})
		}
	}
	if days := w.LatestDays[tiers[need.Tier]]; days > 0 {
		relaxed := *need
		relaxed.Tier = ""
		out = append(out, variant{"LATER", "LATER", fmt.Sprintf("Beginning later than in %d days", days), relaxed})
	}
	for i, p := range need.Preferences {
		if p.Strength != Required {
			continue
		}
		relaxed := *need
		relaxed.Preferences = slices.Clone(need.Preferences)
		relaxed.Preferences[i].Strength = Strong
		out = append(out, variant{"RELAX_" + string(p.Kind), KeyBase, "Not insisting on " + wishWords(p), relaxed})
	}
	if limit := need.Payment.SelfPayMaxCents; limit != nil {
		higher := *limit + w.FeeUpCents
		relaxed := *need
		relaxed.Payment.SelfPayMaxCents = &higher
		out = append(out, variant{"FEE_UP", KeyBase, "Paying up to " + dollars(higher) + " a session", relaxed})
	}
	if contraindicated(need) {
		relaxed := *need
		relaxed.Format = "INDIVIDUAL"
		out = append(out, variant{"ALONE", KeyBase, "Sessions alone", relaxed})
	}
	return out
}

// variants are the relaxations to be judged therapist by therapist: none when the pool has counted them.
func (v *view) variants() []variant {
	if v.in.Pool != nil {
		return nil
	}
	return variants(&v.in.Need, &v.in.Weights)
}

// counterfactuals counts what each relaxation gains over the ranking, the largest gain first.
func (v *view) counterfactuals(ranked []Ranked) []Counterfactual {
	fits := make(map[string]bool, len(ranked))
	for i := range ranked {
		fits[ranked[i].Therapist] = true
	}
	var out []Counterfactual
	if v.in.Pool != nil {
		out = slices.Clone(v.in.Pool.Gains)
	}
	for _, relaxed := range v.variants() {
		var gains int32
		a := v.ask(&relaxed.need)
		for i := range v.in.Therapists {
			if fits[v.in.Therapists[i].ID] {
				continue
			}
			if _, reasons := v.judge(a, i, relaxed.key); len(reasons) == 0 {
				gains++
			}
		}
		if gains > 0 {
			out = append(out, Counterfactual{relaxed.change, more(relaxed.what, gains), gains})
		}
	}
	out = append(out, v.otherSites(fits)...)
	out = append(out, v.otherTimes(fits)...)
	slices.SortStableFunc(out, func(a, b Counterfactual) int {
		return cmp.Or(cmp.Compare(b.Gains, a.Gains), cmp.Compare(a.Change, b.Change), cmp.Compare(a.Text, b.Text))
	})
	return out
}

// otherTimes says which stretches of the week would add therapists, where the client needs certain times.
func (v *view) otherTimes(fits map[string]bool) []Counterfactual {
	if !requiredTimes(&v.in.Need) {
		return nil
	}
	relaxed := anyTime(&v.in.Need)
	a := v.ask(&relaxed)
	gains := map[[2]string]int32{}
	for i := range v.in.Therapists {
		if fits[v.in.Therapists[i].ID] {
			continue
		}
		openings, _ := v.judge(a, i, KeyAnyTime)
		seen := map[[2]string]bool{}
		for _, o := range openings {
			day, part := dayPart(o, v.loc)
			if at := [2]string{day, part}; !seen[at] {
				seen[at] = true
				gains[at]++
			}
		}
	}
	var out []Counterfactual
	for at, n := range gains {
		what := fmt.Sprintf("A %s %s", titled(at[0]), plain(at[1]))
		out = append(out, Counterfactual{"ADD_" + at[0] + "_" + at[1], more(what, n), n})
	}
	slices.SortFunc(out, func(a, b Counterfactual) int {
		return cmp.Or(cmp.Compare(b.Gains, a.Gains), cmp.Compare(a.Change, b.Change))
	})
	return out[:min(len(out), maxDayParts)]
}

func anyTime(need *Need) Need {
	relaxed := *need
	relaxed.Times = nil
	return relaxed
}

func more(what string, gains int32) string {
	if gains == 1 {
		return what + " adds one therapist."
	}
	return fmt.Sprintf("%s adds %d therapists.", what, gains)
}
