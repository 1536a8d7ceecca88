package index

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// Query is what is asked for.
type Query struct {
	// Need scores; it is compiled with the index's dictionary, as the conditions are.
	Need *score.Need
	// Conditions that every hit meets.
	Conditions []score.Condition
	// Seed breaks ties, see [Seed].
	Seed uint64
}

// Hit is a therapist who meets every condition.
type Hit struct {
	At    uint32
	Score score.Micro
	tie   uint64
}

// Search is the working memory of one search at a time. The zero value is ready.
type Search struct {
	order []*score.Condition
	mask  block
	// live has a bit for each word of mask that is not empty.
	live    uint64
	scratch []*block
	used    int

	need       *score.Need
	seed       uint64
	domains    [3]uint8
	shares     [3]int64
	tracks     int
	attributes []attribute
	fixed      score.Micro

	limit int
	best  []Hit
}

// Top returns the k best hits by falling score, ties in the order of [Tie]. They are valid until the next search.
func (s *Search) Top(x *Index, q *Query, k int) []Hit {
	s.best, s.limit = s.best[:0], k
	if k <= 0 {
		return nil
	}
	s.prepare(x, q)
	if len(s.order) == 0 || x.rarity(s.order[0]) > x.count/manyParts {
		// The best of each segment set the bar for all the rest.
		s.pass(x, first)
		s.pass(x, ^first)
	} else {
		s.pass(x, every)
	}
	slices.SortFunc(s.best, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.tie, b.tie))
	})
	return s.best
}

// The words of a segment that a pass looks at: the first, in which its best rows are, or all.
const (
	first = uint64(1)
	every = ^uint64(0)
)

// manyParts of the therapists still in play make it worth looking at the best of each segment first. Policy.
const manyParts = 4

func (s *Search) pass(x *Index, words uint64) {
	for i, seg := range x.segments {
		if s.promises(seg) && s.narrow(seg, words) {
			s.score(uint32(i*segmentRows), seg) //nolint:gosec // far fewer
		}
	}
}

// Count is how many therapists meet every condition.
func (s *Search) Count(x *Index, conditions []score.Condition) int {
	s.sort(x, conditions)
	n := 0
	for _, seg := range x.segments {
		if s.narrow(seg, every) {
			n += s.mask.count()
		}
	}
	return n
}

func (s *Search) prepare(x *Index, q *Query) {
	s.sort(x, q.Conditions)
	s.need, s.seed = q.Need, q.Seed
	s.tracks = q.Need.Tracks()
	for i := range s.tracks {
		s.domains[i], s.shares[i] = q.Need.Domain(i)
	}
	s.attributes = s.attributes[:0]
	for i := range q.Need.Focuses() {
		s.attributes = append(s.attributes, focusOf(q.Need, i))
	}
	for i := range q.Need.Wishes() {
		s.attributes = append(s.attributes, wishOf(q.Need.WishAt(i)))
	}
	// The most that style can be worth: no distance on any axis. A fee is never worth more than nothing.
	s.fixed = q.Need.Base() + q.Need.MaxStyle()
}

// sort puts the conditions that the fewest can meet first.
func (s *Search) sort(x *Index, conditions []score.Condition) {
	s.order = s.order[:0]
	for i := range conditions {
		c := &conditions[i]
		at := len(s.order)
		for at > 0 && x.rarity(s.order[at-1]) > x.rarity(c) {
			at--
		}
		s.order = slices.Insert(s.order, at, c)
	}
}

// block lends a bitmap until the next segment.
func (s *Search) block() *block {
	if s.used == len(s.scratch) {
		s.scratch = append(s.scratch, new(block))
	}
	s.used++
	return s.scratch[s.used-1]
}

// threshold is the score below which a hit is of no use any more.
func (s *Search) threshold() score.Micro {
	if len(s.best) < s.limit {
		return math.MinInt64
	}
	return s.best[0].Score
}

// score looks at the rows of the mask word by word.
func (s *Search) score(base uint32, seg *segment) {
	s.load(seg)
	for live := s.live; live != 0; live &= live - 1 {
		w := bits.TrailingZeros64(live)
		threshold := s.threshold()
		rows, spare, open := s.bound(seg, w, threshold)
		if open {
			s.word(base, seg, w, rows, threshold-spare)
		}
	}
}

// word scores the rows of one word whose effect in the need's domains is worth at least atLeast, rounding aside.
func (s *Search) word(base uint32, seg *segment, w int, rows uint64, atLeast score.Micro) {
	from := w * wordRows
	floor := int64(math.MinInt64)
	if s.threshold() != math.MinInt64 {
		floor = (atLeast - int64(s.tracks)) * score.Unit
	}
	switch {
	case floor == math.MinInt64 || s.tracks == 0:
		if s.tracks == 0 && floor > 0 {
			return
		}
		for ; rows != 0; rows &= rows - 1 {
			s.offer(base, seg, from+bits.TrailingZeros64(rows))
		}
	case s.tracks == 3:
		a, b, c := seg.theta[s.domains[0]][from:from+wordRows], seg.theta[s.domains[1]][from:from+wordRows], seg.theta[s.domains[2]][from:from+wordRows]
		for ; rows != 0; rows &= rows - 1 {
			i := bits.TrailingZeros64(rows)
			if s.shares[0]*int64(a[i])+s.shares[1]*int64(b[i])+s.shares[2]*int64(c[i]) >= floor {
				s.offer(base, seg, from+i)
			}
		}
	default:
		for ; rows != 0; rows &= rows - 1 {
			at := from + bits.TrailingZeros64(rows)
			var effect int64
			for t := range s.tracks {
				effect += s.shares[t] * int64(seg.theta[s.domains[t]][at])
			}
			if effect >= floor {
				s.offer(base, seg, at)
			}
		}
	}
}

// offer scores a row and keeps it if it is one of the best. It begins with the terms that cost least, and ends as soon
// as what is left cannot lift the row to the threshold.
func (s *Search) offer(base uint32, seg *segment, at int) {
	threshold := s.threshold()
	total := s.need.Base() + seg.worth[at]
	for t := range s.tracks {
		total += s.need.TrackOf(t, seg.theta[s.domains[t]][at])
	}
	most := total + s.need.MaxStyle()
	for i := range s.attributes {
		a := &s.attributes[i]
		a.now = a.code(at)
		most += a.value[a.now]
	}
	if most < threshold {
		return
	}
	for i := range s.attributes {
		a := &s.attributes[i]
		if points := a.value[a.now]; points == 0 || !a.fades() {
			total += points
		} else {
			total += s.need.FocusOf(a.focus, a.now, seg.prior[a.domain][at])
		}
	}
	total += s.need.FeeOf(int64(seg.fee[at]), int64(seg.sliding[at]))
	if s.need.MaxStyle() > 0 && seg.style.has(at) {
		total += s.need.StyleOf(seg.axes[at])
	}
	if total >= threshold {
		s.keep(Hit{At: base + uint32(at), Score: total, tie: mix(hashOf(seg.id(at)) ^ s.seed)}) //nolint:gosec // below segmentRows
	}
}
