package domain

import (
	"context"
	"slices"
)

// OpenWindows says which of the windows tried bring an opening of a provider: bit i for the i-th.
type OpenWindows struct {
	ProviderID string
	Open       uint64
}

// FindOpenWindows says of each of at most 64 windows of the week, in the search's zone, whose openings [Scheduler.Find] would
// find if it were preferred as well and only what is preferred were looked for. Providers without any are left out.
func (s *Scheduler) FindOpenWindows(ctx context.Context, q Search, windows []Hours) ([]OpenWindows, error) {
	q.OnlyPreferred = true
	l, err := s.look(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []OpenWindows
	for i, open := range l.openWindows(windows) {
		if open != 0 {
			out = append(out, OpenWindows{q.ProviderIDs[i], open})
		}
	}
	return out, nil
}

// openWindows answers in the order of the providers asked.
func (l *looking) openWindows(windows []Hours) []uint64 {
	f := l.finder()
	if f.rivals(&l.search) {
		return l.tryEach(windows)
	}
	out := make([]uint64, len(l.search.ProviderIDs))
	tried, always := l.wishes(windows), l.wishes(l.search.Preferred)
	for i, id := range l.search.ProviderIDs {
		out[i] = f.openWindows(id, tried, always)
	}
	return out
}

// rivals reports whether a provider may be left without an opening because the rooms are claimed for others: where somebody
// is looked for in person only.
func (f *finder) rivals(q *Search) bool {
	return slices.ContainsFunc(q.ProviderIDs, func(id string) bool {
		i, ok := f.index[id]
		if !ok || !f.providers[i].Takes(f.typ.ID) {
			return false
		}
		modes := wanted(modesOf(f.typ, f.providers[i].Provider), q.Modes)
		return len(modes) > 0 && !slices.ContainsFunc(modes, func(m Mode) bool { return !m.NeedsRoom() })
	})
}

// openWindows are those in which the provider has an opening, all where there is one anyway. It judges a start only where
// that may tell of another window.
func (f *finder) openWindows(providerID string, tried, always *wishes) uint64 {
	i, ok := f.index[providerID]
	if !ok || !f.providers[i].Takes(f.typ.ID) {
		return 0
	}
	own := modesOf(f.typ, f.providers[i].Provider)
	if len(wanted(own, f.modes)) == 0 {
		return 0
	}
	all := ^uint64(0) >> (64 - len(tried.windows))
	var open uint64
	f.picks = f.present(i, f.picks[:0])
	for _, at := range f.picks {
		end := at + f.typ.Duration.Microseconds()
		in := tried.inside(at, end)
		if always.wished(at, end) {
			in = all
		}
		if in&^open == 0 || f.judgeOnGrid(f.typ, i, at, ModeNone, own) != Offered {
			continue
		}
		if open |= in; open == all {
			break
		}
	}
	return open
}

// tryEach looks for openings with each window in turn, those of all providers together, as they claim rooms.
func (l *looking) tryEach(windows []Hours) []uint64 {
	out, known := make([]uint64, len(l.search.ProviderIDs)), map[int][]int64{}
	for w := range windows {
		l.cal = NewCalendar(l.cal.Catalog, l.cal.Now, l.from, l.to, l.cal.rows).Wishing(l.search.Wish)
		f, wishes := l.finder(), l.wishes(append(slices.Clone(l.search.Preferred), windows[w]))
		f.known = known
		for i, id := range l.search.ProviderIDs {
			if len(f.pick(id, &l.search, wishes)) > 0 {
				out[i] |= 1 << w
			}
		}
	}
	return out
}
