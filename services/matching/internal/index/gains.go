package index

import (
	"math/bits"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Gains is, for each list of relaxed conditions, how many therapists meet them and not those asked for. What is relaxed in none of
// them is looked at once.
func (s *Search) Gains(x *Index, asked []score.Condition, relaxed [][]score.Condition) []int {
	var common, rest []score.Condition
	for i := range asked {
		if slices.ContainsFunc(relaxed, func(r []score.Condition) bool { return !among(r, &asked[i]) }) {
			rest = append(rest, asked[i])
		} else {
			common = append(common, asked[i])
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
	gains := make([]int, len(relaxed))
	s.sort(x, common)
	for _, seg := range x.segments {
		if !s.narrow(seg, every) {
			continue
		}
		mask, live, used := s.mask, s.live, s.used
		for i := range rest {
			s.meet(seg, &rest[i])
		}
		fit := s.mask
		for v := range others {
			s.mask, s.live, s.used = mask, live, used
			for i := range others[v] {
				s.meet(seg, &others[v][i])
			}
			for l := s.live; l != 0; l &= l - 1 {
				w := bits.TrailingZeros64(l)
				gains[v] += bits.OnesCount64(s.mask[w] &^ fit[w])
			}
		}
	}
	return gains
}

// among reports whether the condition is one of the list.
func among(list []score.Condition, c *score.Condition) bool {
	return slices.ContainsFunc(list, func(o score.Condition) bool { return o.Equal(c) })
}
