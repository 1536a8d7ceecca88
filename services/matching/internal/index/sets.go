package index

import "slices"

// fewRows is up to how many rows of a segment are listed; more have a bitmap. Policy.
const fewRows = 64

// set is a set of rows of a segment, never changed once made. The zero value is empty.
type set struct {
	many *block
	few  []uint16
}

func (s *set) empty() bool { return s.many == nil && len(s.few) == 0 }

func (s *set) len() int {
	if s.many != nil {
		return s.many.count()
	}
	return len(s.few)
}

func (s *set) has(at int) bool {
	if s.many != nil {
		return s.many.has(at)
	}
	_, found := slices.BinarySearch(s.few, uint16(at)) //nolint:gosec // below segmentRows
	return found
}

// setOf makes a set of rows in rising order.
func setOf(rows []uint16) set {
	if len(rows) <= fewRows {
		return set{few: slices.Clone(rows)}
	}
	s := set{many: new(block)}
	for _, at := range rows {
		s.many.set(int(at))
	}
	return s
}

// with returns the set with or without a row.
func (s *set) with(at int, member bool) set {
	if s.has(at) == member {
		return *s
	}
	row := uint16(at) //nolint:gosec // below segmentRows
	switch {
	case s.many == nil && member:
		i, _ := slices.BinarySearch(s.few, row)
		return setOf(slices.Insert(slices.Clone(s.few), i, row))
	case s.many == nil:
		i, _ := slices.BinarySearch(s.few, row)
		return set{few: slices.Delete(slices.Clone(s.few), i, i+1)}
	default:
		many := *s.many
		many[at/wordRows] ^= 1 << (at % wordRows)
		return set{many: &many}
	}
}

// or adds the set to a bitmap.
func (s *set) or(into *block) {
	if s.many != nil {
		for w := range into {
			into[w] |= s.many[w]
		}
		return
	}
	for _, at := range s.few {
		into.set(int(at))
	}
}

// view is the set as a bitmap, written into scratch if it has none.
func (s *set) view(scratch *block) *block {
	if s.many != nil {
		return s.many
	}
	*scratch = block{}
	s.or(scratch)
	return scratch
}
