package index

import (
	"math/bits"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// narrow leaves in the mask the rows in these words of the segment that meet every condition, and reports whether there
// are any.
func (s *Search) narrow(seg *segment, words uint64) bool {
	s.used = 0
	for _, c := range s.order {
		if c.Asks && !c.HasMax && !seg.any(c.Any) {
			return false
		}
	}
	s.mask = seg.alive
	s.live = s.mask.nonzero() & words
	for _, c := range s.order {
		if s.meet(seg, c); s.live == 0 {
			return false
		}
	}
	return s.live != 0
}

// meet drops the rows that do not meet the condition.
func (s *Search) meet(seg *segment, c *score.Condition) {
	s.exclude(seg, c.None)
	s.ask(seg, c)
	if c.Since != 0 {
		s.sift(func(at int) bool { return seg.since[at] != 0 && int32(seg.since[at]) <= c.Since })
	}
}

// any reports whether a row of the segment has one of the facts.
func (s *segment) any(facts []score.Fact) bool {
	for _, f := range facts {
		if int(f) < len(s.facts) && !s.facts[f].empty() {
			return true
		}
	}
	return false
}

// exclude drops the rows that have one of the facts.
func (s *Search) exclude(seg *segment, facts []score.Fact) {
	for _, f := range facts {
		if int(f) >= len(seg.facts) || seg.facts[f].empty() {
			continue
		}
		have := seg.facts[f].view(s.block())
		live := s.live
		for l := live; l != 0; l &= l - 1 {
			w := bits.TrailingZeros64(l)
			if s.mask[w] &^= have[w]; s.mask[w] == 0 {
				live &^= 1 << w
			}
		}
		s.live = live
	}
}

// ask drops the rows that have none of the facts and whose lowest fee is above the most, where there is one.
func (s *Search) ask(seg *segment, c *score.Condition) {
	if !c.Asks {
		return
	}
	have := s.either(seg, c.Any)
	if !c.HasMax {
		s.and(have)
		return
	}
	within, n := s.block(), seg.lowest.atMost(c.MaxCents)
	for l := s.live; l != 0; l &= l - 1 {
		w := bits.TrailingZeros64(l)
		within[w] = have[w] | seg.lowest.below(n, w)
	}
	s.and(within)
}

// either is the set of rows with at least one of the facts.
func (s *Search) either(seg *segment, facts []score.Fact) *block {
	if len(facts) == 1 && int(facts[0]) < len(seg.facts) {
		return seg.facts[facts[0]].view(s.block())
	}
	out := s.block()
	*out = block{}
	for _, f := range facts {
		if int(f) < len(seg.facts) {
			seg.facts[f].or(out)
		}
	}
	return out
}

// and keeps the rows that are in the other bitmap, too.
func (s *Search) and(other *block) {
	live := s.live
	if live == 1<<words-1 {
		live = 0
		for w := range s.mask {
			if s.mask[w] &= other[w]; s.mask[w] != 0 {
				live |= 1 << w
			}
		}
		s.live = live
		return
	}
	for l := live; l != 0; l &= l - 1 {
		w := bits.TrailingZeros64(l)
		if s.mask[w] &= other[w]; s.mask[w] == 0 {
			live &^= 1 << w
		}
	}
	s.live = live
}

// sift keeps the rows for which the test holds.
func (s *Search) sift(keep func(at int) bool) {
	for l := s.live; l != 0; l &= l - 1 {
		w := bits.TrailingZeros64(l)
		for rest := s.mask[w]; rest != 0; rest &= rest - 1 {
			i := bits.TrailingZeros64(rest)
			if !keep(w*wordRows + i) {
				s.mask[w] &^= 1 << i
			}
		}
		if s.mask[w] == 0 {
			s.live &^= 1 << w
		}
	}
}
