package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/pkg/logging"
	"github.com/firstcall-health/firstcall/pkg/run"
	"github.com/firstcall-health/firstcall/services/firstcall"
)

func (a *app) serve() *cobra.Command {
	var role string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run every role in one process, or one role",
		Long: "Run every role in one process, or one role.\n\nThe heap is collected when it is eleven times what lives in it, so that few calls meet a collection;\n" +
			"GOGC and GOMEMLIMIT are honoured. Set the latter to nine tenths of the memory a container may have.",
		Example: "  FIRSTCALL_MODE=demo firstcall serve\n  firstcall serve --role=gateway --config=/etc/firstcall/gateway.yaml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if role != "" {
				if a.set == nil {
					a.set = map[string]string{}
				}
				a.set["role"] = role
			}
			cfg, err := a.load()
			if err != nil {
				return err
			}
			log, err := logging.New(logging.Config{Level: cfg.LogLevel, Output: a.stderr})
			if err != nil {
				return err
			}
			run.LetHeapGrow()
			return firstcall.Run(cmd.Context(), cfg, log, func(at firstcall.Addresses) { a.announce(cfg, at) })
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "all, gateway, intake, scheduling or matching")
	return cmd
}

// announce says where to go, once everything answers.
func (a *app) announce(cfg firstcall.Config, at firstcall.Addresses) {
	if at.Public == "" {
		fmt.Fprintf(a.stdout, "%s is ready on %s\n", cfg.Role, at.GRPC)
		return
	}
	fmt.Fprintf(a.stdout, "Firstcall is ready.\n\n")
	fmt.Fprintf(a.stdout, "  Book a call      http://%s/book\n", at.Public)
	fmt.Fprintf(a.stdout, "  Front desk       http://%s/\n", at.Staff)
	if cfg.Demo() && cfg.Has(firstcall.RoleIntake) {
		fmt.Fprintf(a.stdout, "  Sign-in tokens   %s\n", cfg.DemoTokensFile())
		fmt.Fprintf(a.stdout, "  Outgoing mail    %s\n", cfg.MailDir())
	}
	fmt.Fprintln(a.stdout)
}
