package domain

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// keptProfiles bounds how many profiles are kept decoded beside the index. Policy: some megabytes.
const keptProfiles = 4096

// kept is a therapist as the index knows them, with what was made of that for one decision and serves the next.
type kept struct {
	Therapist

	// row is nil where the facts are not numbered yet.
	row *score.Row
	// stored is what the store makes of the therapist, once it did.
	stored atomic.Pointer[[]byte]
}

// found are therapists as they were at a look, with the numbers of their facts, on the day the index was made for.
type found struct {
	each []*kept
	dict *score.Dictionary
	date string
}

// therapists returns those of the ids that are not deleted, as they were at the look. What was asked for lately is kept as long
// as no look finds it changed; the rest is read from the store.
func (r *roster) therapists(ctx context.Context, s sight, ids []string) (found, error) {
	out, missing := r.recall(ids)
	if len(missing) == 0 {
		return out, nil
	}
	read, err := r.store.Therapists(ctx, missing, s.at)
	if err != nil {
		return found{}, err
	}
	r.keep(s, out.add(read))
	return out, nil
}

// add takes in those who were read, and returns them.
func (f *found) add(read []Therapist) []*kept {
	weights := DefaultWeights()
	for i := range read {
		k := &kept{Therapist: read[i]}
		k.InitialHours = nil // says nothing about today's openings
		k.row = numberedRow(&k.Therapist, f.date, &weights, f.dict)
		f.each = append(f.each, k)
	}
	return f.each[len(f.each)-len(read):]
}

// sort orders by id.
func (f *found) sort() {
	slices.SortFunc(f.each, func(a, b *kept) int { return strings.Compare(a.ID, b.ID) })
}

func (r *roster) recall(ids []string) (out found, missing []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out = found{make([]*kept, 0, len(ids)), r.book.Index().Dictionary(), r.date}
	for _, id := range ids {
		if k := r.kept[id]; k != nil {
			out.each = append(out.each, k)
		} else {
			missing = append(missing, id)
		}
	}
	return out, missing
}

// keep remembers what was read after a look, unless a later one found a change: it may be of what was read.
func (r *roster) keep(s sight, read []*kept) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.changes != s.changes {
		return
	}
	for _, k := range read {
		r.kept[k.ID] = k
	}
	for id := range r.kept { // in no order
		if len(r.kept) <= keptProfiles {
			break
		}
		delete(r.kept, id)
	}
}

// numberedRow is the therapist's row, or nil when the dictionary, which others look facts up in, does not number all facts.
func numberedRow(t *Therapist, date string, w *Weights, d *score.Dictionary) *score.Row {
	unknown := false
	row := rowOf(t, date, w, func(fact string) score.Fact {
		f := d.Find(fact)
		if f == score.NoFact {
			unknown, f = true, 0
		}
		return f
	})
	if unknown {
		return nil
	}
	return &row
}
