package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// waiting is an entry that began to wait so long ago.
func (w *world) waiting(ago time.Duration) domain.Waiting {
	return domain.Waiting{
		Inquiry: id.New(), State: domain.EntryWaiting, Zone: "America/New_York", Since: w.now.Add(-ago), Revision: 3,
		Need: domain.Need{Concerns: []domain.Concern{"GRIEF"}, Format: "INDIVIDUAL", Languages: []string{"en"}},
	}
}

func (w *world) track(t *testing.T, e domain.Waiting) {
	t.Helper()
	require.NoError(t, w.store.TrackWaiting(t.Context(), &e, w.now))
}

func (w *world) waitlist(t *testing.T) []domain.Waiting {
	t.Helper()
	found, err := w.store.ListWaiting(t.Context(), time.Time{}, "", 0)
	require.NoError(t, err)
	return found
}

func testWaitlist(t *testing.T, w *world) {
	long, offered, short, gone := w.waiting(72*time.Hour), w.waiting(48*time.Hour), w.waiting(time.Hour), w.waiting(time.Hour)
	offered.State, gone.State = domain.EntryOffered, domain.EntryLeft
	for _, e := range []domain.Waiting{short, gone, offered, long} {
		w.track(t, e)
		w.track(t, e) // told twice
	}
	require.Equal(t, []domain.Waiting{long, offered, short}, w.waitlist(t))

	first, err := w.store.ListWaiting(t.Context(), time.Time{}, "", 2)
	require.NoError(t, err)
	require.Equal(t, []domain.Waiting{long, offered}, first)
	rest, err := w.store.ListWaiting(t.Context(), offered.Since, offered.Inquiry, 2)
	require.NoError(t, err)
	require.Equal(t, []domain.Waiting{short}, rest)

	some, err := w.store.WaitingOf(t.Context(), []string{short.Inquiry, id.New(), offered.Inquiry, gone.Inquiry})
	require.NoError(t, err)
	require.ElementsMatch(t, []domain.Waiting{offered, short}, some)
	none, err := w.store.WaitingOf(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

func testLateNews(t *testing.T, w *world) {
	e := w.waiting(time.Hour)
	w.track(t, e)
	left := domain.Waiting{Inquiry: e.Inquiry, State: domain.EntryLeft, Revision: e.Revision + 1}
	w.track(t, left)
	w.track(t, e) // told late
	require.Empty(t, w.waitlist(t))

	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now))
	w.track(t, e)
	require.Empty(t, w.waitlist(t), "still remembered")
	again := e
	again.Revision = left.Revision + 1
	w.track(t, again)
	require.Equal(t, []domain.Waiting{again}, w.waitlist(t), "waits again")

	w.track(t, domain.Waiting{Inquiry: e.Inquiry, State: domain.EntryLeft, Revision: again.Revision + 1})
	require.NoError(t, w.store.Sweep(t.Context(), w.now, w.now.Add(time.Second)))
	w.track(t, e)
	require.Len(t, w.waitlist(t), 1, "forgotten")
}
