package domain

// A packed type leaves no gap that nothing fits into: a start is offered when the free time before it or after it, up
// to the next appointment or the edge of the hours, is a whole number of appointments of the type, buffers included.

// gap returns the free time around a start that is free, in terms of blocked ranges, inside the run of the hours it
// belongs to. Buffers may reach beyond the hours and beyond time off, so those edges lie that much further out. What was
// claimed while computing is not looked at: openings that were listed together can be held together.
func (c *Calendar) gap(provider int, t *Type, r run, start int64) (from, to int64) {
	before, after := t.BufferBefore.Microseconds(), t.BufferAfter.Microseconds()
	length := t.Duration.Microseconds()
	from, to = r.first-before, r.last+length+after
	narrow := func(begin, end int64) {
		if end <= start-before {
			from = max(from, end)
		} else if begin >= start+length+after {
			to = min(to, begin)
		}
	}
	off := func(begin, end int64) { narrow(begin+after, end-before) }
	p := c.providers[provider]
	c.inProviderTime(provider, from, to, func(b block) bool {
		if !b.claimed {
			narrow(b.from, b.to)
		}
		return true
	})
	for i := range p.Schedule.Exceptions {
		if e := &p.Schedule.Exceptions[i]; e.Kind == TimeOff && e.concerns(t.ID) {
			off(e.Start, e.End)
		}
	}
	for i := range c.closed {
		off(c.closed[i].from, c.closed[i].to)
	}
	return from, to
}

// adjoins reports whether a start inside the gap leaves room for a whole number of appointments on one of its sides.
// Gaps count in whole minutes: a calendar elsewhere may end in between.
func (t *Type) adjoins(from, to, start int64) bool {
	begin, end := t.blocked(start)
	length := end - begin
	return (begin-ceilMinute(from))%length == 0 || (floorMinute(to)-end)%length == 0
}

func floorMinute(at int64) int64 { return floorDiv(at, minuteUS) * minuteUS }
func ceilMinute(at int64) int64  { return floorMinute(at + minuteUS - 1) }

// packs reports whether a free start keeps the rule of a packed type in one of the windows it lies in.
func (c *Calendar) packs(provider int, t *Type, start int64) bool {
	c.runs = c.windows(provider, t, start, start, c.runs[:0])
	for _, r := range c.runs {
		if start < r.first || start > r.last {
			continue
		}
		if from, to := c.gap(provider, t, r, start); t.adjoins(from, to, start) {
			return true
		}
	}
	return false
}

// windows appends the runs of a packed type that may touch [from, to]; where the clock changes inside a window, its parts
// are one.
func (c *Calendar) windows(provider int, t *Type, from, to int64, out []run) []run {
	p := c.providers[provider]
	p.starts(t, c.zones.of(p.zone), from, to, func(r run) {
		if last := len(out) - 1; last >= 0 && out[last].last+1 == r.first {
			out[last].last = r.last
		} else {
			out = append(out, r)
		}
	})
	return out
}

// packed calls yield with the starts of a packed type that may be offered in the part [first, last] of the run, gap by
// gap; some may be yielded twice. What is yielded has still to be judged.
func (c *Calendar) packed(provider int, t *Type, r run, first, last int64, yield func(at int64)) {
	begin, end := t.blocked(0)
	length := end - begin
	for at := ceilMinute(max(first, r.first)); at <= min(last, r.last); {
		if until := c.obstacle(provider, t, at); until > at {
			at = ceilMinute(until)
			continue
		}
		from, to := c.gap(provider, t, r, at)
		low, high := ceilMinute(from)-begin, floorMinute(to)-end
		for s := low + max(0, (at-low+length-1)/length)*length; s <= min(high, last); s += length {
			yield(s)
		}
		if high >= low {
			for s := high - (high-max(low, at))/length*length; s <= min(high, last); s += length {
				if s >= at {
					yield(s)
				}
			}
		}
		at = max(at, high) + minuteUS
	}
}

// obstacle returns the first instant after what keeps the start from being free, or the start itself.
func (c *Calendar) obstacle(provider int, t *Type, start int64) int64 {
	from, to := t.blocked(start)
	until, end := start, start+t.Duration.Microseconds()
	p := c.providers[provider]
	c.inProviderTime(provider, from, to, func(b block) bool {
		until = max(until, b.to+start-from)
		return true
	})
	for i := range p.Schedule.Exceptions {
		if e := &p.Schedule.Exceptions[i]; e.Kind == TimeOff && e.Start < end && e.End > start && e.concerns(t.ID) {
			until = max(until, e.End)
		}
	}
	for _, b := range touching(c.closed, start, end) {
		until = max(until, b.to)
	}
	return until
}
