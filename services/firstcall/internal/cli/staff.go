package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall"
	"github.com/firstcall-health/firstcall/services/intake"
)

// staffRoles are the names of the roles on the command line.
var staffRoles = map[string]identity.Role{
	"front-desk": identity.FrontDesk, "clinician": identity.Clinician, "clinical-lead": identity.ClinicalLead, "admin": identity.Admin,
}

func (a *app) staff() *cobra.Command {
	var (
		roles          []string
		name, provider string
	)
	cmd := &cobra.Command{
		Use:     "staff",
		Short:   "Add a member of staff and print the sign-in token, once",
		Example: "  firstcall staff --name=\"Dana Whitfield\" --role=front-desk,admin",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			member := intake.StaffMember{DisplayName: name, Provider: provider}
			for _, text := range roles {
				role, ok := staffRoles[text]
				if !ok {
					return usageError{fmt.Errorf("role %q is none of front-desk, clinician, clinical-lead, admin", text)}
				}
				member.Roles = append(member.Roles, role)
			}
			cfg, err := a.databases()
			if err != nil {
				return err
			}
			token, err := firstcall.AddStaff(cmd.Context(), cfg, member)
			if err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, token)
			fmt.Fprintf(a.stderr, "%s may sign in with this token (%s). It is shown this once.\n", name, strings.Join(roles, ", "))
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "shown on staff screens")
	cmd.Flags().StringSliceVar(&roles, "role", nil, "front-desk, clinician, clinical-lead or admin; several with commas")
	cmd.Flags().StringVar(&provider, "provider", "", "providers/{id} of a clinician")
	for _, flag := range []string{"name", "role"} {
		if err := cmd.MarkFlagRequired(flag); err != nil {
			panic(err) // the flag is defined above
		}
	}
	return cmd
}
