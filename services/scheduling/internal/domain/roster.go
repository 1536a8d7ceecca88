package domain

import (
	"slices"
	"sync"
	"sync/atomic"
)

// ledgerDays is how far back the ledger counts.
const ledgerDays = 28

// roster says who is there for which starts of a type that any provider takes: by hours, closures, time off and
// calendars elsewhere.
type roster struct {
	// from and to bound the dates that count.
	from, to int64
	// takers are the indexes of the providers, by id.
	takers []int
	// there has, for each of them, a bit for the cell of every start at which they are there.
	there []strip
	// present is how many are there, by cell.
	present []uint16
	// alike is, for each taker, the first who is there for the same starts.
	alike []int
	// tallies are what each taker's rows come to, as last seen.
	tallies []atomic.Pointer[tally]
}

// tally is what a lane's rows that do not lapse come to in the ledger.
type tally struct {
	rows  *lane
	debts []debt
}

// has reports whether the taker is there for the cell.
func (r *roster) has(taker, cell int) bool { return r.there[taker].has(cell) }

// cell returns the number of the cell that the instant lies in.
func (r *roster) cell(at int64) int { return int(cellOf(at) - r.there[0].base*wordCells) }

// rosters keeps the rosters of one catalog for as long as the date is the same.
type rosters struct {
	mu    sync.Mutex
	today Date
	known map[string]*roster
}

// roster returns that of the type, seen from the instant.
func (c *Catalog) roster(t *Type, now int64) *roster {
	today := DateIn(c.Practice, now)
	c.rosters.mu.Lock()
	defer c.rosters.mu.Unlock()
	if c.rosters.today != today || c.rosters.known == nil {
		c.rosters.today, c.rosters.known = today, make(map[string]*roster)
	}
	r, ok := c.rosters.known[t.ID]
	if !ok {
		r = c.newRoster(t, today)
		c.rosters.known[t.ID] = r
	}
	return r
}

func (c *Catalog) newRoster(t *Type, today Date) *roster {
	r := &roster{takers: c.candidates(t, "")}
	r.from, r.to = Bounds(c.Practice, today-ledgerDays, today+Date(t.Horizon.Microseconds()/dayUS)+1)
	r.there = make([]strip, len(r.takers))
	zones := newZones(r.from, r.to)
	for k, i := range r.takers {
		r.there[k].reset(r.from, r.to)
		c.mark(t, c.providers[i], zones.of(c.providers[i].zone), r, &r.there[k])
	}
	if len(r.there) > 0 {
		r.present = make([]uint16, len(r.there[0].words)*wordCells)
	}
	r.alike, r.tallies = make([]int, len(r.there)), make([]atomic.Pointer[tally], len(r.there))
	for k := range r.there {
		r.there[k].each(func(cell int) { r.present[cell]++ })
		r.alike[k] = slices.IndexFunc(r.there[:k+1], func(other strip) bool { return slices.Equal(other.words, r.there[k].words) })
	}
	return r
}

// mark sets the bits of the starts at which the provider is there.
func (c *Catalog) mark(t *Type, p member, zone []stretch, r *roster, there *strip) {
	step, length := t.Step.Microseconds(), t.Duration.Microseconds()
	if t.Packed {
		step = cellUS
	}
	plain := len(p.Schedule.Exceptions) == 0 && len(c.closed) == 0 && len(p.elsewhere) == 0
	p.starts(t, zone, r.from, r.to-1, func(run run) {
		for at := run.from(r.from, step); at <= min(run.last, r.to-1); at += step {
			if plain || !c.shut(at, at+length) && !p.away(t.ID, at, at+length) && len(touching(p.elsewhere, at, at+length)) == 0 {
				there.setCell(at)
			}
		}
	})
}

func (s *strip) has(cell int) bool { return s.words[cell/wordCells]>>(cell%wordCells)&1 == 1 }

// each calls yield with the number of every cell whose bit is set.
func (s *strip) each(yield func(cell int)) {
	for i := range s.words {
		for cell := i * wordCells; cell < (i+1)*wordCells; cell++ {
			if s.has(cell) {
				yield(cell)
			}
		}
	}
}
