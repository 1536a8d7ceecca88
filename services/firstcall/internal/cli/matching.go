package cli

import "github.com/spf13/cobra"

// matching groups the commands that work on matching's database.
func (a *app) matching() *cobra.Command {
	cmd := &cobra.Command{Use: "matching", Short: "Therapists' profiles and the decisions made on them"}
	cmd.AddCommand(a.importTherapists(), a.exportTherapists(), a.therapistColumns())
	return cmd
}
