package domain

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowRoster is a store that takes its time, and whose callers may go meanwhile.
type slowRoster struct {
	*rosterOf

	mu           sync.Mutex
	look, roster time.Duration
	read         int
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *slowRoster) Look(ctx context.Context, after RosterMark, inquiry string, now time.Time) (Look, error) {
	s.mu.Lock()
	l, err := s.rosterOf.Look(ctx, after, inquiry, now)
	s.mu.Unlock()
	if gone := wait(ctx, s.look); gone != nil {
		return Look{}, gone
	}
	return l, err
}

func (s *slowRoster) Roster(ctx context.Context, after RosterMark, now time.Time) (RosterMark, []Therapist, error) {
	s.mu.Lock()
	s.read++
	mark, all, err := s.rosterOf.Roster(ctx, after, now)
	s.mu.Unlock()
	if gone := wait(ctx, s.roster); gone != nil {
		return RosterMark{}, nil, gone
	}
	return mark, all, err
}

// lookers look at the same time, each for so long at most, and say what came of it.
func lookers(t *testing.T, r *roster, n int, patience time.Duration) []error {
	t.Helper()
	out := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			_, _, out[i] = r.lookFor(ctx, "inquiry", testNow())
		})
	}
	all.Wait()
	return out
}

// Whoever looks waits for the store, not for others who do, and no longer than they will.
func TestLooksDoNotQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slowRoster{rosterOf: network(2 * wholeRoster)}
		r := newRoster(s, testZone)
		_, err := r.look(t.Context(), testNow())
		require.NoError(t, err)

		s.look = 300 * time.Millisecond
		began := time.Now()
		for _, err := range lookers(t, r, 8, time.Minute) {
			require.NoError(t, err)
		}
		require.Equal(t, s.look, time.Since(began))
		began = time.Now()
		for _, err := range lookers(t, r, 8, 10*time.Millisecond) {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
		require.Equal(t, 10*time.Millisecond, time.Since(began))
	})
}

// What changed is read once for all who find that something did, and whoever finds nothing does not wait for it.
func TestChangesAreReadForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slowRoster{rosterOf: network(2 * wholeRoster)}
		r := newRoster(s, testZone)
		_, err := r.look(t.Context(), testNow())
		require.NoError(t, err)
		id := s.all[0].ID
		s.rename(id, "Changed")
		s.read, s.look, s.roster = 0, 10*time.Millisecond, time.Second

		began := time.Now()
		var all sync.WaitGroup
		all.Go(func() {
			for _, err := range lookers(t, r, 20, time.Minute) {
				assert.NoError(t, err)
			}
		})
		<-time.After(500 * time.Millisecond) // the change is being read, and this store tells of it once
		for _, err := range lookers(t, r, 3, time.Minute) {
			require.NoError(t, err)
		}
		require.Equal(t, 510*time.Millisecond, time.Since(began))
		s.mu.Lock()
		s.changed = append(s.changed, s.all[1])
		s.mu.Unlock()
		require.ErrorIs(t, lookers(t, r, 1, 50*time.Millisecond)[0], context.DeadlineExceeded, "the turn is taken")
		all.Wait()
		require.LessOrEqual(t, s.read, 2, "one who began before the others asked, one after")
	})
}

// A round of tidying up leaves what is kept, as long as nobody is missing from the store.
func TestRefreshKeepsProfiles(t *testing.T) {
	t.Parallel()
	s := network(2 * wholeRoster)
	r := newRoster(s, testZone)
	seen, err := r.look(t.Context(), testNow())
	require.NoError(t, err)
	first, second := s.all[0].ID, s.all[1].ID
	_, err = r.therapists(t.Context(), seen, []string{first, second})
	require.NoError(t, err)
	require.NoError(t, r.refresh(t.Context(), testNow()))
	_, err = r.therapists(t.Context(), seen, []string{first, second})
	require.NoError(t, err)
	require.Len(t, s.read, 2)

	s.all = s.all[1:] // taken out by hand
	require.NoError(t, r.refresh(t.Context(), testNow()))
	seen, err = r.look(t.Context(), testNow())
	require.NoError(t, err)
	require.NotContains(t, seen.index.IDs(), first)
	require.Equal(t, len(s.all), seen.index.Len())
}
