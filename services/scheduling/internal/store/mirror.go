package store

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"sync"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// mirror keeps the occupied time in memory, so that a look reads only what was written since the one before. The
// database stays the only truth: every look asks it, in the statement that reads the catalog's version, for the rows
// of all writes that were not over when the mirror was last brought up to date.
//
// Looks may overlap and bring their findings in any order; the higher version of a row wins, also when it is gone.
type mirror struct {
	mu sync.Mutex
	// generation counts the loads; what was found from a state of another generation is not brought in.
	generation int
	// floor is the instant from which on the mirror is complete.
	floor int64
	mark  int64
	known map[string]place
	// rows are in order of their blocked range. Slices and map are replaced, never changed, so that readers need no
	// lock.
	rows map[shelf][]mirrored
}

// shelf is what rows are kept by; the provider is "" when a row does not occupy time any more.
type shelf struct{ provider, typeID string }

// place says where a row is kept.
type place struct {
	shelf
	version int64
}

type mirrored struct {
	domain.Occupied
	version int64
}

// delta is what a look found: rows written since the mark it asked with, and the mark to ask with next.
type delta struct {
	mark int64
	rows []found
}

type found struct {
	mirrored
	typeID   string
	occupies bool
}

func (f *found) shelf() shelf { return shelf{f.Provider, f.typeID} }

// snapshot is an immutable state of the mirror.
type snapshot struct {
	generation int
	mark       int64
	rows       map[shelf][]mirrored
}

// current returns the state of the mirror; false when it has to be loaded because it is empty or its floor lies below
// stale.
func (m *mirror) current(stale int64) (snapshot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state(), m.fresh(stale)
}

func (m *mirror) fresh(stale int64) bool { return m.generation > 0 && m.floor >= stale }

func (m *mirror) state() snapshot {
	return snapshot{generation: m.generation, mark: m.mark, rows: m.rows}
}

// load replaces everything by the rows of a full look, unless somebody else has done so meanwhile.
func (m *mirror) load(stale, floor int64, d delta) snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fresh(stale) {
		return m.state()
	}
	m.generation++
	m.floor, m.mark = floor, d.mark
	m.known = make(map[string]place, len(d.rows))
	m.rows = make(map[shelf][]mirrored)
	for i := range d.rows {
		r := &d.rows[i]
		at := r.shelf()
		m.known[r.ID] = place{shelf: at, version: r.version}
		m.rows[at] = append(m.rows[at], r.mirrored)
	}
	for _, rows := range m.rows {
		slices.SortFunc(rows, byBlockedStart)
	}
	return m.state()
}

func byBlockedStart(a, b mirrored) int { return cmp.Compare(a.BlockedStart, b.BlockedStart) }

// apply brings in what a look from the state found and returns the state after it.
func (m *mirror) apply(from snapshot, d delta) snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if from.generation != m.generation {
		return from.over(d)
	}
	copied := false
	for i := range d.rows {
		r := &d.rows[i]
		was, ok := m.known[r.ID]
		if ok && was.version >= r.version {
			continue
		}
		if !copied {
			m.rows, copied = maps.Clone(m.rows), true
		}
		if was.provider != "" {
			m.rows[was.shelf] = without(m.rows[was.shelf], r.ID)
		}
		now := place{version: r.version}
		if r.occupies {
			now.shelf = r.shelf()
			m.rows[now.shelf] = with(m.rows[now.shelf], r.mirrored)
		}
		m.known[r.ID] = now
	}
	m.mark = max(m.mark, d.mark)
	return m.state()
}

// over returns the state with what a look found laid over it, for a transaction that sees writes of its own.
func (s snapshot) over(d delta) snapshot {
	private := mirror{generation: s.generation, known: make(map[string]place), rows: s.rows, mark: s.mark}
	for at, rows := range s.rows {
		for i := range rows {
			private.known[rows[i].ID] = place{shelf: at, version: rows[i].version}
		}
	}
	return private.apply(s, d)
}

func without(rows []mirrored, id string) []mirrored {
	i := slices.IndexFunc(rows, func(r mirrored) bool { return r.ID == id })
	if i < 0 {
		return rows
	}
	return append(slices.Clone(rows[:i]), rows[i+1:]...)
}

func with(rows []mirrored, r mirrored) []mirrored {
	i, _ := slices.BinarySearchFunc(rows, r, byBlockedStart)
	out := make([]mirrored, 0, len(rows)+1)
	return append(append(append(out, rows[:i]...), r), rows[i:]...)
}

// beginning returns the rows whose blocked range begins in [from, to).
func beginning(rows []mirrored, from, to int64) []mirrored {
	low := sort.Search(len(rows), func(i int) bool { return rows[i].BlockedStart >= from })
	high := sort.Search(len(rows), func(i int) bool { return rows[i].BlockedStart >= to })
	return rows[low:max(low, high)]
}

// occupied returns the rows that touch [from, to).
func (s snapshot) occupied(from, to int64) []domain.Occupied {
	var out []domain.Occupied
	for _, rows := range s.rows {
		near := beginning(rows, from-dayUS, to)
		for i := range near {
			if near[i].BlockedEnd > from {
				out = append(out, near[i].Occupied)
			}
		}
	}
	return out
}

// load counts the rows of the type per provider that begin in [from, to).
func (s snapshot) load(typeID string, from, to int64) map[string]int {
	out := make(map[string]int)
	for at, rows := range s.rows {
		if n := len(beginning(rows, from, to)); n > 0 && at.typeID == typeID {
			out[at.provider] = n
		}
	}
	return out
}
