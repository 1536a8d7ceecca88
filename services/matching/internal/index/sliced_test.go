package index

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A column as bitmaps says of every row what a list of numbers says, as it is made and as it changes.
func TestSliced(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int32{0, 3, 70, math.MaxInt32}).Draw(t, "most")
		number := rapid.Int32Range(0, most)
		list := rapid.SliceOfN(number, 0, 200).Draw(t, "list")
		s, want := sliceOf(list), map[int]int32{}
		for at, v := range list {
			want[at] = v
		}
		for range rapid.IntRange(0, 5).Draw(t, "changes") {
			at, v := rapid.IntRange(0, 220).Draw(t, "at"), number.Draw(t, "v")
			s, want[at] = s.with(at, v), v
		}
		limit := rapid.Int64Range(-1, int64(most)+1).Draw(t, "limit")
		n := s.atMost(limit)
		for at, v := range want {
			below := s.below(n, at/wordRows)>>(at%wordRows)&1 == 1
			require.Equal(t, int64(v) <= limit, below, "%d in row %d", v, at)
		}
	})
}
