package simulate

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
)

// Report is what came out: a row for each method.
type Report struct {
	Config Config `json:"config"`
	// Tau2 and Rho are what the engine found out about therapists, as means over the seeds.
	Tau2 float64 `json:"estimatedTau2"`
	Rho  float64 `json:"estimatedRho"`
	Rows []Row   `json:"rows"`
}

// Row is one method.
type Row struct {
	Method  string  `json:"method"`
	Decides Decides `json:"decides"`
	Mean    Figures `json:"mean"`
	// Spread is the standard deviation over the seeds.
	Spread Figures `json:"spread"`
	// Hash is that of who went where in every run: the same on every machine.
	Hash string `json:"hash"`
}

// Run plays every method on every seed's world.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	out := &Report{Config: cfg}
	runs, hashes := map[string][]Figures{}, map[string]hash.Hash{}
	for seed := range cfg.Seeds {
		w := newWorld(&cfg, uint64(cfg.First+seed))
		out.Tau2 += w.staff.fitted.Tau2 / float64(cfg.Seeds)
		out.Rho += w.staff.fitted.Rho / float64(cfg.Seeds)
		tallies := map[string]tally{}
		err := w.playAll(ctx, func(p played) error {
			tallies[p.name] = p.game.tally()
			if hashes[p.name] == nil {
				hashes[p.name] = sha256.New()
				out.Rows = append(out.Rows, Row{Method: p.name, Decides: p.decides})
			}
			return binary.Write(hashes[p.name], binary.LittleEndian, p.game.arc)
		})
		if err != nil {
			return nil, err
		}
		for name, f := range figures(tallies) {
			runs[name] = append(runs[name], f)
		}
	}
	for i := range out.Rows {
		row := &out.Rows[i]
		row.Mean, row.Spread = summary(runs[row.Method])
		row.Hash = hex.EncodeToString(hashes[row.Method].Sum(nil))
	}
	return out, nil
}

// played is what is known of a method that was played.
type played struct {
	name    string
	decides Decides
	game    *game
}

// playAll plays the methods in the order of the table.
func (w *world) playAll(ctx context.Context, done func(p played) error) error {
	for _, m := range append(w.baselines(), w.ours()...) {
		g, err := play(ctx, w, &m)
		if err != nil {
			return err
		}
		if err := done(played{m.name, m.decides, g}); err != nil {
			return err
		}
	}
	for _, bound := range []struct {
		name string
		play func() (*game, error)
	}{
		{Timed, func() (*game, error) { return dayByDay(ctx, w) }},
		{Hindsight, func() (*game, error) {
			return inHindsight(ctx, w, func(a int32) int64 { return int64(w.demand.ours[a]) })
		}},
		{Oracle, func() (*game, error) {
			return inHindsight(ctx, w, func(a int32) int64 { return int64(w.demand.truth[a]) })
		}},
	} {
		g, err := bound.play()
		if err != nil {
			return err
		}
		if g == nil {
			continue
		}
		if err := done(played{bound.name, Knowing, g}); err != nil {
			return err
		}
	}
	return nil
}

// figures relates the tallies to each other.
func figures(tallies map[string]tally) map[string]Figures {
	random, hindsight, oracle := tallies[Random], tallies[Hindsight], tallies[Oracle]
	out := make(map[string]Figures, len(tallies))
	for name, t := range tallies {
		f := t.Figures
		f.Gain = t.truth - random.truth
		f.OfOracle = ratio(f.Gain, oracle.truth-random.truth)
		f.Regret = 1 - f.OfOracle
		f.OfHindsight = ratio(t.estimate-random.estimate, hindsight.estimate-random.estimate)
		f.Net = t.net - random.net
		f.OfNet = ratio(t.netEstimate-random.netEstimate, hindsight.netEstimate-random.netEstimate)
		out[name] = f
	}
	return out
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// fields are the figures as a list, to compute with.
func (f *Figures) fields() []*float64 {
	return []*float64{
		&f.Gain, &f.Net, &f.OfNet, &f.OfOracle, &f.Regret, &f.OfHindsight, &f.Served, &f.Coverage, &f.WaitMedian, &f.WaitP90, &f.InTime, &f.Starts, &f.Gini,
	}
}

func summary(runs []Figures) (mean, spread Figures) {
	n := float64(len(runs))
	means, spreads := mean.fields(), spread.fields()
	for i := range runs {
		for k, x := range runs[i].fields() {
			*means[k] += *x / n
		}
	}
	if n < 2 {
		return mean, spread
	}
	for i := range runs {
		for k, x := range runs[i].fields() {
			*spreads[k] += (*x - *means[k]) * (*x - *means[k]) / (n - 1)
		}
	}
	for _, x := range spreads {
		*x = math.Sqrt(*x)
	}
	return mean, spread
}
