package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
	"github.com/firstcall-health/firstcall/services/firstcall"
)

func (a *app) keys() *cobra.Command {
	return &cobra.Command{
		Use:   "keys DIR",
		Short: "Make the key-encryption keys and the gateway's identity keys",
		Long: "Writes kek.json (key_file of intake, and of all roles in one), matching-kek.json (key_file of matching by itself), identity.pem\n" +
			"(identity_key_file of the gateway) and identity.pub.pem (identity_public_key_file of the other roles) into DIR. What exists stays.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := args[0]
			if err := os.MkdirAll(dir, 0o700); err != nil {
				return err
			}
			for _, name := range []string{"kek.json", "matching-kek.json"} {
				if _, err := sealed.CreateKeyring(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrExist) {
					return err
				}
			}
			private, public, err := identity.GenerateKeys()
			if err != nil {
				return err
			}
			// Both of one pair, or neither.
			switch err := writeNew(filepath.Join(dir, "identity.pem"), private, 0o600); {
			case err == nil:
				if err := writeNew(filepath.Join(dir, "identity.pub.pem"), public, 0o644); err != nil {
					return err
				}
			case !errors.Is(err, fs.ErrExist):
				return err
			}
			fmt.Fprintf(a.stdout, "kek.json, matching-kek.json, identity.pem and identity.pub.pem are in %s\n", dir)
			return nil
		},
	}
}

func (a *app) certs() *cobra.Command {
	var hosts []string
	cmd := &cobra.Command{
		Use:   "certs DIR",
		Short: "Make a certificate authority and one certificate per role, for trying out",
		Long:  "For compose files and tests. In Kubernetes an issuer makes and renews these.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			ca, err := tlsconf.NewDevCA(clock.System().Now())
			if err != nil {
				return err
			}
			for _, role := range []string{firstcall.RoleGateway, firstcall.RoleIntake, firstcall.RoleScheduling, firstcall.RoleMatching} {
				if _, err := ca.WriteFiles(args[0], role, hosts...); err != nil {
					return err
				}
			}
			fmt.Fprintf(a.stdout, "wrote ca.crt and the roles' certificates to %s\n", args[0])
			return nil
		},
	}
	cmd.Flags().StringSliceVar(&hosts, "host", nil, "further DNS names in every certificate")
	return cmd
}

func writeNew(path string, content []byte, mode os.FileMode) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
