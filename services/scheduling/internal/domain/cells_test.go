package domain

import (
	"testing"

	"pgregory.net/rapid"
)

// Widening is what it says, cell by cell.
func TestWiden(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.Bool(), 1, 700).Draw(t, "cells")
		before, after := rapid.Int64Range(0, 150).Draw(t, "before"), rapid.Int64Range(0, 300).Draw(t, "after")
		base := rapid.Int64Range(-5, 5).Draw(t, "base")
		var s strip
		s.reset(base*wordCells*cellUS, (base*wordCells+int64(len(cells))-1)*cellUS)
		for i, busy := range cells {
			if busy {
				s.setCell((base*wordCells + int64(i)) * cellUS)
			}
		}
		s.widen(before, after)
		set := make(map[int64]bool)
		for _, at := range s.instants(nil) {
			set[at/cellUS-base*wordCells] = true
		}
		for i := range int64(len(cells)) {
			want := false
			for n := i - before; n < i+after; n++ {
				want = want || n >= 0 && n < int64(len(cells)) && cells[n]
			}
			// What lies before the strip is not known to the first cells.
			if i >= before && set[i] != want {
				t.Fatalf("cell %d: %v, want %v", i, set[i], want)
			}
		}
	})
}

// A stretch sets the cells it touches, at any offset and cut off at both ends.
func TestSetCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const length = 300
		from := rapid.Int64Range(-50*cellUS, 350*cellUS).Draw(t, "from")
		to := from + rapid.Int64Range(1, 200*cellUS).Draw(t, "length")
		var s strip
		s.reset(0, length*cellUS-1)
		s.set(from, to)
		set := make(map[int64]bool)
		for _, at := range s.instants(nil) {
			set[at/cellUS] = true
		}
		for i := range int64(length) {
			if want := from < (i+1)*cellUS && to > i*cellUS; set[i] != want {
				t.Fatalf("[%d, %d): cell %d is %v", from, to, i, set[i])
			}
		}
	})
}
