package cli

import "github.com/spf13/cobra"

// matching groups the commands of matching: those on its database, and the simulation, which needs none.
func (a *app) matching() *cobra.Command {
	cmd := &cobra.Command{Use: "matching", Short: "Therapists' profiles, the decisions made on them, and what they are worth"}
	cmd.AddCommand(a.importTherapists(), a.exportTherapists(), a.therapistColumns(), a.replayDecisions(), a.simulate(), a.generate())
	return cmd
}
