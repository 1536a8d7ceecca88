// Package linear says what scheduling may answer to calls that run side by side: a sequential model of a board of
// slots, against which recorded histories are checked for linearizability.
//
// A board is a set of slots whose rows can only be in each other's way, so that every call touches one board and
// histories are checked board by board.
package linear

import (
	"math"
	"slices"
)

// Forever is the return of a call that was never answered: it may take effect at any time, or never.
const Forever = math.MaxInt64

// Rule allows at most Max occupying rows on the Slots, a bit each.
type Rule struct {
	Slots uint64
	Max   int
}

// Board holds the rules that a new row on each of its slots has to keep.
type Board struct {
	Rules [][]Rule
	// With says by slot who is met there, when it matters: an appointment moves to no slot with somebody else.
	With []string
}

// keeps reports whether an appointment on one slot may be moved to another one, whatever is there.
func (b *Board) keeps(from, to int) bool { return b.With == nil || b.With[from] == b.With[to] }

// State is where a row stands.
type State int

// The states of a row. A row that was let go is none.
const (
	Held State = iota + 1
	Booked
	Cancelled
)

// Row is a row of the appointments as the model knows it.
type Row struct {
	// Case says whose it is; Slot where it is.
	Case, Slot int
	State      State
	// Version and Sequence are as in the API.
	Version, Sequence int64
	// Extensions counts how often the hold was extended; Several says that it cannot be.
	Extensions int
	Several    bool
	// From and Until bound the instant at which the hold lapses, in microseconds. They differ when nobody was told.
	From, Until int64
	// Contact is whose one open appointment it is; 0 when it counts for nobody.
	Contact int
}

// occupies reports whether the row may take its time for a call, and whether it may not: the clock of the call shows
// any instant between its beginning and its end.
func (r *Row) occupies(op *Op) (may, mayNot bool) {
	switch r.State {
	case Held:
		return r.Until > op.Call, r.From <= op.Return
	case Booked:
		return true, false
	default:
		return false, true
	}
}

// free reports whether a new row on the slot may find it free, and whether it may find it taken. The booked row of the
// case self is not in its own way.
func (b *Board) free(s *table, slot int, op *Op, self int) (may, mayNot bool) {
	may = true
	for _, rule := range b.Rules[slot] {
		sure, maybe := 0, 0
		for i := range s.rows {
			r := &s.rows[i]
			if rule.Slots>>r.Slot&1 == 0 || r.State == Booked && r.Case == self {
				continue
			}
			switch live, lapsed := r.occupies(op); {
			case live && lapsed:
				maybe++
			case live:
				sure++
			}
		}
		may = may && sure < rule.Max
		mayNot = mayNot || sure+maybe >= rule.Max
	}
	return may, mayNot
}

// clear lets the lapsed holds go that a new row on the slot replaces.
func (b *Board) clear(s *table, slot int, op *Op) *table {
	return s.without(func(r *Row) bool {
		_, lapsed := r.occupies(op)
		return r.State == Held && lapsed && slices.ContainsFunc(b.Rules[slot], func(rule Rule) bool {
			return rule.Max == 1 && rule.Slots>>r.Slot&1 == 1
		})
	})
}
