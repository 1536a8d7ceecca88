package index

import (
	"math"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// attribute is a term of the score that has up to four values, told apart by two bits of a row: the level of a concern,
// or how far a wish is met.
type attribute struct {
	// value is the most the term is worth by the number the two bits make.
	value [4]score.Micro
	// high is the greatest of them.
	high score.Micro
	// low and top are the bits of the segment at hand.
	low, top *block
	// now is the number of the row at hand.
	now uint64

	// focus is the concern it is, below zero for a wish.
	focus           int
	concern, domain uint8
	wish            *score.Wish
}

func focusOf(n *score.Need, i int) attribute {
	a := attribute{focus: i}
	a.concern, a.domain = n.Concern(i)
	for level := range a.value {
		a.value[level] = n.FocusOf(i, uint64(level), score.Whole)
	}
	a.high = max(a.value[0], a.value[1], a.value[2], a.value[3])
	return a
}

// wishOf tells a wish that is met by half by the first bit, one that is met wholly by the second.
func wishOf(w *score.Wish) attribute {
	a := attribute{focus: -1, wish: w}
	for i, held := range [4]score.Coverage{score.Unmet, score.Half, score.Full, score.Full} {
		a.value[i] = w.Points(w.Covers(held))
	}
	a.high = max(a.value[0], a.value[1], a.value[2])
	return a
}

// code is the number that a row's two bits make.
func (a *attribute) code(at int) uint64 {
	return a.low[at/wordRows]>>(at%wordRows)&1 | a.top[at/wordRows]>>(at%wordRows)&1<<1
}

// fades reports whether the term is worth less than its greatest value for some rows, by what was measured of them.
func (a *attribute) fades() bool { return a.focus >= 0 }

// load fetches the bits of each attribute for the segment.
func (s *Search) load(seg *segment) {
	for i := range s.attributes {
		a := &s.attributes[i]
		a.low, a.top = s.block(), s.block()
		switch {
		case a.focus >= 0:
			if int(a.concern) < len(seg.level) {
				pair := &seg.level[a.concern]
				a.low, a.top = pair[0].view(a.low), pair[1].view(a.top)
				continue
			}
			*a.low, *a.top = block{}, block{}
		case a.wish.Since != 0:
			*a.low, *a.top = block{}, block{}
			for at := range seg.since {
				if seg.since[at] != 0 && int32(seg.since[at]) <= a.wish.Since {
					a.top.set(at)
				}
			}
		default:
			a.low, a.top = s.fact(seg, a.wish.Half, a.low), s.fact(seg, a.wish.Full, a.top)
		}
	}
}

// fact is the set of rows with a fact.
func (s *Search) fact(seg *segment, f score.Fact, scratch *block) *block {
	if int(f) < len(seg.facts) {
		return seg.facts[f].view(scratch)
	}
	*scratch = block{}
	return scratch
}

// promises reports whether a row of the segment could be among the best.
func (s *Search) promises(seg *segment) bool {
	threshold := s.threshold()
	if threshold == math.MinInt64 {
		return true
	}
	total := s.fixed + seg.lightest
	for i := range s.attributes {
		total += s.attributes[i].high
	}
	return total+s.effect(&seg.highest) >= threshold
}

// effect is the most the tracks are worth with these effects. Each term is rounded by itself, towards zero.
func (s *Search) effect(theta *[score.Domains]int32) score.Micro {
	var sum int64
	for t := range s.tracks {
		sum += s.shares[t] * int64(theta[s.domains[t]])
	}
	return ceiling(sum) + int64(s.tracks)
}

// ceiling divides by the unit, upwards.
func ceiling(v int64) score.Micro {
	if v <= 0 {
		return v / score.Unit
	}
	return (v + score.Unit - 1) / score.Unit
}

// bound returns the rows of a word that could be among the best, and what everything but the tracks is worth to them at
// most; false when there is none.
func (s *Search) bound(seg *segment, w int, threshold score.Micro) (rows uint64, spare score.Micro, open bool) {
	rows = s.mask[w]
	if threshold == math.MinInt64 {
		return rows, 0, true
	}
	var sum int64
	for t := range s.tracks {
		sum += s.shares[t] * int64(seg.top[s.domains[t]][w])
	}
	spare = s.fixed + seg.lift[w]
	slack := spare + ceiling(sum) + int64(s.tracks) - threshold
	for i := range s.attributes {
		slack += s.attributes[i].high
	}
	if slack < 0 {
		return 0, 0, false
	}
	// Whoever lacks more of a term than there is to spare is out; what is the most among the rest is less to spare for
	// the next term.
	for i := range s.attributes {
		a := &s.attributes[i]
		kept, best := a.cut(rows, a.high-slack, w)
		if kept == 0 {
			return 0, 0, false
		}
		rows, slack, spare = kept, slack-(a.high-best), spare+best
	}
	return rows, spare, true
}

// cut keeps of the rows those whose value of the term is at least floor, and returns the most among them.
func (a *attribute) cut(rows uint64, floor score.Micro, w int) (kept uint64, best score.Micro) {
	low, top := a.low[w], a.top[w]
	best = math.MinInt64
	for code, in := range [4]uint64{rows &^ (low | top), rows & low &^ top, rows & top &^ low, rows & top & low} {
		if in != 0 && a.value[code] >= floor {
			kept |= in
			best = max(best, a.value[code])
		}
	}
	return kept, best
}
