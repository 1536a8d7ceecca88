package domain

import (
	"cmp"
	"maps"
	"slices"
	"sort"
)

// lanes are the lanes of all providers, or of all rooms.
type lanes struct {
	index map[string]int
	all   []*lane
}

// of returns the lane of the id; nil, which is empty, when nothing ever was there.
func (l *lanes) of(id string) *lane {
	if i, ok := l.index[id]; ok {
		return l.all[i]
	}
	return nil
}

// replace returns the lanes without the rows gone and with those that come; rows without a key are in none.
func (l *lanes) replace(gone, come []*Occupied, key func(*Occupied) string) lanes {
	drafts := make(map[string]*draft)
	change := func(rows []*Occupied, do func(*draft, *Occupied)) {
		for _, r := range rows {
			id := key(r)
			if id == "" {
				continue
			}
			d, ok := drafts[id]
			if !ok {
				d = newDraft(l.of(id))
				drafts[id] = d
			}
			do(d, r)
		}
	}
	change(gone, (*draft).remove)
	change(come, (*draft).add)
	if len(drafts) == 0 {
		return *l
	}
	next := lanes{index: l.index, all: slices.Clone(l.all)}
	copied := false
	for id, d := range drafts {
		i, ok := next.index[id]
		if !ok {
			if !copied {
				next.index, copied = maps.Clone(l.index), true
			}
			if next.index == nil {
				next.index = make(map[string]int)
			}
			i = len(next.all)
			next.index[id], next.all = i, append(next.all, nil)
		}
		next.all[i] = d.done()
	}
	return next
}

// lane is the occupied time of one provider or one room, in pages from number first on; nil where there is nothing.
type lane struct {
	first int64
	pages []*page
}

// page is the part of a lane that begins in one stretch of pageCells.
type page struct {
	// rows are in order of their blocked range.
	rows []*Occupied
	// longest is the length of the longest blocked range.
	longest int64
	// cells are those that any row touches which does not lapse, also one from the page before.
	cells [pageWords]uint64
}

// nothing is the lane of whoever has no rows.
var nothing = new(lane)

// page returns the page of the number, nil when nothing is there.
func (l *lane) page(n int64) *page {
	if l == nil || n < l.first || n >= l.first+int64(len(l.pages)) {
		return nil
	}
	return l.pages[n-l.first]
}

// touching calls yield with the rows that touch [from, to), by the start of their blocked range, until it returns false;
// it says whether it never did.
func (l *lane) touching(from, to int64, yield func(*Occupied) bool) bool {
	if from >= to {
		return true
	}
	for n := pageOf(from - maxBlockedUS); n <= pageOf(to-1); n++ {
		p := l.page(n)
		if p == nil {
			continue
		}
		i := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].BlockedStart > from-p.longest })
		for ; i < len(p.rows) && p.rows[i].BlockedStart < to; i++ {
			if p.rows[i].BlockedEnd > from && !yield(p.rows[i]) {
				return false
			}
		}
	}
	return true
}

// draft is the next state of a lane. It copies the pages it changes.
type draft struct {
	lane
	own map[int64]bool
}

func newDraft(l *lane) *draft {
	d := &draft{own: make(map[int64]bool, 2)}
	if l != nil {
		d.lane = lane{first: l.first, pages: slices.Clone(l.pages)}
	}
	return d
}

// at returns the draft's own copy of a page.
func (d *draft) at(n int64) *page {
	if len(d.pages) == 0 {
		d.first = n
	}
	if n < d.first {
		d.pages, d.first = append(make([]*page, d.first-n), d.pages...), n
	}
	if missing := n - d.first - int64(len(d.pages)) + 1; missing > 0 {
		d.pages = append(d.pages, make([]*page, missing)...)
	}
	p := &d.pages[n-d.first]
	if !d.own[n] {
		d.own[n] = true
		if *p == nil {
			*p = &page{}
		} else {
			*p = &page{rows: slices.Clone((*p).rows), longest: (*p).longest}
		}
	}
	return *p
}

func (d *draft) add(r *Occupied) {
	p := d.at(pageOf(r.BlockedStart))
	p.rows = append(p.rows, r)
}

func (d *draft) remove(r *Occupied) {
	p := d.at(pageOf(r.BlockedStart))
	p.rows = slices.DeleteFunc(p.rows, func(o *Occupied) bool { return o == r })
}

// done puts the changed pages in order and marks their cells anew, and those of the pages after them, into which a row
// may reach.
func (d *draft) done() *lane {
	for _, n := range slices.Collect(maps.Keys(d.own)) {
		p := d.at(n)
		slices.SortFunc(p.rows, func(a, b *Occupied) int {
			return cmp.Or(cmp.Compare(a.BlockedStart, b.BlockedStart), cmp.Compare(a.ID, b.ID))
		})
		p.longest = 0
		for _, r := range p.rows {
			p.longest = max(p.longest, r.BlockedEnd-r.BlockedStart)
			if pageOf(r.BlockedEnd-1) > n {
				d.at(n + 1)
			}
		}
		if d.page(n+1) != nil {
			d.at(n + 1)
		}
	}
	for n := range d.own {
		cells := strip{base: n * pageWords, words: d.page(n).cells[:]}
		for _, p := range [2]*page{d.page(n - 1), d.page(n)} {
			if p == nil {
				continue
			}
			for _, r := range p.rows {
				if r.HoldExpire == 0 {
					cells.set(r.BlockedStart, r.BlockedEnd)
				}
			}
		}
	}
	return &d.lane
}
