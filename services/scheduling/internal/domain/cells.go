package domain

import "math/bits"

// Time as bits: one for each cell of five minutes, which is what hours, lengths and buffers are usually multiples of.
// What is not is still right: a cell counts as busy when it is touched, and busy cells rule a start out only where its
// blocked range covers them whole. So bits only ever say no, and only what the judge says no to as well.
const (
	cellUS    = 5 * minuteUS
	wordCells = 64
	pageWords = 64
	pageCells = pageWords * wordCells
)

func cellOf(instant int64) int64 { return floorDiv(instant, cellUS) }

func pageOf(instant int64) int64 { return floorDiv(instant, cellUS*pageCells) }

// setRange sets the bits [from, to).
func setRange(words []uint64, from, to int64) {
	for from < to {
		w, low := from/wordCells, from%wordCells
		n := min(to-from, wordCells-low)
		words[w] |= ^uint64(0) >> (wordCells - n) << low
		from += n
	}
}

// strip is a stretch of cells: words, of which the first is number base.
type strip struct {
	base  int64
	words []uint64
}

// reset makes the strip cover the cells of [from, to], all clear.
func (s *strip) reset(from, to int64) {
	s.base = floorDiv(cellOf(from), wordCells)
	n := int(floorDiv(cellOf(to), wordCells) - s.base + 1)
	if cap(s.words) < n {
		s.words = make([]uint64, n)
	}
	s.words = s.words[:n]
	clear(s.words)
}

// set sets the bits of the cells that [from, to) touches, as far as the strip covers them.
func (s *strip) set(from, to int64) {
	first := s.base * wordCells
	setRange(s.words, max(cellOf(from)-first, 0), min(cellOf(to-1)-first+1, int64(len(s.words))*wordCells))
}

// copy sets the bits to those of a lane's busy cells.
func (s *strip) copy(l *lane) {
	for i := 0; i < len(s.words); {
		word := s.base + int64(i)
		n := floorDiv(word, pageWords)
		at := word - n*pageWords
		length := min(len(s.words)-i, int(pageWords-at))
		if p := l.page(n); p != nil {
			copy(s.words[i:i+length], p.cells[at:])
		} else {
			clear(s.words[i : i+length])
		}
		i += length
	}
}

// widen sets the bit of every cell for which one is set among itself, the before cells before it and the after-1 cells
// behind it; with before+after = 0 none.
func (s *strip) widen(before, after int64) {
	length := before + after
	if length == 0 {
		clear(s.words)
		return
	}
	// A bit is set when one of the n from it on is: doubling n, it takes a few passes.
	for n := int64(1); n < length; {
		more := min(n, length-n)
		s.orDown(more)
		n += more
	}
	s.up(before)
}

// orDown sets every bit that is set n cells later.
func (s *strip) orDown(n int64) {
	skip, low := int(n/wordCells), n%wordCells
	for i := range len(s.words) - skip {
		w := s.words[i+skip] >> low
		if low > 0 && i+skip+1 < len(s.words) {
			w |= s.words[i+skip+1] << (wordCells - low)
		}
		s.words[i] |= w
	}
}

// up moves every bit n cells later.
func (s *strip) up(n int64) {
	skip, low := int(n/wordCells), n%wordCells
	for i := len(s.words) - 1; i >= 0; i-- {
		var w uint64
		if i >= skip {
			w = s.words[i-skip] << low
		}
		if low > 0 && i > skip {
			w |= s.words[i-skip-1] >> (wordCells - low)
		}
		s.words[i] = w
	}
}

// setCell sets the bit of the cell that an instant lies in.
func (s *strip) setCell(at int64) {
	n := cellOf(at) - s.base*wordCells
	s.words[n/wordCells] |= 1 << (n % wordCells)
}

// clear clears the bits that are set in another strip of the same stretch, nil for none; it says whether any is left.
func (s *strip) clear(other *strip) bool {
	var left uint64
	for i := range s.words {
		if other != nil {
			s.words[i] &^= other.words[i]
		}
		left |= s.words[i]
	}
	return left != 0
}

// instants appends the beginning of every cell whose bit is set.
func (s *strip) instants(out []int64) []int64 {
	for i, w := range s.words {
		for ; w != 0; w &= w - 1 {
			out = append(out, ((s.base+int64(i))*wordCells+int64(bits.TrailingZeros64(w)))*cellUS)
		}
	}
	return out
}
