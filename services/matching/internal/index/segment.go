package index

import (
	"fmt"
	"math"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// segment is up to segmentRows therapists, never changed once it is in an index. Columns are as long as there are rows,
// rounded up to whole words.
type segment struct {
	ids   []string
	hash  []uint64
	alive block
	facts []set
	// level holds the two bits of each declared level, by concern.
	level [][2]set
	style set

	theta, prior         [score.Domains][]int32
	load                 []int64
	price                []int32
	fee, sliding, lowest []int32
	since                []int16
	axes                 [][4]int8

	// top is the highest theta, lift the highest of load less price, among the living rows of each word.
	top  [score.Domains][]int32
	lift []int64
	// highest and lightest are those of the segment.
	highest  [score.Domains]int32
	lightest int64
}

// newSegment returns a segment of n rows that hold nobody yet.
func newSegment(n int) *segment {
	n = (n + wordRows - 1) / wordRows * wordRows
	s := &segment{
		ids: make([]string, n), hash: make([]uint64, n), load: make([]int64, n), price: make([]int32, n), fee: make([]int32, n),
		sliding: make([]int32, n), lowest: make([]int32, n), since: make([]int16, n), axes: make([][4]int8, n), lift: make([]int64, n/wordRows),
	}
	for d := range score.Domains {
		s.theta[d], s.prior[d], s.top[d] = make([]int32, n), make([]int32, n), make([]int32, n/wordRows)
	}
	return s
}

// check refuses what the columns cannot hold; the limits of a profile lie far below.
func check(e *Entry) error {
	r := &e.Row
	for _, v := range []int64{r.FeeCents, r.SlidingCents, r.Price} {
		if v < 0 || v > math.MaxInt32 {
			return fmt.Errorf("index: therapist %s has an amount of %d", e.ID, v)
		}
	}
	if r.Since < 0 || r.Since > math.MaxInt16 {
		return fmt.Errorf("index: therapist %s began in the year %d", e.ID, r.Since)
	}
	return nil
}

// put writes the numbers of a row. The facts, the levels and the maxima are the caller's.
func (s *segment) put(at int, e *Entry) {
	r := &e.Row
	s.ids[at], s.hash[at] = e.ID, hash(e.ID)
	s.alive.set(at)
	s.load[at], s.axes[at] = r.Load, r.Axes
	s.price[at], s.fee[at], s.sliding[at] = int32(r.Price), int32(r.FeeCents), int32(r.SlidingCents) //nolint:gosec // checked
	s.lowest[at], s.since[at] = int32(r.LowestFee()), int16(r.Since)                                 //nolint:gosec // checked
	for d := range score.Domains {
		s.theta[d][at], s.prior[d][at] = r.Theta[d], r.Prior[d]
	}
}

// rebound computes the maxima of a word and of the segment anew.
func (s *segment) rebound(word int) {
	from := word * wordRows
	s.lift[word] = math.MinInt64
	for d := range score.Domains {
		s.top[d][word] = math.MinInt32
	}
	for at := from; at < from+wordRows; at++ {
		if !s.alive.has(at) {
			continue
		}
		s.lift[word] = max(s.lift[word], s.load[at]-int64(s.price[at]))
		for d := range score.Domains {
			s.top[d][word] = max(s.top[d][word], s.theta[d][at])
		}
	}
}

// total takes the maxima of the words together.
func (s *segment) total() {
	s.lightest = slices.Max(s.lift)
	for d := range score.Domains {
		s.highest[d] = slices.Max(s.top[d])
	}
}
