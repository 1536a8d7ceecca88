package domain

import "fmt"

// Replay computes a decision again from its input and fails when the outcome differs: in who fits, in what order and
// with what score, in who is excluded and by which rules, or in what each relaxation would gain. Wording may change
// between versions of the product; a decision may not.
func Replay(d *Decision) error {
	if d.Engine != EngineVersion {
		return fmt.Errorf("decision %s was made by engine %s; this is %s", d.ID, d.Engine, EngineVersion)
	}
	again, err := Rank(&d.Input)
	if err != nil {
		return fmt.Errorf("decision %s: %w", d.ID, err)
	}
	if was, is := essence(&d.Output), essence(&again); was != is {
		return fmt.Errorf("decision %s is not reproduced: was %s, is %s", d.ID, was, is)
	}
	return nil
}

// essence writes what must not change.
func essence(o *Output) string {
	var b []byte
	for i := range o.Ranked {
		r := &o.Ranked[i]
		b = fmt.Appendf(b, "%s=%d/%d", r.Therapist, r.Score, r.Propensity)
		for _, t := range r.Terms {
			b = fmt.Appendf(b, ",%s%+d", t.Code, t.Points)
		}
		for _, s := range r.Openings {
			b = fmt.Appendf(b, ",%s", s.Slot)
		}
		b = append(b, ' ')
	}
	for _, e := range o.Excluded {
		b = fmt.Appendf(b, "-%s", e.Therapist)
		for _, r := range e.Reasons {
			b = fmt.Appendf(b, ",%s", r.Code)
		}
		b = append(b, ' ')
	}
	for _, c := range o.Counterfactuals {
		b = fmt.Appendf(b, "+%s=%d ", c.Change, c.Gains)
	}
	return string(b)
}
