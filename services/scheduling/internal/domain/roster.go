package domain

import (
	"slices"
	"sync"
)

// ledgerDays is how far back the ledger counts.
const ledgerDays = 28

// roster says who is there for which starts of a type that any provider takes: by hours, closures, time off and
// calendars elsewhere.
type roster struct {
	typeID string
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
	// since is the instant from which on each taker is a member; joins are all of them, in order.
	since, joins []int64
	// kept are the books as the last ledger left them.
	kept books
}

// has reports whether the taker is there for the cell.
func (r *roster) has(taker, cell int) bool { return r.there[taker].has(cell) }

// cell returns the number of the cell that the instant lies in.
func (r *roster) cell(at int64) int { return int(cellOf(at) - r.there[0].base*wordCells) }

// debt says what a row of a taker is a debt of. What nobody is there for is nobody's debt, and so nobody's merit; and
// what was made before its taker joined anew counts no more.
func (r *roster) debt(taker int, o *Occupied) (d debt, ok bool) {
	if o.TypeID != r.typeID || o.Created < r.since[taker] || o.Start < r.from || o.Start >= r.to {
		return d, false
	}
	if d.cell = r.cell(o.Start); r.present[d.cell] == 0 {
		return d, false
	}
	for d.joined < len(r.joins) && r.joins[d.joined] <= o.Created {
		d.joined++
	}
	return d, true
}

// owes reports whether the taker is one of those who owe d.
func (r *roster) owes(taker int, d debt) bool {
	return r.has(taker, d.cell) && r.since[taker] <= r.joins[d.joined-1]
}

// part is what each who owes d owes of one: as much as everybody else who is there and was a member.
func (r *roster) part(d debt) float64 {
	if d.joined == len(r.joins) {
		return 1 / float64(r.present[d.cell])
	}
	n := 0
	for k := range r.takers {
		if r.owes(k, d) {
			n++
		}
	}
	return 1 / float64(n)
}

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
	r.alike, r.since = make([]int, len(r.there)), make([]int64, len(r.there))
	for k := range r.there {
		r.there[k].each(func(cell int) { r.present[cell]++ })
		r.alike[k] = slices.IndexFunc(r.there[:k+1], func(other strip) bool { return slices.Equal(other.words, r.there[k].words) })
		r.since[k] = c.providers[r.takers[k]].LedgerFrom
	}
	r.joins = slices.Compact(slices.Sorted(slices.Values(r.since)))
	r.typeID = t.ID
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
