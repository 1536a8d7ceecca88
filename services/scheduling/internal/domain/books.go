package domain

import "sync"

// books are what the rows that do not lapse come to in a ledger. From one ledger to the next few lanes change, and only
// those are counted anew.
type books struct {
	mu sync.Mutex
	// lanes are the takers' rows as last counted, debts what each lane comes to, load how many that are.
	lanes []*lane
	debts [][]debt
	load  []int
	// booked is how many were made for each cell since the last join: everybody who is there owes them. Of earlier ones
	// only the members of then do.
	booked  []uint16
	earlier map[debt]*early
	// late and before are what is owed of the two, where it was asked for since they changed: late by who is there for
	// the same starts, before by taker.
	late, before map[int]float64
}

// early is how many were made, and what each of the members of then owes of one.
type early struct {
	n    int
	part float64
}

// bring brings the taker's rows into the books. Lanes with rows that are hidden are of no other ledger.
func (b *books) bring(taker int, rows *lane, r *roster, hidden map[string]bool) {
	if b.lanes == nil {
		b.lanes, b.debts = make([]*lane, len(r.takers)), make([][]debt, len(r.takers))
		b.load, b.booked = make([]int, len(r.takers)), make([]uint16, len(r.present))
		b.earlier, b.late, b.before = make(map[debt]*early), make(map[int]float64), make(map[int]float64)
	}
	if b.lanes[taker] == rows {
		return
	}
	var fresh []debt
	rows.touching(r.from, r.to, func(o *Occupied) bool {
		if d, ok := r.debt(taker, o); ok && o.HoldExpire == 0 && !hidden[o.ID] {
			fresh = append(fresh, d)
		}
		return true
	})
	gone, come := apart(b.debts[taker], fresh)
	for _, d := range gone {
		b.add(r, d, -1)
	}
	for _, d := range come {
		b.add(r, d, 1)
	}
	b.lanes[taker], b.debts[taker], b.load[taker] = rows, fresh, len(fresh)
}

// apart returns what of the two is left without what they begin and end with in common.
func apart(a, b []debt) (_, _ []debt) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func (b *books) add(r *roster, d debt, n int) {
	if d.joined == len(r.joins) {
		clear(b.late)
		b.booked[d.cell] += uint16(n) //nolint:gosec // what is taken away was there
		return
	}
	clear(b.before)
	e, ok := b.earlier[d]
	if !ok {
		e = &early{part: r.part(d)}
		b.earlier[d] = e
	}
	if e.n += n; e.n == 0 {
		delete(b.earlier, d)
	}
}

// share is what the taker owes.
func (b *books) share(r *roster, taker int) float64 {
	late, ok := b.late[r.alike[taker]]
	if !ok {
		for cell, n := range b.booked {
			if n > 0 && r.has(taker, cell) {
				late += float64(n) / float64(r.present[cell])
			}
		}
		b.late[r.alike[taker]] = late
	}
	before, ok := b.before[taker]
	if !ok {
		for d, e := range b.earlier {
			if r.owes(taker, d) {
				before += float64(e.n) * e.part
			}
		}
		b.before[taker] = before
	}
	return late + before
}
