package domain

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/index"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// RosterMark is how far a reader of therapists has come.
type RosterMark struct {
	// Write is the least number that a write not yet seen may have.
	Write int64
	// At is the instant up to which the passing of time is seen.
	At time.Time
}

// roster keeps every therapist in an index. The store stays the only truth: every look asks it for what was written
// since the one before, so that no replica decides on an old profile. Nobody waits for the store with the lock.
type roster struct {
	store Store
	zone  string

	// turn is taken by who brings in what changed, one at a time.
	turn chan struct{}

	mu   sync.Mutex
	book *index.Book
	mark RosterMark
	// date is the day (YYYY-MM-DD) in the practice for which licences and certificates were judged.
	date string
	// stale says that the index knows somebody the store does not.
	stale bool
	// begun counts how often what changed was read; caught is the last of these that was brought in.
	begun, caught int64
	// kept are some of the therapists as the index knows them; changes counts the looks that found any.
	kept    map[string]*kept
	changes int64

	searches sync.Pool
}

func newRoster(store Store, zone string) *roster {
	return &roster{store: store, zone: zone, turn: make(chan struct{}, 1), searches: sync.Pool{New: func() any { return new(index.Search) }}}
}

// sight is the index as the store was at a look.
type sight struct {
	index *index.Index
	// date is the day its licences and certificates were judged for, at the instant up to which the passing of time is seen.
	date string
	at   time.Time
	// changes tells whether a later look found anything.
	changes int64
}

// sight is what there is to see; the lock is held.
func (r *roster) sight() sight { return sight{r.book.Index(), r.date, r.mark.At, r.changes} }

// look returns the index as the store is now: it brings in what changed, unless somebody else does who began to read after this was
// asked.
func (r *roster) look(ctx context.Context, now time.Time) (sight, error) {
	r.mu.Lock()
	asked := r.begun
	r.mu.Unlock()
	if err := r.take(ctx); err != nil {
		return sight{}, err
	}
	defer r.give()
	r.mu.Lock()
	if r.caught > asked && !r.mark.At.Before(now) {
		defer r.mu.Unlock()
		return r.sight(), nil
	}
	r.begun++
	mark, book := r.mark, r.book
	r.mu.Unlock()
	now = later(now, mark.At)
	if book != nil {
		next, changed, err := r.store.Roster(ctx, mark, now)
		if err != nil {
			return sight{}, err
		}
		if book.Small(len(changed)) {
			return r.update(next, changed)
		}
	}
	return r.replace(ctx, now)
}

// lookFor is look for a client, of whom it says what the store knows.
func (r *roster) lookFor(ctx context.Context, inquiry string, now time.Time) (sight, ClientRecord, error) {
	r.mu.Lock()
	mark, ready := r.mark, r.book != nil
	r.mu.Unlock()
	l, err := r.store.Look(ctx, mark, inquiry, later(now, mark.At))
	if err != nil {
		return sight{}, ClientRecord{}, err
	}
	if ready && !l.Changed {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.advance(l.Mark)
		return r.sight(), l.Client, nil
	}
	s, err := r.look(ctx, now)
	return s, l.Client, err
}

// advance goes on from a mark when nothing changed before it, unless another look is further; the lock is held.
func (r *roster) advance(mark RosterMark) {
	r.mark = RosterMark{max(r.mark.Write, mark.Write), later(mark.At, r.mark.At)}
}

// later is the later of two instants: somebody who came later may have been faster.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// take waits for the turn.
func (r *roster) take(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *roster) give() { <-r.turn }

// replace begins with an index of everyone; the turn is taken.
func (r *roster) replace(ctx context.Context, now time.Time) (sight, error) {
	book, mark, date, err := r.load(ctx, now)
	if err != nil {
		return sight{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.book, r.mark, r.date, r.stale = book, mark, date, false
	r.kept, r.changes, r.caught = map[string]*kept{}, r.changes+1, r.begun
	return r.sight(), nil
}

// refresh makes the index anew when its day is over, or when it knows somebody the store does not: a row that was taken out of the
// store, which no mark tells. Searches go on with what there is: whom they find is judged by the day itself.
func (r *roster) refresh(ctx context.Context, now time.Time) error {
	today, err := r.today(now)
	if err != nil {
		return err
	}
	if err := r.take(ctx); err != nil {
		return err
	}
	defer r.give()
	r.mu.Lock()
	current := r.book != nil && r.date == today && !r.stale
	ids := slices.Collect(maps.Keys(r.kept))
	r.mu.Unlock()
	if current {
		left, err := r.store.CountTherapists(ctx, ids)
		if err != nil || left == len(ids) {
			return err
		}
	}
	r.mu.Lock()
	r.begun++
	r.mu.Unlock()
	_, err = r.replace(ctx, now)
	return err
}

// today is the day (YYYY-MM-DD) in the practice.
func (r *roster) today(now time.Time) (string, error) {
	loc, err := clock.Zone(r.zone)
	if err != nil {
		return "", ErrUnknownZone.Wrap(err)
	}
	return now.In(loc).Format(time.DateOnly), nil
}

// load makes an index of everyone.
func (r *roster) load(ctx context.Context, now time.Time) (*index.Book, RosterMark, string, error) {
	date, err := r.today(now)
	if err != nil {
		return nil, RosterMark{}, "", err
	}
	mark, all, err := r.store.Roster(ctx, RosterMark{}, now)
	if err != nil {
		return nil, RosterMark{}, "", err
	}
	dict, weights := score.NewDictionary(), DefaultWeights()
	entries := make([]index.Entry, len(all))
	for i := range all {
		entries[i] = entryOf(&all[i], date, &weights, dict)
	}
	book, err := index.NewBook(dict, entries)
	return book, mark, date, err
}

// update brings in what changed up to a mark. Searches under way look facts up in the dictionary they began with.
func (r *roster) update(mark RosterMark, changed []Therapist) (sight, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(changed) > 0 {
		r.changes++
		dict, weights := r.book.Index().Dictionary().Clone(), DefaultWeights()
		var entries []index.Entry
		var gone []string
		for i := range changed {
			delete(r.kept, changed[i].ID)
			if changed[i].Deleted() {
				gone = append(gone, changed[i].ID)
			} else {
				entries = append(entries, entryOf(&changed[i], r.date, &weights, dict))
			}
		}
		if err := r.book.Update(dict, entries, gone); err != nil {
			return sight{}, err
		}
	}
	r.advance(mark)
	r.caught = r.begun
	return r.sight(), nil
}

// entryOf is a therapist as the index keeps them: with those of the same state.
func entryOf(t *Therapist, date string, w *Weights, d *score.Dictionary) index.Entry {
	e := index.Entry{ID: t.ID, Row: Row(t, date, w, d)}
	if len(t.Licenses) > 0 {
		e.Shard = t.Licenses[0].State
	}
	return e
}

// forget makes the next refresh load everyone.
func (r *roster) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stale = true
}
