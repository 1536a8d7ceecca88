package index

import (
	"fmt"
	"math"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// segment is up to segmentRows therapists, never changed once it is in an index. Columns are as long as there are rows,
// rounded up to whole words.
type segment struct {
	// rows is how many rows were ever used.
	rows int
	// ids are the ids one after the other.
	ids   []byte
	alive block
	facts []set
	// level holds the two bits of each declared level, by concern.
	level [][2]set
	style set

	theta [score.Domains][]int32
	prior [score.Domains][]uint16
	// worth is load less price.
	worth        []int64
	fee, sliding []int32
	// lowest is the least that a therapist asks per session.
	lowest sliced
	since  []int16
	axes   [][4]int8

	// top is the highest theta, lift the highest worth among the living rows of each word.
	top  [score.Domains][]int32
	lift []int64
	// highest and lightest are those of the segment.
	highest  [score.Domains]int32
	lightest int64
}

// grow makes room for n rows.
func (s *segment) grow(n int) {
	n = (n + wordRows - 1) / wordRows * wordRows
	lengthen(&s.ids, n*id.Length)
	for d := range score.Domains {
		lengthen(&s.theta[d], n)
		lengthen(&s.prior[d], n)
		lengthen(&s.top[d], n/wordRows)
	}
	lengthen(&s.worth, n)
	lengthen(&s.fee, n)
	lengthen(&s.sliding, n)
	lengthen(&s.since, n)
	lengthen(&s.axes, n)
	lengthen(&s.lift, n/wordRows)
}

// lengthen copies a column into a longer one.
func lengthen[T any](column *[]T, n int) {
	longer := make([]T, n)
	copy(longer, *column)
	*column = longer
}

// check refuses what the columns cannot hold; the limits of a profile lie far below.
func check(e *Entry) error {
	r := &e.Row
	if len(e.ID) != id.Length {
		return fmt.Errorf("index: %q is no therapist's id", e.ID)
	}
	for _, v := range []int64{r.FeeCents, r.SlidingCents} {
		if v < 0 || v > math.MaxInt32 {
			return fmt.Errorf("index: therapist %s asks a fee of %d", e.ID, v)
		}
	}
	if r.Since < 0 || r.Since > math.MaxInt16 {
		return fmt.Errorf("index: therapist %s began in the year %d", e.ID, r.Since)
	}
	for _, prior := range r.Prior {
		if prior > score.Whole {
			return fmt.Errorf("index: therapist %s has %d parts left of what is declared", e.ID, prior)
		}
	}
	return nil
}

// put writes the numbers of a row into columns that nobody else has. The facts, the levels and the maxima are the
// caller's.
func (s *segment) put(at int, e *Entry) {
	r := &e.Row
	copy(s.ids[at*id.Length:], e.ID)
	s.alive.set(at)
	s.worth[at], s.axes[at] = r.Load-r.Price, r.Axes
	s.fee[at], s.sliding[at], s.since[at] = int32(r.FeeCents), int32(r.SlidingCents), int16(r.Since) //nolint:gosec // checked
	for d := range score.Domains {
		s.theta[d][at], s.prior[d][at] = r.Theta[d], r.Prior[d]
	}
}

// id is the therapist of a row.
func (s *segment) id(at int) []byte { return s.ids[at*id.Length : (at+1)*id.Length] }

// rebound computes the maxima of a word anew, in columns that nobody else has.
func (s *segment) rebound(word int) {
	s.lift[word] = math.MinInt64
	for d := range score.Domains {
		s.top[d][word] = math.MinInt32
	}
	for at := word * wordRows; at < (word+1)*wordRows; at++ {
		if !s.alive.has(at) {
			continue
		}
		s.lift[word] = max(s.lift[word], s.worth[at])
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
