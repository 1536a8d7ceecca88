package domain

import (
	"context"
	"math"
	"slices"
)

// ledger is the account of who takes the appointments of a type that any provider takes. Each appointment is owed in
// equal parts by all who are there for its start and were members when it was made, and paid by the one who takes it;
// whoever has paid least of what they owe is next. It is the rule of the fair carpool (R. Fagin, J. H. Williams, A fair
// carpool scheduling algorithm, IBM Journal of Research and Development 27, 1983). Whoever is away owes nothing, so
// nobody comes back to a debt, and whoever is new begins even with everybody.
type ledger struct {
	*roster
	// since is the instant from which on each taker is a member; joins are all of them, in order.
	since, joins []int64
	// load is how many each taker has, lapsed holds not counted.
	load []int
	// booked is how many were made for a cell since the last join, and cells are those with any; earlier ones are few.
	booked  []uint16
	cells   []int
	earlier map[debt]int
	// debts are all of them, once they are counted: first those since the last join, late in number, which everybody
	// who is there owes.
	debts []debt
	late  int
	// shares are what is owed of those, by who is there for the same starts, where it was asked for.
	shares map[int]float64
}

// debt is what was made for a cell when as many of the joins were over, and what each of the members then owes of it.
type debt struct {
	cell, joined int
	part         float64
}

// ledger adds up what is in the calendar.
func (c *Calendar) ledger(t *Type) *ledger {
	r := c.roster(t, c.Now)
	l := &ledger{
		roster: r, load: make([]int, len(r.takers)), since: make([]int64, len(r.takers)),
		booked: make([]uint16, len(r.present)), earlier: make(map[debt]int), shares: make(map[int]float64),
	}
	for k, i := range r.takers {
		l.since[k] = c.providers[i].LedgerFrom
	}
	l.joins = slices.Compact(slices.Sorted(slices.Values(l.since)))
	l.rows(c, t)
	for _, cell := range l.cells {
		l.owe(debt{cell: cell, joined: len(l.joins)}, int(l.booked[cell]))
	}
	l.late = len(l.debts)
	for d, n := range l.earlier {
		l.owe(d, n)
	}
	return l
}

// rows takes in every row that counts. What does not lapse was counted when its lane was first seen.
func (l *ledger) rows(c *Calendar, t *Type) {
	own := func(o *Occupied) {
		if i, ok := c.index[o.Provider]; ok {
			if k, ok := slices.BinarySearch(l.takers, i); ok && !o.lapsed(c.Now) {
				l.count(t, k, o)
			}
		}
	}
	for k, i := range l.takers {
		if c.rows.hidden == nil {
			for _, d := range l.tally(t, k, c.lane(i)) {
				l.take(k, d)
			}
			continue
		}
		c.rows.each(c.lane(i), l.from, l.to, func(o *Occupied) bool {
			if o.HoldExpire == 0 {
				l.count(t, k, o)
			}
			return true
		})
	}
	for _, o := range c.rows.holds {
		if !c.rows.hidden[o.ID] {
			own(o)
		}
	}
	for _, o := range c.rows.added {
		own(o)
	}
}

// tally returns what the taker's rows that do not lapse come to. A lane never changes, so it is counted once.
func (l *ledger) tally(t *Type, taker int, rows *lane) []debt {
	if known := l.tallies[taker].Load(); known != nil && known.rows == rows {
		return known.debts
	}
	fresh := &tally{rows: rows}
	rows.touching(l.from, l.to, func(o *Occupied) bool {
		if d, ok := l.debt(t, taker, o); ok && o.HoldExpire == 0 {
			fresh.debts = append(fresh.debts, d)
		}
		return true
	})
	l.tallies[taker].Store(fresh)
	return fresh.debts
}

// debt says what a row of a taker is a debt of. What nobody is there for is nobody's debt, and so nobody's merit; and
// what was made before its taker joined anew counts no more.
func (l *ledger) debt(t *Type, taker int, o *Occupied) (d debt, ok bool) {
	if o.TypeID != t.ID || o.Created < l.since[taker] || o.Start < l.from || o.Start >= l.to {
		return d, false
	}
	if d.cell = l.cell(o.Start); l.present[d.cell] == 0 {
		return d, false
	}
	for d.joined < len(l.joins) && l.joins[d.joined] <= o.Created {
		d.joined++
	}
	return d, true
}

