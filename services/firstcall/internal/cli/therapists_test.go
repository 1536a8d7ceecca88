package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/cli"
)

func TestTherapistsFromAFileAndBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "therapists.csv")
	command := func(args ...string) (code int, stdout, stderr string) {
		var out, log bytes.Buffer
		code = cli.Main(append(args, "--set", "mode=production", "--set", "data_dir="+dir), &out, &log)
		return code, out.String(), log.String()
	}
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }

	code, _, log := command("matching", "export")
	require.NotZero(t, code)
	require.Contains(t, log, "firstcall migrate")
	code, _, log = command("migrate")
	require.Zero(t, code, log)

	code, out, log := command("matching", "replay")
	require.Zero(t, code, log)
	require.Regexp(t, `^0 made by engine [0-9.]+, this one: all reproduced\n$`, out)

	write("display_name,fee_cents,capacity.target_caseload\nDr. A,18000,12\nDr. B,many,3\n")
	code, out, log = command("matching", "import", file)
	require.NotZero(t, code)
	require.Contains(t, out, "line 3\tfee_cents\t\"many\" must be a whole number")
	require.Contains(t, log, "1 new, 0 changed, 0 as they were, 1 refused. Nothing was changed")
	code, out, _ = command("matching", "export")
	require.Zero(t, code)
	require.Equal(t, 1, strings.Count(out, "\n"), "the header alone")

	write("display_name,fee_cents,capacity.target_caseload\nDr. A,18000,12\nDr. B,9000,3\n")
	code, _, log = command("matching", "import", file, "--dry-run")
	require.Zero(t, code, log)
	require.Contains(t, log, "2 new, 0 changed, 0 as they were, 0 refused. Nothing was changed.")
	code, out, log = command("matching", "import", file)
	require.Zero(t, code, log)
	require.Contains(t, out, "line 2\tCREATED\t")

	_, exported, _ := command("matching", "export")
	write(exported)
	code, out, log = command("matching", "import", file)
	require.Zero(t, code, log)
	require.Empty(t, out)
	require.Contains(t, log, "0 new, 0 changed, 2 as they were")
	_, columns, _ := command("matching", "columns")
	for line := range strings.Lines(columns) {
		name, _, _ := strings.Cut(line, "\t")
		require.Contains(t, exported, name)
	}
}
