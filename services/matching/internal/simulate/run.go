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
	Method string  `json:"method"`
	Mean   Figures `json:"mean"`
	// Spread is the standard deviation over the seeds.
	Spread Figures `json:"spread"`
	// Hash is that of who went where in every run: the same on every machine.
	Hash string `json:"hash"`
}

// Run plays every method on every seed's world; seeds are numbered from 1.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	out := &Report{Config: cfg}
	runs, hashes := map[string][]Figures{}, map[string]hash.Hash{}
	var names []string
	for seed := range cfg.Seeds {
		w := newWorld(&cfg, uint64(seed+1))
		out.Tau2 += w.staff.fitted.Tau2 / float64(cfg.Seeds)
		out.Rho += w.staff.fitted.Rho / float64(cfg.Seeds)
		tallies := map[string]tally{}
		names = names[:0]
		err := w.playAll(ctx, func(name string, g *game) error {
			tallies[name] = g.tally()
			names = append(names, name)
			if hashes[name] == nil {
				hashes[name] = sha256.New()
			}
			return binary.Write(hashes[name], binary.LittleEndian, g.arc)
		})
		if err != nil {
			return nil, err
		}
		for name, f := range figures(tallies) {
			runs[name] = append(runs[name], f)
		}
	}
	for _, name := range names {
		mean, spread := summary(runs[name])
		out.Rows = append(out.Rows, Row{name, mean, spread, hex.EncodeToString(hashes[name].Sum(nil))})
	}
	return out, nil
}

// playAll plays the methods in the order of the table.
func (w *world) playAll(ctx context.Context, done func(name string, g *game) error) error {
	for _, m := range append(w.baselines(), w.ours()...) {
		g, err := play(ctx, w, &m)
		if err != nil {
			return err
		}
		if err := done(m.name, g); err != nil {
			return err
		}
	}
	for _, bound := range []struct {
		name  string
		value []int32
	}{{Hindsight, w.demand.ours}, {Oracle, w.demand.truth}} {
		g, err := inHindsight(ctx, w, func(a int32) int64 { return int64(bound.value[a]) })
		if err != nil {
			return err
		}
		if err := done(bound.name, g); err != nil {
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
		&f.Gain, &f.OfOracle, &f.Regret, &f.OfHindsight, &f.Served, &f.Coverage, &f.WaitMedian, &f.WaitP90, &f.InTime, &f.Starts, &f.Gini,
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
