package index

import (
	"slices"
	"sync/atomic"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// anewShare is which part of the therapists may change before everything is made anew: from there on that costs less. Policy.
const anewShare = 16

// Book keeps an index up to date: one writer at a time, any number of readers of [Book.Index].
type Book struct {
	current atomic.Pointer[Index]
	// where is an open hash table from ids to rows, plus one; only the writer reads it.
	where []uint32
	used  int
}

// NewBook returns an index of the entries that can be kept up to date.
func NewBook(dict *score.Dictionary, entries []Entry) (*Book, error) {
	x, err := Build(dict, entries)
	if err != nil {
		return nil, err
	}
	b := &Book{}
	b.current.Store(x)
	b.table()
	return b, nil
}

// Index is the index as it is now.
func (b *Book) Index() *Index { return b.current.Load() }

// Small reports whether so many changes are less work than making everything anew.
func (b *Book) Small(changes int) bool { return changes <= 1+b.Index().count/anewShare }

// Update makes a new index in which the changed therapists are as the entries say, new ones are added and those gone are
// not. dict numbers all facts of the index as it did, and the new ones.
func (b *Book) Update(dict *score.Dictionary, changed []Entry, gone []string) error {
	for i := range changed {
		if err := check(&changed[i]); err != nil {
			return err
		}
	}
	old := b.Index()
	x := &Index{dict: dict, count: old.count, segments: slices.Clone(old.segments), facts: slices.Clone(old.facts)}
	x.facts = append(x.facts, make([]int32, dict.Len()-len(x.facts))...)
	for i := range changed {
		e := &changed[i]
		at, known := b.find(x, e.ID)
		if !known {
			at = x.appendRow()
		}
		if x.write(at, e); !known {
			b.remember(x, e.ID, at)
		}
	}
	for _, therapist := range gone {
		if at, known := b.find(x, therapist); known {
			x.erase(at)
		}
	}
	b.current.Store(x)
	return nil
}

// table makes the hash table anew.
func (b *Book) table() {
	x := b.Index()
	size := 64
	for size < 2*segmentRows*len(x.segments) {
		size *= 2
	}
	b.where, b.used = make([]uint32, size), 0
	for i, s := range x.segments {
		for at := range s.rows {
			b.place(hashOf(s.id(at)), uint32(i*segmentRows+at)) //nolint:gosec // far fewer
		}
	}
}

func (b *Book) place(h uint64, row uint32) {
	mask := uint64(len(b.where) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		if b.where[at] == 0 {
			b.where[at], b.used = row+1, b.used+1
			return
		}
	}
}

// remember adds a row, in a table twice as large when this one is half full.
func (b *Book) remember(x *Index, therapist string, row uint32) {
	if 2*b.used >= len(b.where) {
		old := b.where
		b.where, b.used = make([]uint32, 2*len(old)), 0
		for _, entry := range old {
			if entry != 0 {
				b.place(hashOf(x.segments[(entry-1)/segmentRows].id(int(entry-1)%segmentRows)), entry-1)
			}
		}
	}
	b.place(hashOf([]byte(therapist)), row)
}

// find is the row of a therapist, living or not.
func (b *Book) find(x *Index, therapist string) (uint32, bool) {
	mask := uint64(len(b.where) - 1)
	for at := hash(therapist) & mask; b.where[at] != 0; at = (at + 1) & mask {
		row := b.where[at] - 1
		if i := int(row / segmentRows); i < len(x.segments) && int(row%segmentRows) < x.segments[i].rows && string(x.segments[i].id(int(row%segmentRows))) == therapist {
			return row, true
		}
	}
	return 0, false
}