func (l *ledger) count(t *Type, taker int, o *Occupied) {
	if d, ok := l.debt(t, taker, o); ok {
		l.take(taker, d)
	}
}

// take takes in one appointment of the taker.
func (l *ledger) take(taker int, d debt) {
	l.load[taker]++
	if d.joined < len(l.joins) {
		l.earlier[d]++
	} else if l.booked[d.cell]++; l.booked[d.cell] == 1 {
		l.cells = append(l.cells, d.cell)
	}
}

func (l *ledger) owe(d debt, n int) {
	d.part = float64(n) / float64(l.members(d))
	l.debts = append(l.debts, d)
}

// owes reports whether the taker is one of those who owe d.
func (l *ledger) owes(taker int, d *debt) bool {
	return l.has(taker, d.cell) && l.since[taker] <= l.joins[d.joined-1]
}

// members is how many owe d.
func (l *ledger) members(d debt) int {
	if d.joined == len(l.joins) {
		return int(l.present[d.cell])
	}
	n := 0
	for k := range l.takers {
		if l.owes(k, &d) {
			n++
		}
	}
	return n
}

// share is what the taker owes.
func (l *ledger) share(taker int) float64 {
	alike := l.alike[taker]
	sum, ok := l.shares[alike]
	if !ok {
		for i := range l.debts[:l.late] {
			if d := &l.debts[i]; l.has(taker, d.cell) {
				sum += d.part
			}
		}
		l.shares[alike] = sum
	}
	for i := l.late; i < len(l.debts); i++ {
		if d := &l.debts[i]; l.owes(taker, d) {
			sum += d.part
		}
	}
	return sum
}

// balance is how much more than owed the taker has taken, in millionths of an appointment: rounded, so that the order
// in which shares are added up decides nothing.
func (l *ledger) balance(taker int) int64 {
	return int64(math.Round(1e6 * (float64(l.load[taker]) - l.share(taker))))
}

// byBalance sorts providers so that the one who is next comes first; equal ones stay as they are.
func (c *Calendar) byBalance(t *Type, providers []int) {
	l := c.ledger(t)
	balances := make(map[int]int64, len(providers))
	for _, i := range providers {
		if k, ok := slices.BinarySearch(l.takers, i); ok {
			balances[i] = l.balance(k)
		}
	}
	slices.SortStableFunc(providers, func(a, b int) int { return compare(balances[a], balances[b]) })
}

// LedgerEntry is one provider's account.
type LedgerEntry struct {
	ProviderID, ProviderName string
	// Since is the instant from which on the provider counts.
	Since int64
	// Load is how many appointments the provider has taken, held ones and those ahead too.
	Load int
	// Share is how many were theirs to take, Balance what Load is more than that: the lowest is next.
	Share, Balance float64
}

// Ledger returns the accounts of a type that any provider takes, next one first. Error: ErrNotFound for every other type.
func (s *Scheduler) Ledger(ctx context.Context, typeID string) ([]LedgerEntry, error) {
	t := s.types[typeID]
	if t == nil || !t.AnyProvider {
		return nil, ErrNotFound
	}
	cal, err := s.calendar(ctx, s.now(), s.now())
	if err != nil {
		return nil, err
	}
	l := cal.ledger(t)
	order := slices.Clone(l.takers)
	cal.byBalance(t, order)
	out := make([]LedgerEntry, 0, len(order))
	for _, i := range order {
		k, _ := slices.BinarySearch(l.takers, i)
		p := cal.providers[i]
		out = append(out, LedgerEntry{
			ProviderID: p.ID, ProviderName: p.DisplayName, Since: max(l.since[k], l.from),
			Load: l.load[k], Share: l.share(k), Balance: float64(l.balance(k)) / 1e6,
		})
	}
	return out, nil
}
