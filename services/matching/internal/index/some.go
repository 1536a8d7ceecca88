package index

import (
	"math/bits"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Some returns up to n therapists who meet the conditions, drawn by the seed: everyone who does is as likely.
func (s *Search) Some(x *Index, conditions []score.Condition, n int, seed uint64) []uint32 {
	total := s.Count(x, conditions)
	if total == 0 {
		return nil
	}
	ranks := make([]int, n)
	for k := range ranks {
		ranks[k] = int(mix(seed+uint64(k)) % uint64(total)) //nolint:gosec // counts of people
	}
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	var out []uint32
	passed := 0
	for i, seg := range x.segments {
		if len(ranks) == 0 {
			break
		}
		if !s.narrow(seg, every) {
			continue
		}
		for w := range s.mask {
			word := s.mask[w]
			count := bits.OnesCount64(word)
			for at := passed; len(ranks) > 0 && ranks[0] < passed+count; at++ {
				if bit := bits.TrailingZeros64(word); at == ranks[0] {
					out = append(out, uint32(i*segmentRows+w*wordRows+bit)) //nolint:gosec // far fewer
					ranks = ranks[1:]
				}
				word &= word - 1
			}
			passed += count
		}
	}
	return out
}
