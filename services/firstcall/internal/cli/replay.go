package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/services/firstcall"
)

func (a *app) replayDecisions() *cobra.Command {
	return &cobra.Command{
		Use:   "replay",
		Short: "Compute the stored decisions of this engine version again; fail at the first that comes out otherwise",
		Long: `Compute every stored decision again that this version of the engine made, and compare who fits, in what order and with what score.

A decision of another version is counted by its version and not computed: a new version is made exactly when old decisions would come
out otherwise, so only the release that made it can reproduce it.

It ends with 0 when all that were computed are the same, also when others are left, and with 1 at the first that is not.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			replayed, err := firstcall.ReplayDecisions(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			fmt.Fprint(a.stdout, replayed)
			return nil
		},
	}
}
