package outcome

import (
	"math/bits"
	"slices"
)

// smallest is the least number of clients a figure may tell of. Policy: 11, as the statistics of public health care do.
const smallest = 11

// members is a set of clients, a bit each.
type members []uint64

func (m members) add(n int) { m[n/64] |= 1 << (n % 64) }

func (m members) count() int {
	n := 0
	for _, word := range m {
		n += bits.OnesCount64(word)
	}
	return n
}

func (m members) without(other members) members {
	out := slices.Clone(m)
	for i := range out {
		out[i] &^= other[i]
	}
	return out
}

// few reports whether the set tells of somebody, and of too few.
func (m members) few() bool { n := m.count(); return n > 0 && n < smallest }

// table is one dimension as one figure sees it: of whom each group's figure tells, and which are hidden.
type table struct {
	all    members
	groups []members
	hidden []bool
	// several says that a client may be in several groups, so that each is a question of its own: in it or not.
	several bool
}

// hide hides what tells of too few: by itself, by what it leaves of the whole, or by what one dimension leaves of another.
// It ends, for each round hides one more.
func hide(tables []*table) {
	for again := true; again; {
		again = false
		for _, t := range tables {
			for t.next() {
				again = true
			}
		}
		for _, a := range tables {
			for _, b := range tables {
				again = a != b && within(a, b) || again
			}
		}
	}
}

// next hides one more group of the dimension, or reports that none has to be.
func (t *table) next() bool {
	for i, g := range t.groups {
		if !t.hidden[i] && (g.count() < smallest || t.several && t.all.without(g).few()) {
			t.hidden[i] = true
			return true
		}
	}
	return !t.several && t.rest().few() && t.least()
}

// least hides the smallest group that is not.
func (t *table) least() bool {
	found := -1
	for i, g := range t.groups {
		if !t.hidden[i] && (found < 0 || g.count() < t.groups[found].count()) {
			found = i
		}
	}
	if found >= 0 {
		t.hidden[found] = true
	}
	return found >= 0
}

// rest is who is left when those of the groups that are told of are taken off the whole.
func (t *table) rest() members {
	out := t.all
	for i, g := range t.groups {
		if !t.hidden[i] {
			out = out.without(g)
		}
	}
	return out
}

// told are the sets of whom the dimension tells, straight or by what is left, with the group whose hiding takes it away; -1: none does.
func (t *table) told() (sets []members, of []int) {
	for i, g := range t.groups {
		if !t.hidden[i] {
			sets, of = append(sets, g, t.all.without(g)), append(of, i, i)
		}
	}
	if rest := t.rest(); !t.several && rest.count() > 0 {
		sets, of = append(sets, rest, t.all.without(rest)), append(of, -1, -1)
	}
	return sets, of
}

// within hides a group when all those one dimension tells of are among those another does, with few beside: all couples are
// adults, say, and one adult is no couple.
func within(a, b *table) bool {
	mine, mineOf := a.told()
	theirs, theirsOf := b.told()
	for i, x := range mine {
		for j, y := range theirs {
			if x.count() == 0 || x.without(y).count() > 0 || !y.without(x).few() {
				continue
			}
			switch {
			case mineOf[i] >= 0:
				a.hidden[mineOf[i]] = true
			case theirsOf[j] >= 0:
				b.hidden[theirsOf[j]] = true
			default:
				return a.least() || b.least()
			}
			return true
		}
	}
	return false
}
