package simulate

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// small is a practice that takes a blink.
func small() Config {
	return Config{
		Name: "small", Therapists: 40, Clients: 300, Load: 1, Days: 28, Reach: 40, Tau2: 0.05, Rho: 0.2, Cases: 60, New: 0.1, Seeds: 2, First: ForTuning,
	}
}

func rows(t *testing.T, cfg Config) map[string]Row {
	t.Helper()
	r, err := Run(t.Context(), cfg)
	require.NoError(t, err)

	out := map[string]Row{}
	for _, row := range r.Rows {
		out[row.Method] = row
	}
	return out
}

// TestTargets plays the setting of the published targets. LONG=1 takes the mean of ten seeds.
func TestTargets(t *testing.T) {
	t.Parallel()
	plain, err := Preset("plain")
	require.NoError(t, err)
	plain.Seeds = 1
	if os.Getenv("LONG") != "" {
		plain.Seeds = 10
	}
	for _, target := range []struct {
		load, gain, ofOracle, online float64
	}{{1, 0.12, 0.60, 0.87}, {0.8, 0.15, 0.62, 0.92}, {0.7, 0.165, 0.65, 0.92}} {
		plain.Load = target.load
		found := rows(t, plain)
		planned, greedy := found[Planned].Mean, found[OneByOne].Mean
		require.GreaterOrEqual(t, planned.Gain, target.gain, "load %v", target.load)
		require.GreaterOrEqual(t, planned.OfOracle, target.ofOracle, "load %v", target.load)
		require.GreaterOrEqual(t, found[Online].Mean.OfHindsight, target.online, "load %v", target.load)
		if target.load == 1 {
			require.GreaterOrEqual(t, planned.Gain, 1.4*greedy.Gain, "a joint plan adds two fifths")
		}
		inOrder(t, found, Random, Declared, OneByOne, Online, Planned, Oracle)
	}
}

// inOrder requires each method to gain more than the one before.
func inOrder(t *testing.T, found map[string]Row, methods ...string) {
	t.Helper()
	for i := 1; i < len(methods); i++ {
		require.Greater(t, found[methods[i]].Mean.Gain, found[methods[i-1]].Mean.Gain, "%s after %s", methods[i], methods[i-1])
	}
}

// TestYear plays a practice in which places open and clients come day by day, on seeds that nothing was tuned on. The aims are for means: one
// year of forty therapists is two hundredths off either way. LONG=1 takes ten, at both loads.
func TestYear(t *testing.T) {
	t.Parallel()
	cfg, err := Preset("practice")
	require.NoError(t, err)
	aims := []struct{ load, online float64 }{{1, 0.87}, {0.8, 0.92}}
	if os.Getenv("LONG") == "" {
		cfg.Seeds, aims = 3, aims[:1]
	}
	for _, target := range aims {
		cfg.Load = target.load
		found := rows(t, cfg)
		require.GreaterOrEqual(t, found[Online].Mean.OfHindsight, target.online, "load %v", target.load)
		inOrder(t, found, Random, OneByOne, Today, Planned, Hindsight, Oracle)
		inOrder(t, found, Today, Online, Timed)
		require.Greater(t, found[Today].Mean.Coverage, found[OneByOne].Mean.Coverage)
		require.Less(t, found[Today].Mean.WaitP90, found[OneByOne].Mean.WaitP90, "places are kept for those who need them")
		require.Less(t, found[FirstCome].Mean.Gini, found[OneByOne].Mean.Gini)
		for name, row := range found {
			m := row.Mean
			require.LessOrEqual(t, m.OfHindsight, 1.001, name)
			require.InDelta(t, 1, m.OfOracle+m.Regret, 1e-9, name)
			require.LessOrEqual(t, m.InTime, m.Served, name)
			if row.Decides != Knowing {
				require.Less(t, m.OfNet, found[Timed].Mean.OfNet, "%s keeps to the calendar", name)
			}
		}
		require.Less(t, found[Stable].Mean.OfNet, found[Planned].Mean.OfNet, "whom a stable matching leaves out counts")
	}
}

