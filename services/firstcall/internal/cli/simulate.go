package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/services/matching"
)

func (a *app) simulate() *cobra.Command {
	var opt matching.SimulateOptions
	cmd := &cobra.Command{
		Use:     "simulate",
		Short:   "Play matching and its alternatives on made-up practices",
		Example: "  firstcall matching simulate --preset=practice --load=0.8,1,1.2 --plots=charts",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("seeds") && opt.Seeds < 1 {
				return usageError{fmt.Errorf("--seeds must be at least 1")}
			}
			return matching.Simulate(cmd.Context(), opt, a.stdout)
		},
	}
	cmd.Flags().StringVar(&opt.Preset, "preset", "practice", "plain, practice, network or nation")
	cmd.Flags().Float64SliceVar(&opt.Loads, "load", []float64{0.8, 1, 1.2}, "clients over places")
	cmd.Flags().IntVar(&opt.Seeds, "seeds", 0, "how many times each is played (the preset's number)")
	cmd.Flags().Float64Var(&opt.Part, "part", 1, "which part of the preset's therapists and clients there are")
	cmd.Flags().BoolVar(&opt.Nation, "nation", false, "allow the whole of the preset of that name, which takes hours")
	cmd.Flags().BoolVar(&opt.Tuning, "tuning", false, "play the seeds on which constants were chosen, not those kept for the table")
	cmd.Flags().BoolVar(&opt.JSON, "json", false, "write for a machine")
	cmd.Flags().StringVar(&opt.Plots, "plots", "", "folder for SVG charts")
	return cmd
}

func (a *app) generate() *cobra.Command {
	var opt matching.ExportOptions
	cmd := &cobra.Command{
		Use:     "generate",
		Short:   "Write a made-up practice, its clients and what each pair is worth, for other programs",
		Example: "  firstcall matching generate --preset=practice --load=0.8 --format=min >practice.min",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return matching.Export(opt, a.stdout) },
	}
	cmd.Flags().StringVar(&opt.Preset, "preset", "practice", "plain, practice, network or nation")
	cmd.Flags().Float64Var(&opt.Load, "load", 1, "clients over places")
	cmd.Flags().BoolVar(&opt.Nation, "nation", false, "allow the preset of that name, which takes some ten gigabytes")
	cmd.Flags().Uint64Var(&opt.Seed, "seed", 1, "which of the practices, as the simulation numbers them")
	cmd.Flags().StringVar(&opt.Format, "format", "jsonl", strings.Join(matching.ExportFormats(), ", "))
	return cmd
}
