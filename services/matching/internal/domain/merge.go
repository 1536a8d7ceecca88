package domain

import (
	"cmp"
	"slices"
)

// EachSite are the sites to ask for in turn; the empty one stands for any.
func (w *RoomWish) EachSite() []string {
	if len(w.Sites) == 0 {
		return []string{""}
	}
	return w.Sites
}

// MergeOpenings adds openings of one therapist that were found at another site, in time order. No two of the answer overlap: of
// those at once the one in the better of the modes, which are best first, comes before the others.
func MergeOpenings(known, found []Opening, modes []Mode) []Opening {
	if len(known) == 0 {
		return found
	}
	all := append(slices.Clone(known), found...)
	slices.SortStableFunc(all, func(a, b Opening) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(slices.Index(modes, a.Mode), slices.Index(modes, b.Mode)))
	})
	out := all[:1]
	for _, o := range all[1:] {
		if !o.Start.Before(out[len(out)-1].End) {
			out = append(out, o)
		}
	}
	return out
}

// MergeWeekly adds an hour of one therapist that was found at another site. Of the same hour that which is missing less often
// is kept.
func MergeWeekly(known []WeeklyHour, h WeeklyHour) []WeeklyHour {
	at := slices.IndexFunc(known, func(k WeeklyHour) bool { return k.Day == h.Day && k.Time == h.Time && k.Zone == h.Zone })
	switch {
	case at < 0:
		return append(known, h)
	case len(h.Missing) < len(known[at].Missing):
		known[at] = h
	}
	return known
}
