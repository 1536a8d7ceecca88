package store

import (
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
	known map[string]written
	rows  *domain.Occupancy
	// names are the ids of providers, rooms and types, so that the rows share them.
	names map[string]string
}

// written is the newest version seen of a row; the row is nil when it does not occupy time any more.
type written struct {
	row     *domain.Occupied
	version int64
}

// delta is what a look found: rows written since the mark it asked with, and the mark to ask with next.
type delta struct {
	mark int64
	rows []found
}

// found is a row, with its version, and whether it occupies time.
type found struct {
	domain.Occupied
	version  int64
	occupies bool
}

// snapshot is an immutable state of the mirror.
type snapshot struct {
	generation int
	mark       int64
	rows       *domain.Occupancy
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
	m.known = make(map[string]written, len(d.rows))
	m.names = make(map[string]string)
	m.rows = new(domain.Occupancy)
	m.bringIn(d)
	return m.state()
}

// apply brings in what a look from the state found and returns the state after it.
func (m *mirror) apply(from snapshot, d delta) snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	if from.generation != m.generation {
		return from.over(d)
	}
	m.bringIn(d)
	m.mark = max(m.mark, d.mark)
	return m.state()
}

// placed brings in a row that this process has inserted.
func (m *mirror) placed(a *domain.Appointment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.generation > 0 {
		m.bringIn(delta{rows: []found{{Occupied: a.Occupied(), version: a.Version, occupies: true}}})
	}
}

func (m *mirror) bringIn(d delta) {
	var gone, come []*domain.Occupied
	for i := range d.rows {
		r := &d.rows[i]
		was, ok := m.known[r.ID]
		if ok && was.version >= r.version {
			continue
		}
		now := written{version: r.version}
		if was.row != nil {
			gone = append(gone, was.row)
		}
		if r.occupies {
			now.row = m.own(r.Occupied)
			come = append(come, now.row)
		}
		m.known[r.ID] = now
	}
	if len(gone)+len(come) > 0 {
		m.rows = m.rows.Replace(gone, come)
	}
}

// own returns a copy of the row to keep.
func (m *mirror) own(r domain.Occupied) *domain.Occupied {
	for _, name := range [3]*string{&r.Provider, &r.Room, &r.TypeID} {
		if known, ok := m.names[*name]; ok {
			*name = known
		} else {
			m.names[*name] = *name
		}
	}
	return &r
}

// over returns the state with what a look from it found laid over it, for a transaction that sees writes of its own. The
// look saw nothing older than the state: each sees what was committed before it, and nobody writes beside the one
// writer of SQLite.
func (s snapshot) over(d delta) snapshot {
	ids := make([]string, len(d.rows))
	var rows []*domain.Occupied
	for i := range d.rows {
		ids[i] = d.rows[i].ID
		if d.rows[i].occupies {
			rows = append(rows, &d.rows[i].Occupied)
		}
	}
	s.rows = s.rows.Over(ids, rows)
	return s
}
