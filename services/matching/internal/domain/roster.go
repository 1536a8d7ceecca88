package domain

import (
	"context"
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
// since the one before, so that no replica decides on an old profile.
type roster struct {
	store Store
	zone  string

	mu   sync.Mutex
	book *index.Book
	mark RosterMark
	// date is the day (YYYY-MM-DD) in the practice for which licences and certificates were judged.
	date string
	// stale says that the index knows somebody the store does not.
	stale bool
	// kept are some of the therapists as the index knows them; changes counts the looks that found any.
	kept    map[string]*kept
	changes int64

	searches sync.Pool
}

func newRoster(store Store, zone string) *roster {
	return &roster{store: store, zone: zone, searches: sync.Pool{New: func() any { return new(index.Search) }}}
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

// look returns the index as the store is now.
func (r *roster) look(ctx context.Context, now time.Time) (sight, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.catchUp(ctx, now)
}

// lookFor is look for a client, of whom it says what the store knows.
func (r *roster) lookFor(ctx context.Context, inquiry string, now time.Time) (sight, ClientRecord, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, err := r.store.Look(ctx, r.mark, inquiry, later(now, r.mark.At))
	if err != nil {
		return sight{}, ClientRecord{}, err
	}
	if r.book != nil && !l.Changed {
		r.mark = l.Mark
		return r.sight(), l.Client, nil
	}
	s, err := r.catchUp(ctx, now)
	return s, l.Client, err
}

// later is the later of two instants: somebody who came later may have been faster.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// catchUp brings in what changed since the last look; the lock is held.
func (r *roster) catchUp(ctx context.Context, now time.Time) (sight, error) {
	now = later(now, r.mark.At)
	if r.book != nil {
		mark, changed, err := r.store.Roster(ctx, r.mark, now)
		if err != nil {
			return sight{}, err
		}
		if r.book.Small(len(changed)) {
			if err := r.update(changed); err != nil {
				return sight{}, err
			}
			r.mark = mark
			return r.sight(), nil
		}
	}
	book, mark, date, err := r.load(ctx, now)
	if err != nil {
		return sight{}, err
	}
	r.replace(book, mark, date)
	return r.sight(), nil
}

// replace begins with an index of everyone; the lock is held.
func (r *roster) replace(book *index.Book, mark RosterMark, date string) {
	r.book, r.mark, r.date, r.stale = book, mark, date, false
	r.kept, r.changes = map[string]*kept{}, r.changes+1
}

// refresh makes the index anew when its day is over, or when it knows somebody the store does not. Searches go on with
// what there is: whom they find is judged by the day itself. What is kept of profiles is read again, so that a row that was
// taken out of the store, which no mark tells, is missed.
func (r *roster) refresh(ctx context.Context, now time.Time) error {
	today, err := r.today(now)
	if err != nil {
		return err
	}
	r.mu.Lock()
	current := r.book != nil && r.date == today && !r.stale
	r.kept = map[string]*kept{}
	r.mu.Unlock()
	if current {
		return nil
	}
	book, mark, date, err := r.load(ctx, now)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.replace(book, mark, date)
	return nil
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

// update brings in what changed. Searches under way look facts up in the dictionary they began with.
func (r *roster) update(changed []Therapist) error {
	if len(changed) == 0 {
		return nil
	}
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
	return r.book.Update(dict, entries, gone)
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
