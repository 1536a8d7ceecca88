package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/services/firstcall"
)

func (a *app) replayDecisions() *cobra.Command {
	return &cobra.Command{
		Use:   "replay",
		Short: "Compute every stored decision again; fail at the first that comes out otherwise",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			same, older, err := firstcall.ReplayDecisions(cmd.Context(), cfg)
			if err != nil && same+older == 0 {
				return err
			}
			fmt.Fprintf(a.stdout, "%d reproduced, %d made by another version of the engine\n", same, older)
			return err
		},
	}
}
