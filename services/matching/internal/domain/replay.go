package domain

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

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

// Replayed says what came of replaying stored decisions.
type Replayed struct {
	// Same were reproduced. Left counts those that other versions of the engine made, by version: only that version can compute them
	// again, so nothing is said of them.
	Same int
	Left map[string]int
}

// String says it in lines for whoever asked.
func (r Replayed) String() string {
	out := fmt.Sprintf("%d made by engine %s, this one: all reproduced\n", r.Same, EngineVersion)
	for _, version := range slices.Sorted(maps.Keys(r.Left)) {
		out += fmt.Sprintf("%d made by engine %s: not computed again, only that version can\n", r.Left[version], version)
	}
	return out
}

// ReplayDecisions computes every stored decision of this engine version again, up to the first that comes out otherwise.
func (m *Matching) ReplayDecisions(ctx context.Context) (Replayed, error) {
	const batch = 100 // read at once. Policy: of memory alone.
	n := Replayed{Left: map[string]int{}}
	var after string
	for {
		decisions, err := m.store.ListDecisions(ctx, after, batch)
		if err != nil || len(decisions) == 0 {
			return n, err
		}
		for i := range decisions {
			if decisions[i].Engine != EngineVersion {
				n.Left[decisions[i].Engine]++
				continue
			}
			if err := Replay(&decisions[i]); err != nil {
				return n, err
			}
			n.Same++
		}
		after = decisions[len(decisions)-1].ID
	}
}
