package outcome

import "github.com/firstcall-health/firstcall/services/matching/internal/domain"

// Exploration is what drawing who of a near-tie comes first did to clients.
type Exploration struct {
	// Clients is how many were paired; zero while they are too few.
	Clients int
	// LittleKnown is the share of their pairings with a therapist of whom little was measured, Least what it should be at least.
	LittleKnown, Least float64
	// Drawn is the share with a therapist who was drawn to come first and was not the best, Cost what the best had more, as a mean
	// over all.
	Drawn float64
	Cost  domain.Micro
	// LittleKnownHidden and DrawnHidden say that a share, and with the second its cost, is not told: it would be of too few clients, or
	// of all but too few.
	LittleKnownHidden, DrawnHidden bool
}

// whom are the clients a share is of, and those it is not of.
type whom struct {
	in, out map[string]bool
	n       int
}

func newWhom() whom { return whom{in: map[string]bool{}, out: map[string]bool{}} }

func (w *whom) add(inquiry string, holds bool) {
	if holds {
		w.in[inquiry] = true
		w.n++
	} else {
		w.out[inquiry] = true
	}
}

// few reports whether a share times the whole would count a few clients.
func (w *whom) few() bool {
	for _, n := range []int{len(w.in), len(w.out)} {
		if n > 0 && n < smallest {
			return true
		}
	}
	return false
}

// share is that of the pairings; nothing where it is hidden.
func (w *whom) share(of int) float64 {
	if w.few() {
		return 0
	}
	return float64(w.n) / float64(of)
}

// Explored counts it from cases that say so.
func Explored(cases []Case) Exploration {
	weights := domain.DefaultWeights()
	least := float64(weights.LearnShare) / float64(domain.Unit)
	var n int
	seen, little, drawn := map[string]bool{}, newWhom(), newWhom()
	var cost domain.Micro
	for i := range cases {
		f := &cases[i].Facts
		if cases[i].PairTime.IsZero() {
			continue // written before it was recorded
		}
		n++
		seen[cases[i].Inquiry] = true
		cost += f.Explored
		little.add(cases[i].Inquiry, f.Learning)
		drawn.add(cases[i].Inquiry, f.Explored > 0)
	}
	if len(seen) < smallest {
		return Exploration{Least: least}
	}
	out := Exploration{
		Clients: len(seen), LittleKnown: little.share(n), Least: least, Drawn: drawn.share(n), LittleKnownHidden: little.few(), DrawnHidden: drawn.few(),
	}
	if !out.DrawnHidden {
		out.Cost = cost / domain.Micro(n)
	}
	return out
}
