package matching

import (
	"context"
	"fmt"
	"io"

	"github.com/firstcall-health/firstcall/services/matching/internal/simulate"
)

// SimulateOptions say which made-up practice is played, and how often.
type SimulateOptions struct {
	// Preset is "plain", "practice", "network" or "nation".
	Preset string
	// Loads are the demands over the places to play at.
	Loads []float64
	// Seeds is how many times each is played; zero: the preset's number.
	Seeds int
	// Part is which part of the preset's therapists and clients there are, above 0 and at most 1.
	Part float64
	// Nation allows the whole of the preset of that name, which takes hours and tens of gigabytes.
	Nation bool
	// Tuning plays the seeds on which constants were chosen, in place of those on which none was.
	Tuning bool
	// JSON writes for a machine instead of a table.
	JSON bool
	// Plots is a folder for charts; empty: none are drawn.
	Plots string
}

// nationPart is how much of the nation needs no leave: that takes minutes and a few gigabytes.
const nationPart = 0.1

// Simulate plays matching and its alternatives on made-up practices and writes what each achieved to out. It touches no
// database.
func Simulate(ctx context.Context, opt SimulateOptions, out io.Writer) error {
	if !(opt.Part > 0 && opt.Part <= 1) { // not a number is out of it, too
		return fmt.Errorf("matching: the part must be above 0 and at most 1")
	}
	if opt.Seeds < 0 {
		return fmt.Errorf("matching: there cannot be %d seeds", opt.Seeds)
	}
	if opt.Preset == simulate.Nation && opt.Part > nationPart && !opt.Nation {
		return fmt.Errorf("matching: the whole preset %q takes hours: play a part (--part=0.05), or allow it (--nation)", opt.Preset)
	}
	cfg, err := simulate.Preset(opt.Preset)
	if err != nil {
		return err
	}
	cfg.Seeds = or(opt.Seeds, cfg.Seeds)
	cfg.Therapists, cfg.Clients = int(opt.Part*float64(cfg.Therapists)), int(opt.Part*float64(cfg.Clients))
	if cfg.Therapists == 0 || cfg.Clients == 0 {
		return fmt.Errorf("matching: of the preset %q a part of %g leaves nobody", opt.Preset, opt.Part)
	}
	if opt.Tuning {
		cfg.First = simulate.ForTuning
	}
	configs := make([]simulate.Config, len(opt.Loads))
	for i, load := range opt.Loads {
		cfg.Load = load
		if err := cfg.Validate(); err != nil {
			return err
		}
		configs[i] = cfg
	}
	var reports []*simulate.Report
	for _, cfg := range configs {
		report, err := simulate.Run(ctx, cfg)
		if err != nil {
			return err
		}
		reports = append(reports, report)
	}
	if opt.Plots != "" {
		if err := simulate.WritePlots(opt.Plots, reports); err != nil {
			return err
		}
	}
	if opt.JSON {
		return simulate.WriteJSON(out, reports)
	}
	return simulate.WriteText(out, reports)
}

// ExportOptions say which made-up practice is written, and how.
type ExportOptions struct {
	// Preset is as in [SimulateOptions], Load the clients over places, Seed the number of the practice.
	Preset string
	Load   float64
	Seed   uint64
	// Nation allows the preset of that name, which takes some ten gigabytes.
	Nation bool
	// Format is one of [ExportFormats].
	Format string
}

// ExportFormats are JSON by lines, and the DIMACS formats of a minimum-cost flow and of an assignment.
func ExportFormats() []string { return simulate.Formats() }

// Export writes the clients and places of a made-up practice for other programs.
func Export(opt ExportOptions, out io.Writer) error {
	if opt.Preset == simulate.Nation && !opt.Nation {
		return fmt.Errorf("matching: the preset %q takes some ten gigabytes: allow it (--nation)", opt.Preset)
	}
	cfg, err := simulate.Preset(opt.Preset)
	if err != nil {
		return err
	}
	cfg.Load = opt.Load
	return simulate.Export(out, cfg, opt.Seed, opt.Format)
}
