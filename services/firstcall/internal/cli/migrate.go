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
			// Without Validate: a migration needs the databases, and must not be given the keys that serving does.
			type settings firstcall.Config
			var cfg settings
			if err := a.fill(&cfg); err != nil {
				return err
			}
			return firstcall.Migrate(cmd.Context(), firstcall.Config(cfg), func(service string) {
				fmt.Fprintf(a.stdout, "%s: up to date\n", service)
			})
		},
	}
}
