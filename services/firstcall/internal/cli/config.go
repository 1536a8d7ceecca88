package cli

import (
	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/pkg/config"
)

func (a *app) config() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Check the settings and print the effective ones, secrets masked",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := a.load()
			if err != nil {
				return err
			}
			if err := cfg.Validate(); err != nil {
				return err
			}
			return config.Print(a.stdout, &cfg)
		},
	}
}
