package domain

import "slices"

// Start is an open start: an instant, and the provider it is bound to, "" when any will do.
type Start struct {
	At       int64
	Provider string
	Mode     Mode
	// Wish is what it asks of its room, the site where it is included.
	Wish RoomWish
}

// Open returns the open starts of the type in [from, to), by time. For a type that any provider takes a start is
// listed once, however many are free.
func (c *Calendar) Open(t *Type, from, to int64) []Start {
	first, last := t.bookable(c.Now)
	first, last = max(first, from), min(last, to-1)
	if first > last {
		return nil
	}
	f := c.finder(t, first, last)
	if t.AnyProvider {
		return f.anyone()
	}
	var out []Start
	var left []int64
	for _, i := range c.candidates(t, "") {
		p := c.providers[i].Provider
		modes := modesOf(t, p)
		left = f.left(i, nil, left[:0])
		for _, at := range left {
			if c.judgeOnGrid(t, i, at, ModeNone, modes) == Offered {
				mode := c.anyMode(t, i, at, modes)
				out = append(out, Start{At: at, Provider: p.ID, Mode: mode, Wish: c.wished(t, i, at, mode)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Start) int { return compare(a.At, b.At) })
	return out
}

// anyone returns the starts for which somebody is free. Once one is found nobody else is asked about it.
func (f *finder) anyone() []Start {
	var all, left []int64
	var found strip
	found.reset(f.from, f.to)
	for _, i := range f.candidates(f.typ, "") {
		modes := modesOf(f.typ, f.providers[i].Provider)
		left = f.left(i, &found, left[:0])
		for _, at := range left {
			if f.judgeOnGrid(f.typ, i, at, ModeNone, modes) != Offered {
				continue
			}
			all = append(all, at)
			if at%cellUS == 0 {
				found.setCell(at)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	mode := ModeNone
	if len(f.typ.Modes) == 1 {
		mode = f.typ.Modes[0]
	}
	out := make([]Start, len(all))
	for i, at := range all {
		out[i] = Start{At: at, Mode: mode, Wish: f.wish}
	}
	return out
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}
