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
			cfg, err := a.load()
			if err != nil {
				return err
			}
			return firstcall.Migrate(cmd.Context(), cfg, func(service string) {
				fmt.Fprintf(a.stdout, "%s: up to date\n", service)
			})
		},
	}
}
