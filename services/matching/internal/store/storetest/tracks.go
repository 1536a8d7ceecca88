package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// testTracks saves the tracks of more therapists than are written at once, with a caller who goes away after one step, two and so on: everyone
// has the old track or the new one, the snapshot says the old one, and saving again completes it. Whoever keeps therapists in memory
// hears of all who changed.
func testTracks(t *testing.T, w *world) {
	all := Network(1100, w.now)
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
	for steps := 0; ; steps += 1 + steps/8 {
		err := save(&goingAway{Context: t.Context(), left: steps}, "new", time.Hour, all[:1050])
		now := versions()
		if err == nil {
			require.Equal(t, map[string]int{"new": 1050, "": 50}, now)
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
	require.NoError(t, save(t.Context(), "new", time.Hour, all[:1050]))
	require.NoError(t, save(t.Context(), "late", time.Minute, all), "by somebody who learnt it before")
	require.Equal(t, map[string]int{"new": 1050, "": 50}, versions())
	_, changed, err = w.store.Roster(t.Context(), mark, w.now)
	require.NoError(t, err)
	require.Empty(t, changed, "what stays the same is not written")
}

// goingAway is the context of a caller who goes away after some looks at it.
type goingAway struct {
	context.Context //nolint:containedctx // it is one

	left int
}

// Err implements context.Context.
func (c *goingAway) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}
