package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// reader keeps therapists as whoever follows the roster does.
type reader struct {
	*world
	mark  domain.RosterMark
	known map[string]domain.Therapist
}

// look brings the reader up to date and compares with everything. It reads at least as many therapists as given; on
// PostgreSQL some are read again while other transactions are open.
func (r *reader) look(t *testing.T, least int) {
	t.Helper()
	if !r.mark.At.IsZero() {
		// Whoever asks for a client as well is told whether there is anything to read. Of what others write at the same time it may be too early
		// to tell.
		look, err := r.store.Look(t.Context(), r.mark, newID("a client"), r.now)
		require.NoError(t, err)
		require.Equal(t, r.now, look.Mark.At)
		require.Empty(t, look.Client)
		if least > 0 {
			require.True(t, look.Changed)
		}
		if !look.Changed {
			r.mark = look.Mark
		}
	}
	mark, changed, err := r.store.Roster(t.Context(), r.mark, r.now)
	require.NoError(t, err)
	r.mark = mark
	for _, th := range changed {
		if r.known[th.ID] = th; th.Deleted() {
			delete(r.known, th.ID)
		}
	}
	all, err := r.store.ListTherapists(t.Context(), r.now, "", "", 0, false)
	require.NoError(t, err)
	require.Len(t, r.known, len(all))
	for _, th := range all {
		require.Equal(t, th, r.known[th.ID])
	}
	require.GreaterOrEqual(t, len(changed), least)
}

// testRoster follows the roster through everything that changes a therapist, the passing of time included.
func testRoster(t *testing.T, w *world) {
	one, two := w.therapist(t, "one", 3), w.therapist(t, "two", 3)
	r := &reader{world: w, known: map[string]domain.Therapist{}}
	r.look(t, 2)
	r.look(t, 0)

	require.NoError(t, w.store.UpdateTherapist(t.Context(), one, domain.Request{}, w.now, func(th *domain.Therapist) error {
		th.Accepting = false
		return nil
	}))
	r.look(t, 1)
	w.therapist(t, "three", 1)
	r.look(t, 1)

	// A reservation takes a place, and gives it back when it lapses, with nobody writing anything.
	_, err := w.reserve(t, w.pairing(t, newID("lapses"), two))
	require.NoError(t, err)
	r.look(t, 1)
	w.now = w.now.Add(15*time.Minute - time.Microsecond)
	r.look(t, 0)
	w.now = w.now.Add(time.Microsecond)
	r.look(t, 1)

	// A pairing that is agreed stays, and stops being new after a week.
	agreed, err := w.reserve(t, w.pairing(t, newID("stays"), two))
	require.NoError(t, err)
	_, err = w.store.ConfirmPairing(t.Context(), agreed.ID, w.now, w.now)
	require.NoError(t, err)
	r.look(t, 1)
	require.EqualValues(t, 1, r.known[two].NewClients)
	w.now = w.now.Add(7 * 24 * time.Hour)
	r.look(t, 1)
	require.Zero(t, r.known[two].NewClients)
	_, err = w.store.EndPairing(t.Context(), agreed.ID, w.now)
	require.NoError(t, err)
	r.look(t, 1)

	// What a plan found out about prices counts for a week, too.
	_, err = w.store.SavePlan(t.Context(), &domain.Plan{ID: newID("plan"), CreateTime: w.now, Prices: map[string]domain.Micro{two: 50_000}}, domain.Request{})
	require.NoError(t, err)
	r.look(t, 1)
	require.Positive(t, r.known[two].Price)
	w.now = w.now.Add(7 * 24 * time.Hour)
	r.look(t, 1)

	w.setDeleted(t, one, w.now)
	r.look(t, 1)
	w.setDeleted(t, one, time.Time{})
	r.look(t, 1)

	some, err := w.store.Therapists(t.Context(), []string{two, newID("nobody"), one}, w.now)
	require.NoError(t, err)
	require.Len(t, some, 2)
	none, err := w.store.Therapists(t.Context(), nil, w.now)
	require.NoError(t, err)
	require.Empty(t, none)
}
