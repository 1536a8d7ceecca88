package index

import (
	"math/bits"
	"slices"
)

// sliced is a column of numbers of which few differ, as bitmaps: a bit of each row's place among the different numbers, for each bit
// there is. How many rows have at most some number is then a matter of words (O'Neil and Quass, Improved query performance with
// variant indexes, SIGMOD 1997). It is never changed once made.
type sliced struct {
	// values are the numbers, rising; planes the bits of the places, the lowest first.
	values []int32
	planes []*block
}

// sliceOf makes a column of up to segmentRows numbers.
func sliceOf(column []int32) sliced {
	s := sliced{values: slices.Compact(slices.Sorted(slices.Values(column)))}
	s.planes = make([]*block, bits.Len(uint(max(len(s.values)-1, 0))))
	for k := range s.planes {
		s.planes[k] = new(block)
	}
	for at, v := range column {
		place, _ := slices.BinarySearch(s.values, v)
		for ; place != 0; place &= place - 1 {
			s.planes[bits.TrailingZeros(uint(place))].set(at) //nolint:gosec // not negative
		}
	}
	return s
}

// value is the number of a row.
func (s *sliced) value(at int) int32 {
	place := 0
	for k, plane := range s.planes {
		if plane.has(at) {
			place |= 1 << k
		}
	}
	return s.values[place]
}

// with returns the column with another number in a row.
func (s *sliced) with(at int, v int32) sliced {
	if len(s.values) > 0 && s.value(at) == v {
		return *s
	}
	column := make([]int32, segmentRows)
	for row := range column {
		if row != at && len(s.values) > 0 {
			column[row] = s.value(row)
		}
	}
	column[at] = v
	return sliceOf(column)
}

// atMost is how many of the different numbers are not above the most.
func (s *sliced) atMost(most int64) int {
	n, _ := slices.BinarySearchFunc(s.values, most, func(v int32, most int64) int {
		if int64(v) <= most {
			return -1
		}
		return 1
	})
	return n
}

// below are the rows of a word whose number is one of the n lowest.
func (s *sliced) below(n, word int) uint64 {
	if n == len(s.values) {
		return ^uint64(0)
	}
	less, same := uint64(0), ^uint64(0)
	for k := len(s.planes) - 1; k >= 0; k-- {
		plane := s.planes[k][word]
		if n>>k&1 == 1 {
			less |= same &^ plane
			same &= plane
		} else {
			same &^= plane
		}
	}
	return less
}

// highest is the largest number of these rows and the least one given. None of them has more than the most.
func (s *sliced) highest(rows *block, live uint64, least, most int64) int64 {
	n, all := s.atMost(least), s.atMost(most)
	for l := live; l != 0 && n < all; l &= l - 1 {
		w := bits.TrailingZeros64(l)
		if above := rows[w] &^ s.below(n, w); above != 0 {
			n = s.place(above, w) + 1
		}
	}
	if n == 0 {
		return least
	}
	return max(least, int64(s.values[n-1]))
}

// place is the highest place of some rows of a word.
func (s *sliced) place(rows uint64, word int) int {
	place := 0
	for k := len(s.planes) - 1; k >= 0; k-- {
		if upper := rows & s.planes[k][word]; upper != 0 {
			place, rows = place|1<<k, upper
		}
	}
	return place
}
