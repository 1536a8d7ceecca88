package domain

import "slices"

// Start is an open start: an instant, and the provider it is bound to, "" when any will do.
type Start struct {
	At       int64
	Provider string
	Mode     Mode
}

// Open returns the open starts of the type in [from, to), by time. For a type that any provider takes a start is
// listed once, however many are free.
func (c *Calendar) Open(t *Type, from, to int64) []Start {
	first, last := t.bookable(c.Now)
	first, last = max(first, from), min(last, to-1)
	if first > last {
		return nil
	}
	candidates := c.candidates(t, "")
	if t.AnyProvider {
		return c.anyone(t, candidates, first, last)
	}
	var out []Start
	for _, i := range candidates {
		p := c.providers[i].Provider
		modes := modesOf(t, p)
		for _, at := range c.open(t, i, first, last, ModeNone, nil) {
			out = append(out, Start{At: at, Provider: p.ID, Mode: c.anyMode(t, at, modes)})
		}
	}
	slices.SortStableFunc(out, func(a, b Start) int { return compare(a.At, b.At) })
	return out
}

func (c *Calendar) anyone(t *Type, candidates []int, first, last int64) []Start {
	var all []int64
	for _, i := range candidates {
		all = c.open(t, i, first, last, ModeNone, all)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	mode := ModeNone
	if len(t.Modes) == 1 {
		mode = t.Modes[0]
	}
	out := make([]Start, len(all))
	for i, at := range all {
		out[i] = Start{At: at, Mode: mode}
	}
	return out
}

// open appends the provider's open starts in [first, last], which lie inside notice and horizon.
func (c *Calendar) open(t *Type, provider int, first, last int64, mode Mode, out []int64) []int64 {
	p := c.providers[provider]
	modes := modesOf(t, p.Provider)
	step := t.Step.Microseconds()
	had := len(out)
	p.starts(t, c.zones.of(p.zone), first, last, func(r run) {
		for at, end := r.from(first, step), min(last, r.last); at <= end; at += step {
			if c.judgeOnGrid(t, provider, at, mode, modes) == Offered {
				out = append(out, at)
			}
		}
	})
	own := out[had:]
	if !slices.IsSorted(own) {
		slices.Sort(own)
	}
	return out[:had+len(slices.Compact(own))]
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
