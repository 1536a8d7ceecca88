package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// matching groups the commands of matching: those on its database, and the simulation, which needs none.
func (a *app) matching() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "matching",
		Short: "Therapists' profiles, the decisions made on them, and what they are worth",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath())}
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(a.importTherapists(), a.exportTherapists(), a.therapistColumns(), a.replayDecisions(), a.simulate(), a.generate())
	return cmd
}
