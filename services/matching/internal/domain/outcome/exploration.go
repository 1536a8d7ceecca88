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
}

// Explored counts it from cases that say so.
func Explored(cases []Case) Exploration {
	weights := domain.DefaultWeights()
	least := float64(weights.LearnShare) / float64(domain.Unit)
	var n, little, drawn int
	seen := map[string]bool{}
	var cost domain.Micro
	for i := range cases {
		f := &cases[i].Facts
		if cases[i].PairTime.IsZero() {
			continue // written before it was recorded
		}
		n++
		seen[cases[i].Inquiry] = true
		cost += f.Explored
		if f.Learning {
			little++
		}
		if f.Explored > 0 {
			drawn++
		}
	}
	if len(seen) < smallest {
		return Exploration{Least: least}
	}
	of := float64(n)
	return Exploration{len(seen), float64(little) / of, least, float64(drawn) / of, cost / domain.Micro(n)}
}
