package index

import "github.com/firstcall-health/firstcall/services/matching/internal/score"

// RuleCount says how many therapists a rule excludes, and how many it alone excludes: those whom relaxing it would bring.
type RuleCount struct {
	Rule            string
	Excluded, Alone int
}

// Funnel counts by rule, in the order of the conditions, and appends to counts; and how many no rule excludes. A rule of several
// conditions excludes whoever does not meet all of them.
func (s *Search) Funnel(x *Index, conditions []score.Condition, counts []RuleCount) ([]RuleCount, int) {
	first := len(counts)
	for i := range conditions {
		if i == 0 || conditions[i].Rule != conditions[i-1].Rule {
			counts = append(counts, RuleCount{Rule: conditions[i].Rule})
		}
	}
	fit := x.count
	for _, seg := range x.segments {
		fit -= s.funnel(seg, conditions, counts[first:])
	}
	return counts, fit
}

// funnel adds a segment and returns how many of it are excluded. A row that exactly one rule excludes counts as that rule's alone.
func (s *Search) funnel(seg *segment, conditions []score.Condition, counts []RuleCount) int {
	s.used = 0
	once, twice, out := s.block(), s.block(), make([]*block, 0, len(counts))
	*once, *twice = block{}, block{}
	for i := 0; i < len(conditions); {
		// What the rule lets through is left in the mask.
		s.mask = seg.alive
		s.live = s.mask.nonzero()
		rule := conditions[i].Rule
		for ; i < len(conditions) && conditions[i].Rule == rule; i++ {
			s.meet(seg, &conditions[i])
		}
		excluded := s.block()
		for w := range excluded {
			excluded[w] = seg.alive[w] &^ s.mask[w]
			twice[w] |= once[w] & excluded[w]
			once[w] |= excluded[w]
		}
		out = append(out, excluded)
	}
	for i, excluded := range out {
		counts[i].Excluded += excluded.count()
		for w := range excluded {
			excluded[w] &= once[w] &^ twice[w]
		}
		counts[i].Alone += excluded.count()
	}
	return once.count()
}
