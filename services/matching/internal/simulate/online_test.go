package simulate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhoWaits has a client choose between a place that is open and a better one that is not.
func TestWhoWaits(t *testing.T) {
	t.Parallel()
	cfg := small()
	w := newWorld(&cfg, 5)
	client, worst, best := -1, none, none
	for i := range w.demand.clients {
		from, to := w.demand.arcs(i)
		worst, best = from, from
		for a := from; a < to; a++ {
			if w.demand.ours[a] < w.demand.ours[worst] {
				worst = a
			}
			if w.demand.ours[a] > w.demand.ours[best] {
				best = a
			}
		}
		// Two weeks cost a routine client 0.02.
		if to > from && w.demand.ours[best] > w.demand.ours[worst]+50_000 {
			client = i
			break
		}
	}
	require.GreaterOrEqual(t, client, 0)
	for _, c := range []struct {
		name       string
		tier       uint8
		gap, ahead int32
		waits      bool
	}{
		{"soon", 0, 14, 0, true},
		{"with others ahead", 0, 14, 4, false},
		{"a priority client within two weeks", 1, 7, 0, true},
		{"a priority client not beyond", 1, 15, 0, false},
		{"an urgent client not beyond one week", 2, 8, 0, false},
		{"no place opens any more", 0, 0, 0, false},
	} {
		o, g := newOnline(w, nil), newGame(w)
		w.demand.clients[client].tier = c.tier
		g.day = w.demand.clients[client].arrives
		g.free[w.demand.therapist[worst]] = 1
		later := w.demand.therapist[best]
		o.gap[later], o.queue[later] = c.gap, c.ahead
		got := o.pick(g, client)
		if !c.waits {
			require.Equal(t, worst, got, c.name)
			continue
		}
		require.Equal(t, none, got, c.name)
		require.Equal(t, c.ahead+1, o.queue[later], c.name)
	}
}
