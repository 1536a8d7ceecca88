package index

import (
	"math"
	"math/bits"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Gain is what a list of relaxed conditions brings.
type Gain struct {
	// Therapists is how many meet them and not those asked for.
	Therapists int
	// FeeCents is what the dearest of those asks at least who do not meet what was asked of fees; zero where all do.
	FeeCents int64
}

// Gains is what each list of relaxed conditions brings; those of the rule fees are about what may be paid. What is relaxed in none of
// them is looked at once.
func (s *Search) Gains(x *Index, asked []score.Condition, relaxed [][]score.Condition, fees string) []Gain {
	var common, paid, rest []score.Condition
	for i := range asked {
		switch {
		case !slices.ContainsFunc(relaxed, func(r []score.Condition) bool { return !among(r, &asked[i]) }):
			common = append(common, asked[i])
		case asked[i].Rule == fees:
			paid = append(paid, asked[i])
		default:
			rest = append(rest, asked[i])
		}
	}
	others := make([][]score.Condition, len(relaxed))
	for v, r := range relaxed {
		for i := range r {
			if !among(common, &r[i]) {
				others[v] = append(others[v], r[i])
			}
		}
	}
	gains, most := make([]Gain, len(relaxed)), make([]int64, len(relaxed))
	for v := range others {
		most[v] = dearest(paid, others[v])
	}
	s.sort(x, common)
	for _, seg := range x.segments {
		if !s.narrow(seg, every) {
			continue
		}
		mask, live, used := s.mask, s.live, s.used
		s.meetAll(seg, paid)
		payers := s.mask
		s.meetAll(seg, rest)
		fit := s.mask
		for v := range others {
			s.mask, s.live, s.used = mask, live, used
			s.meetAll(seg, others[v])
			s.gain(seg, &fit, &payers, &gains[v], most[v])
		}
	}
	return gains
}

// meetAll drops the rows that do not meet every condition.
func (s *Search) meetAll(seg *segment, conditions []score.Condition) {
	for i := range conditions {
		s.meet(seg, &conditions[i])
	}
}

// dearest is the most that anyone asks whom the relaxed conditions let through and those about fees do not: what may be paid is the
// limit where nothing else about it is relaxed.
func dearest(paid, relaxed []score.Condition) int64 {
	for i := range relaxed {
		r := &relaxed[i]
		if len(paid) == 1 && r.Rule == paid[0].Rule && r.HasMax && slices.Equal(r.Any, paid[0].Any) {
			return r.MaxCents
		}
	}
	return math.MaxInt64
}

// gain adds the rows of the mask that did not fit before, and looks at the fees of those who are not among the payers, which are not
// above the most.
func (s *Search) gain(seg *segment, fit, payers *block, g *Gain, most int64) {
	dear, count := uint64(0), 0
	for l := s.live; l != 0; l &= l - 1 {
		w := bits.TrailingZeros64(l)
		gained := s.mask[w] &^ fit[w]
		count += bits.OnesCount64(gained)
		if s.mask[w] = gained &^ payers[w]; s.mask[w] != 0 {
			dear |= 1 << w
		}
	}
	g.Therapists += count
	g.FeeCents = seg.lowest.highest(&s.mask, dear, g.FeeCents, most)
}

// among reports whether the condition is one of the list.
func among(list []score.Condition, c *score.Condition) bool {
	return slices.ContainsFunc(list, func(o score.Condition) bool { return o.Equal(c) })
}
