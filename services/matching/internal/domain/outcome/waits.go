package outcome

import (
	"cmp"
	"slices"
	"time"
)

// Wait is how long an inquiry waited from its first ranking: to its first session, or at least until it was last heard of,
// for those who still wait, who were never paired, and whose session is still to come.
type Wait struct {
	Inquiry      string
	Since, Until time.Time
	// Began says that the first session took place, or should have.
	Began bool
	Facts Facts
}

// days of the wait; never negative.
func (w *Wait) days() float64 { return max(0, w.Until.Sub(w.Since).Hours()/24) }

// unknownWait is the median of a group of which less than half are known to begin.
const unknownWait = -1 // by definition

// medianWait is the number of days after which half of the group have begun, by the product-limit estimate (Kaplan and Meier,
// Journal of the American Statistical Association 53:457, 1958). Whoever has not begun counts as waiting until last heard of;
// who leaves is taken to wait as long as those who stay.
func medianWait(waits []*Wait) float64 {
	sorted := slices.Clone(waits)
	slices.SortFunc(sorted, func(a, b *Wait) int {
		// At the same time those who begin come first: the others waited at least as long.
		return cmp.Or(cmp.Compare(a.days(), b.days()), compareFirst(a.Began, b.Began))
	})
	waiting := 1.0
	for i, w := range sorted {
		if !w.Began {
			continue
		}
		waiting *= 1 - 1/float64(len(sorted)-i)
		if waiting <= 0.5+1e-9 { // by definition half; the rest is rounding
			return w.days()
		}
	}
	return unknownWait
}

// compareFirst orders those for whom it holds before the others.
func compareFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}
