package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The bits and the judge agree start by start: what the bits rule out the judge refuses, what they leave is on the
// grid, and where everything is a multiple of a cell they leave nothing that another appointment is in the way of.
func TestBitsAgreeWithTheJudge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		typ := &w.types[rapid.IntRange(0, len(w.types)-1).Draw(t, "type")]
		rows := Occupy(w.rows)
		if len(w.rows) > 0 && rapid.IntRange(0, 3).Draw(t, "one hidden") == 0 {
			rows = rows.Without(w.rows[0].ID)
		}
		cal := NewCalendar(w.catalog, w.now, w.from, w.to, rows)
		first, last := typ.bookable(w.now)
		first, last = max(first, w.from), min(last, w.to-1)
		f := cal.finder(typ, first, last)
		for _, i := range cal.candidates(typ, "") {
			left := f.left(i, nil, nil)
			if !slices.IsSorted(left) || len(slices.Compact(slices.Clone(left))) != len(left) {
				t.Fatal("not in order")
			}
			whole := wholeCells(typ, cal.lane(i), cal.providers[i].elsewhere)
			for at := w.from; at < w.to; at += minuteUS {
				_, in := slices.BinarySearch(left, at)
				reason := cal.judge(typ, i, at, ModeNone)
				switch {
				case at < first || at > last:
					if in {
						t.Fatalf("at %d: outside of what was asked", at)
					}
				case !in && reason == Offered:
					t.Fatalf("at %d: offered and ruled out", at)
				case in && !cal.providers[i].onGrid(typ, cal.zones.of(cal.providers[i].zone), at):
					t.Fatalf("at %d: not on the grid", at)
				case in && whole && rows.hidden == nil && at%cellUS == 0 && (reason == Busy || reason == Buffer):
					t.Fatalf("at %d: %s and not ruled out", at, reason)
				}
			}
		}
	})
}

// wholeCells reports whether the type and all that occupies the provider's time are multiples of a cell.
func wholeCells(t *Type, l *lane, elsewhere []block) bool {
	from, to := t.blocked(0)
	odd := from%cellUS != 0 || to%cellUS != 0
	for _, p := range l.pages {
		if p == nil {
			continue
		}
		for _, r := range p.rows {
			odd = odd || r.BlockedStart%cellUS != 0 || r.BlockedEnd%cellUS != 0
		}
	}
	for _, b := range elsewhere {
		odd = odd || b.from%cellUS != 0 || b.to%cellUS != 0
	}
	return !odd
}

// Nothing is found where notice and horizon leave nothing.
func TestFinderOfNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		typ := &w.types[1]
		first, _ := typ.bookable(w.now)
		f := w.calendar().finder(typ, first, first-rapid.Int64Range(1, 100*dayUS).Draw(t, "before"))
		for i := range w.catalog.providers {
			if left := f.left(i, nil, nil); len(left) > 0 {
				t.Fatal(left)
			}
		}
	})
}
