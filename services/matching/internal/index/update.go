package index

import (
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// appendRow makes a row at the end, in a segment of its own when the last is full.
func (x *Index) appendRow() uint32 {
	last := len(x.segments) - 1
	if last < 0 || x.segments[last].rows == segmentRows {
		x.segments = append(x.segments, &segment{})
		last++
	}
	s := *x.segments[last]
	at := s.rows
	if s.rows++; at == len(s.worth) {
		s.grow(s.rows)
	}
	x.segments[last] = &s
	return uint32(last*segmentRows + at) //nolint:gosec // far fewer
}

// write makes the row what the entry says. What does not change is shared with the index before.
func (x *Index) write(row uint32, e *Entry) {
	at := int(row % segmentRows)
	s := *x.segments[row/segmentRows]
	r := &e.Row
	if !s.alive.has(at) {
		x.count++
		s.alive.set(at)
	}
	if string(s.id(at)) != e.ID {
		s.ids = slices.Clone(s.ids)
		copy(s.id(at), e.ID)
	}
	for d := range score.Domains {
		assign(&s.theta[d], at, r.Theta[d])
		assign(&s.prior[d], at, r.Prior[d])
	}
	assign(&s.worth, at, r.Load-r.Price)
	assign(&s.fee, at, int32(r.FeeCents))              //nolint:gosec // checked
	assign(&s.sliding, at, int32(r.SlidingCents))      //nolint:gosec // checked
	s.lowest = s.lowest.with(at, int32(r.LowestFee())) //nolint:gosec // checked
	assign(&s.since, at, int16(r.Since))               //nolint:gosec // checked
	assign(&s.axes, at, r.Axes)
	s.style = s.style.with(at, r.HasStyle)
	x.label(&s, at, r.Facts)
	s.declare(at, &r.Levels)
	s.settle(at)
	x.segments[row/segmentRows] = &s
}

// erase leaves a row without a therapist.
func (x *Index) erase(row uint32) {
	at := int(row % segmentRows)
	s := *x.segments[row/segmentRows]
	if !s.alive.has(at) {
		return
	}
	x.count--
	s.alive[at/wordRows] &^= 1 << (at % wordRows)
	x.label(&s, at, nil)
	s.settle(at)
	x.segments[row/segmentRows] = &s
}

// assign changes one value of a column, in a copy of it.
func assign[T comparable](column *[]T, at int, v T) {
	if (*column)[at] != v {
		*column = slices.Clone(*column)
		(*column)[at] = v
	}
}

// label gives the row its facts.
func (x *Index) label(s *segment, at int, facts score.Set) {
	s.facts = slices.Clone(s.facts)
	if missing := x.dict.Len() - len(s.facts); missing > 0 {
		s.facts = append(s.facts, make([]set, missing)...)
	}
	for f := range s.facts {
		was, is := s.facts[f].has(at), facts.Has(score.Fact(f)) //nolint:gosec // some thousands
		switch {
		case is && !was:
			x.facts[f]++
		case was && !is:
			x.facts[f]--
		default:
			continue
		}
		s.facts[f] = s.facts[f].with(at, is)
	}
}

// declare gives the row its levels.
func (s *segment) declare(at int, levels *score.Levels) {
	s.level = slices.Clone(s.level)
	for c := range uint8(128) {
		level := levels.At(c)
		if level != 0 && int(c) >= len(s.level) {
			s.level = append(s.level, make([][2]set, int(c)+1-len(s.level))...)
		}
		if int(c) < len(s.level) {
			s.level[c] = [2]set{s.level[c][0].with(at, level&1 != 0), s.level[c][1].with(at, level&2 != 0)}
		}
	}
}

// settle computes the maxima around a row anew.
func (s *segment) settle(at int) {
	s.lift = slices.Clone(s.lift)
	for d := range score.Domains {
		s.top[d] = slices.Clone(s.top[d])
	}
	s.rebound(at / wordRows)
	s.total()
}