// TestTheSameEverywhere plays twice: every client goes to the same therapist. What depends on no weight of the engine is
// pinned, for all machines.
func TestTheSameEverywhere(t *testing.T) {
	t.Parallel()
	first, second := rows(t, small()), rows(t, small())
	for name, row := range first {
		require.Equal(t, row, second[name])
	}
	require.Equal(t, "69bde5efa1bff971799c72503c9fb4208335d6b72d223eb663c6d0a1cc465f88", first[Random].Hash)
	require.Equal(t, "9c145bb75986f2fa99335c7114bda388254885a76f6c28fb984f75e7d27ebd92", first[Declared].Hash)
	require.NotEqual(t, first[Planned].Hash, first[Online].Hash)
}

// TestNothingBreaksARule checks every pair every method made, and that no therapist has more clients than places.
func TestNothingBreaksARule(t *testing.T) {
	t.Parallel()
	for _, load := range []float64{0.6, 1, 1.5} {
		cfg := small()
		cfg.Load = load
		w := newWorld(&cfg, 3)
		count := 0
		require.NoError(t, w.playAll(t.Context(), func(p played) error {
			name, g := p.name, p.game
			count++
			taken := make([]int32, cfg.Therapists)
			for i, arc := range g.arc {
				if arc == none {
					continue
				}
				from, to := w.demand.arcs(i)
				require.True(t, from <= arc && arc < to, "%s: an arc of the client's own", name)
				j := w.demand.therapist[arc]
				require.True(t, w.demand.clients[i].fits(&w.staff.rows[j]), name)
				require.GreaterOrEqual(t, g.wait[i], int32(0), name)
				taken[j]++
			}
			require.Equal(t, g.taken, taken, name)
			for j := range taken {
				require.LessOrEqual(t, taken[j], w.supply.capacity[j], name)
			}
			return nil
		}))
		require.Equal(t, 12, count)
	}
}

// TestNoBlockingPair looks for a client and a therapist who would rather have each other than what Gale and Shapley gave
// them.
func TestNoBlockingPair(t *testing.T) {
	t.Parallel()
	cfg := small()
	cfg.Days = 0
	w := newWorld(&cfg, 4)
	for _, m := range w.baselines() {
		if m.name != Stable {
			continue
		}
		g, err := play(t.Context(), w, &m)
		require.NoError(t, err)
		d := w.demand
		worst := map[int32]int32{}
		for _, arc := range g.arc {
			if arc == none {
				continue
			}
			j := d.therapist[arc]
			if held, ok := worst[j]; !ok || d.ours[arc] < held {
				worst[j] = d.ours[arc]
			}
		}
		for i, got := range g.arc {
			from, to := d.arcs(i)
			for a := from; a < to; a++ {
				wants := got == none || d.ours[a] > d.ours[got]
				taken := g.taken[d.therapist[a]] < w.supply.capacity[d.therapist[a]] || d.ours[a] > worst[d.therapist[a]]
				require.False(t, wants && taken, "client %d", i)
			}
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, c := range Presets() {
		require.NoError(t, c.Validate(), c.Name)
	}
	for _, change := range []func(*Config){
		func(c *Config) { c.Therapists = 0 }, func(c *Config) { c.Seeds = 0 }, func(c *Config) { c.Load = 0 }, func(c *Config) { c.Days = 10 },
		func(c *Config) { c.Tau2 = 1 }, func(c *Config) { c.New = 2 },
	} {
		bad := small()
		change(&bad)
		_, err := Run(t.Context(), bad)
		require.Error(t, err)
	}
	_, err := Preset("galaxy")
	require.ErrorContains(t, err, "galaxy")
}

func TestLoadsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, load := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 0.09, 10.1} {
		c, err := Preset("practice")
		require.NoError(t, err)
		c.Load = load
		require.ErrorContains(t, c.Validate(), "the load must be a number between 0.1 and 10")
	}
}
