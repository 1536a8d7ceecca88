package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

func testEvidence(t *testing.T, w *world) {
	none, err := w.store.Evidence(t.Context())
	require.NoError(t, err)
	require.Zero(t, none)
	a, b := w.therapist(t, "A", 2), w.therapist(t, "B", 2)
	track := func(of string) domain.Track {
		found, err := w.store.Therapist(t.Context(), of, w.now)
		require.NoError(t, err)
		require.EqualValues(t, 1, found.Version, "the profile is not another one")
		return found.Track
	}
	first := outcome.Evidence{Version: "v1", Basis: "b1", Tau2: 50_000, Rho: 300_000, Courses: 9, CreateTime: w.now}
	strong := domain.Track{Version: "v1"}
	strong.N[2], strong.Theta[2], strong.SD[2] = 9, 120_000, 180_000
	for range 2 {
		require.NoError(t, w.store.SaveEvidence(t.Context(), &first, map[string]domain.Track{a: strong, "gone": strong}))
		require.Equal(t, strong, track(a))
		require.Zero(t, track(b))
	}
	second := first
	second.Version, second.Basis, second.CreateTime = "v2", "b2", w.now.Add(time.Hour)
	require.NoError(t, w.store.SaveEvidence(t.Context(), &second, map[string]domain.Track{b: strong}))
	require.Zero(t, track(a))
	require.Equal(t, strong, track(b))
	newest, err := w.store.Evidence(t.Context())
	require.NoError(t, err)
	require.Equal(t, second, newest)
}

// testTracks saves the tracks of more therapists than are written at once, with a caller who goes away after one step, two and so on: everyone
// has the old track or the new one, the snapshot says the old one, and saving again completes it. Whoever keeps therapists in memory
// hears of all who changed.
func testTracks(t *testing.T, w *world) {
	all := Network(1500, w.now)
	_, err := w.store.ImportTherapists(t.Context(), domain.Request{}, w.now, func([]domain.Therapist) ([]domain.Therapist, string, error) { return all, "", nil })
	require.NoError(t, err)
	save := func(ctx context.Context, version string, after time.Duration, who []domain.Therapist) error {
		tracks := map[string]domain.Track{}
		for i := range who {
			tracks[who[i].ID] = domain.Track{Version: version}
		}
		return w.store.SaveEvidence(ctx, &outcome.Evidence{Version: version, Basis: "of " + version, CreateTime: w.now.Add(after)}, tracks)
	}
	versions := func() map[string]int {
		found, err := w.store.ListTherapists(t.Context(), w.now, "", "", 0, false)
		require.NoError(t, err)
		out := map[string]int{}
		for i := range found {
			out[found[i].Track.Version]++
		}
		return out
	}
	require.NoError(t, save(t.Context(), "old", 0, all))
	mark, _, err := w.store.Roster(t.Context(), domain.RosterMark{}, w.now)
	require.NoError(t, err)
	half := 0
	for steps := 0; ; steps += 1 + steps/6 {
		caller := &goingAway{Context: t.Context()}
		caller.left.Store(int64(steps))
		err := save(caller, "new", time.Hour, all[:1450])
		now := versions()
		if err == nil {
			require.Equal(t, map[string]int{"new": 1450, "": 50}, now)
			break
		}
		require.Equal(t, len(all), now["old"]+now["new"]+now[""])
		if now["new"] > 0 && now["old"] > 0 {
			half++
		}
		last, err := w.store.Evidence(t.Context())
		require.NoError(t, err)
		require.Equal(t, "old", last.Version)
	}
	require.Positive(t, half, "between two parts")
	_, changed, err := w.store.Roster(t.Context(), mark, w.now)
	require.NoError(t, err)
	require.Len(t, changed, len(all))
	mark, _, err = w.store.Roster(t.Context(), domain.RosterMark{}, w.now)
	require.NoError(t, err)
	require.NoError(t, save(t.Context(), "new", time.Hour, all[:1450]))
	require.NoError(t, save(t.Context(), "late", time.Minute, all), "by somebody who learnt it before")
	require.Equal(t, map[string]int{"new": 1450, "": 50}, versions())
	_, changed, err = w.store.Roster(t.Context(), mark, w.now)
	require.NoError(t, err)
	require.Empty(t, changed, "what stays the same is not written")
}

// goingAway is the context of a caller who goes away after some looks at it.
type goingAway struct {
	context.Context //nolint:containedctx // it is one

	left atomic.Int64 // looked at by the database's driver as well
}

// Err implements context.Context.
func (c *goingAway) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}
