package domain

import (
	"cmp"
	"slices"
)

// Span is a stretch of time [Start, End).
type Span struct{ Start, End int64 }

// Merge returns the spans in order, those that touch made one; empty ones are left out. It may reorder its argument.
func Merge(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	out := make([]Span, 0, len(spans))
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.Start >= s.End:
		case last >= 0 && s.Start <= out[last].End:
			out[last].End = max(out[last].End, s.End)
		default:
			out = append(out, s)
		}
	}
	return out
}

// WithBusy gives the providers the busy time of their calendars elsewhere, by provider. It is called once, before the
// catalog is shared.
func (c *Catalog) WithBusy(busy map[string][]Span) *Catalog {
	for i := range c.providers {
		spans := busy[c.providers[i].ID]
		if len(spans) == 0 {
			continue
		}
		spans = Merge(slices.Clone(spans))
		blocks := make([]block, len(spans))
		for n, s := range spans {
			blocks[n] = block{from: s.Start, to: s.End, start: s.Start, end: s.End}
		}
		c.providers[i].elsewhere = blocks
	}
	return c
}
