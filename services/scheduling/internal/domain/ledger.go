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
	*books
	// more are debts that come on top of those in the books, with who has taken them.
	more []taken
}

// debt is what was made for a cell when as many of the joins were over.
type debt struct{ cell, joined int }

// taken is an appointment and who has it.
type taken struct {
	taker int
	debt
}

// ledger adds up what is in the calendar. Nobody else has the books until the ledger is closed.
func (c *Calendar) ledger(t *Type) *ledger {
	l := &ledger{roster: c.roster(t, c.Now)}
	l.books = &l.kept
	if c.rows.hidden != nil {
		l.books = new(books)
	}
	l.mu.Lock()
	for k, i := range l.takers {
		l.bring(k, c.lane(i), l.roster, c.rows.hidden)
	}
	for _, o := range c.rows.holds {
		if !c.rows.hidden[o.ID] {
			l.own(c, o)
		}
	}
	for _, o := range c.rows.added {
		l.own(c, o)
	}
	return l
}

func (l *ledger) close() { l.mu.Unlock() }

// own takes in a row that is not in the books, unless it has lapsed.
func (l *ledger) own(c *Calendar, o *Occupied) {
	if i, ok := c.index[o.Provider]; ok {
		if k, ok := slices.BinarySearch(l.takers, i); ok && !o.lapsed(c.Now) {
			if d, ok := l.debt(k, o); ok {
				l.more = append(l.more, taken{k, d})
			}
		}
	}
}

// taken is how many the taker has, lapsed holds not counted.
func (l *ledger) taken(taker int) int {
	n := l.load[taker]
	for _, m := range l.more {
		if m.taker == taker {
			n++
		}
	}
	return n
}

// share is what the taker owes.
func (l *ledger) share(taker int) float64 {
	sum := l.books.share(l.roster, taker)
	for _, m := range l.more {
		if l.owes(taker, m.debt) {
			sum += l.part(m.debt)
		}
	}
	return sum
}

// balance is how much more than owed the taker has taken, in millionths of an appointment: rounded, so that the order
// in which shares are added up decides nothing.
func (l *ledger) balance(taker int) int64 {
	return int64(math.Round(1e6 * (float64(l.taken(taker)) - l.share(taker))))
}

// byBalance sorts providers so that the one who is next comes first; equal ones stay as they are.
func (c *Calendar) byBalance(t *Type, providers []int) {
	l := c.ledger(t)
	defer l.close()
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
	order := slices.Clone(cal.roster(t, cal.Now).takers)
	cal.byBalance(t, order)
	l := cal.ledger(t)
	defer l.close()
	out := make([]LedgerEntry, 0, len(order))
	for _, i := range order {
		k, _ := slices.BinarySearch(l.takers, i)
		p := cal.providers[i]
		out = append(out, LedgerEntry{
			ProviderID: p.ID, ProviderName: p.DisplayName, Since: max(l.since[k], l.from),
			Load: l.taken(k), Share: l.share(k), Balance: float64(l.balance(k)) / 1e6,
		})
	}
	return out, nil
}
