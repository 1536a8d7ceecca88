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
	// Nation allows the preset of that name, which takes hours and tens of gigabytes.
	Nation bool
	// JSON writes for a machine instead of a table.
	JSON bool
	// Plots is a folder for charts; empty: none are drawn.
	Plots string
}

// Simulate plays matching and its alternatives on made-up practices and writes what each achieved to out. It touches no
// database.
func Simulate(ctx context.Context, opt SimulateOptions, out io.Writer) error {
	if opt.Preset == simulate.Nation && !opt.Nation {
		return fmt.Errorf("matching: the preset %q takes hours and must be allowed", opt.Preset)
	}
	var reports []*simulate.Report
	for _, load := range opt.Loads {
		cfg, err := simulate.Preset(opt.Preset)
		if err != nil {
			return err
		}
		cfg.Load, cfg.Seeds = load, or(opt.Seeds, cfg.Seeds)
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
	// Format is one of [ExportFormats].
	Format string
}

// ExportFormats are JSON by lines, and the DIMACS formats of a minimum-cost flow and of an assignment.
func ExportFormats() []string { return simulate.Formats() }

// Export writes the clients and places of a made-up practice for other programs.
func Export(opt ExportOptions, out io.Writer) error {
	cfg, err := simulate.Preset(opt.Preset)
	if err != nil {
		return err
	}
	cfg.Load = opt.Load
	return simulate.Export(out, cfg, opt.Seed, opt.Format)
}
