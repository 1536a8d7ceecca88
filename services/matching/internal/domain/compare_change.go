package domain

import (
	"fmt"
	"slices"
)

// changes says what would bring the therapist in where a rule excludes them, or before the other where both fit: each
// wish given up by itself, and each relaxation the ranking tried: two at once where no single one does.
func changes(d *Decision, therapist, other string) ([]string, error) {
	if _, fits := d.ranked(therapist); !fits {
		return admitted(d, therapist)
	}
	return overtaken(d, therapist, other)
}

// admitted are the relaxations under which no rule excludes the therapist.
func admitted(d *Decision, therapist string) ([]string, error) {
	in := &d.Input
	v, err := newView(in)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(in.Therapists, func(t Therapist) bool { return t.ID == therapist })
	if at < 0 {
		return nil, nil
	}
	var out []string
	singles := variants(&in.Need, &in.Weights)
	try := func(all []variant) {
		for i := range all {
			if _, reasons := v.judge(v.ask(&all[i].need), at, all[i].key); len(reasons) == 0 {
				text := fmt.Sprintf("%s would bring %s in.", all[i].paying(v.feeAbove(&all[i], at)), in.Therapists[at].DisplayName)
				if !slices.Contains(out, text) { // a higher fee is enough, too
					out = append(out, text)
				}
			}
		}
	}
	if try(singles); len(out) == 0 {
		try(pairs(singles, &in.Need))
	}
	if requiredTimes(&in.Need) {
		if in.Parts[KeyAnyTime][therapist] != 0 && v.fits(v.ask(&in.Need), at) {
			out = append(out, fmt.Sprintf("Other times would bring %s in.", in.Therapists[at].DisplayName))
		}
	}
	return out, nil
}

// overtaken are the wishes without which the therapist would rank before the other. Who was drawn to come first is left out of it:
// no wish is the cause of that.
func overtaken(d *Decision, therapist, other string) ([]string, error) {
	in := d.Input
	in.Weights.NearTie = 0
	behind, err := ranksBehind(&in, therapist, other)
	if err != nil || !behind {
		return nil, err
	}
	a, _ := d.ranked(therapist)
	b, _ := d.ranked(other)
	var out []string
	for _, w := range givenUp(&d.Input.Need) {
		in.Need = w.need
		before, err := ranksBehind(&in, other, therapist)
		if err != nil {
			return nil, err
		}
		if before {
			out = append(out, fmt.Sprintf("Without the wish for %s, %s would rank before %s.", w.what, a.DisplayName, b.DisplayName))
		}
	}
	return out, nil
}

// wishless is a need without one of its wishes.
type wishless struct {
	what string
	need Need
}

// givenUp are the needs with one wish less: each of those for a therapist, those for times that are not needed, and that for a style.
func givenUp(n *Need) (out []wishless) {
	for i, p := range n.Preferences {
		less := *n
		less.Preferences = slices.Delete(slices.Clone(n.Preferences), i, i+1)
		out = append(out, wishless{wishWords(p), less})
	}
	less := *n
	less.Times = slices.DeleteFunc(slices.Clone(n.Times), func(w TimeWish) bool { return w.Strength != Required })
	if len(less.Times) < len(n.Times) {
		out = append(out, wishless{"certain times", less})
	}
	if n.Style != nil {
		less := *n
		less.Style = nil
		out = append(out, wishless{"a certain style", less})
	}
	return out
}

// ranksBehind reports whether both fit and the therapist scores less than the other.
func ranksBehind(in *Input, therapist, other string) (bool, error) {
	out, err := Rank(in)
	if err != nil {
		return false, err
	}
	d := Decision{Output: out}
	a, fits := d.ranked(therapist)
	b, otherFits := d.ranked(other)
	return fits && otherFits && a.Score < b.Score, nil
}
