package domain

import "slices"

// finder finds starts of one type in [first, last], which lie inside notice and horizon, by bits: those of the grid
// without those whose blocked range covers a busy cell. What the bits leave is for the judge.
type finder struct {
	*Calendar
	typ         *Type
	first, last int64
	// from and to bound the cells that matter: those of the blocked ranges.
	from, to int64
	// before and after are how many whole cells the blocked range covers on both sides of a start at a cell's beginning.
	before, after int64
	grid, busy    strip
	// picks are the starts left of the provider at hand.
	picks []int64
	// modes are the ways of meeting that are looked for, none being any.
	modes []Mode
	// known are the starts of present that another finder of the same search has found; nil: nobody else looks.
	known map[int][]int64
	// absent is when openings of a provider, by id, are of no use.
	absent map[string][]stay
}

func (c *Calendar) finder(t *Type, first, last int64) *finder {
	f := &finder{Calendar: c, typ: t, first: first, last: last}
	f.from, _ = t.blocked(first)
	_, f.to = t.blocked(last)
	f.before = t.BufferBefore.Microseconds() / cellUS
	f.after = (t.Duration + t.BufferAfter).Microseconds() / cellUS
	return f
}

// left appends the starts of the provider's grid that the bits leave, by time, without those known.
func (f *finder) left(provider int, known *strip, out []int64) []int64 {
	if f.first > f.last {
		return out
	}
	had := len(out)
	out = f.starts(provider, out)
	odd := len(out) > had
	if f.grid.clear(known) {
		f.markBusy(provider)
		f.grid.clear(&f.busy)
		out = f.grid.instants(out)
	}
	if own := out[had:]; odd {
		slices.Sort(own)
		return out[:had+len(slices.Compact(own))]
	}
	return out
}

// starts sets the grid's bits, and appends those starts that are at no cell's beginning.
func (f *finder) starts(provider int, odd []int64) []int64 {
	p, step := f.providers[provider], f.typ.Step.Microseconds()
	f.grid.reset(f.from, f.to)
	if f.typ.Packed {
		for _, r := range f.windows(provider, f.typ, f.first, f.last, nil) {
			f.packed(provider, f.typ, r, f.first, f.last, func(at int64) { odd = append(odd, at) })
		}
		return odd
	}
	p.starts(f.typ, f.zones.of(p.zone), f.first, f.last, func(r run) {
		for at, end := r.from(f.first, step), min(f.last, r.last); at <= end; at += step {
			if at%cellUS != 0 {
				odd = append(odd, at)
			} else {
				f.grid.setCell(at)
			}
		}
	})
	return odd
}

// markBusy sets the bits of the starts whose blocked range covers a busy cell.
func (f *finder) markBusy(provider int) {
	f.busy.reset(f.from, f.to)
	if f.rows.hidden == nil {
		f.busy.copy(f.lane(provider))
	}
	for _, b := range touching(f.providers[provider].elsewhere, f.from, f.to) {
		f.busy.set(b.from, b.to)
	}
	f.busy.widen(f.before, f.after)
}
