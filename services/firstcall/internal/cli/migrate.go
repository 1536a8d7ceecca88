package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/services/firstcall"
)

func (a *app) migrate() *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring every database to this version's schema",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			return firstcall.Migrate(cmd.Context(), cfg, func(service string) {
				fmt.Fprintf(a.stdout, "%s: up to date\n", service)
			})
		},
	}
}

// databases reads the settings without Validate: a command that only needs the databases must not have to be given the
// keys that serving does.
func (a *app) databases() (firstcall.Config, error) {
	type settings firstcall.Config
	var cfg settings
	err := a.fill(&cfg)
	return firstcall.Config(cfg), err
}
