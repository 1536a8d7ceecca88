package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAddStaff adds a member of staff to a running product by the command line and signs in with the token.
func TestAddStaff(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := start(t, engine, allInOne)
			add := func(args ...string) (string, error) {
				cmd := exec.Command(binary, append([]string{"staff"}, args...)...)
				cmd.Env = p.env
				out, err := cmd.Output()
				return strings.TrimSpace(string(out)), err
			}
			token, err := add("--name=Dana Whitfield", "--role=front-desk,admin")
			require.NoError(t, err)
			call(t, 200, "GET", p.staff+"/v1/inquiries", token, nil)
			call(t, 501, "GET", p.staff+"/v1/auditEvents", token, nil)
			_, err = add("--name=Dana Whitfield", "--role=queen")
			require.Error(t, err)
			_, err = add("--role=admin")
			require.Error(t, err)
		})
	}
}
