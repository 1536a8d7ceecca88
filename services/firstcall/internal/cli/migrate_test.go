package cli_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/cli"
)

// A migration job has a database and nothing else: no keys, no mail server, no practice.
func TestMigrateNeedsNoServingSettings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out, log bytes.Buffer
	require.Zero(t, cli.Main([]string{"migrate", "--set", "mode=production", "--set", "data_dir=" + dir}, &out, &log), log.String())
	require.Equal(t, "scheduling: up to date\nmatching: up to date\nintake: up to date\n", out.String())
	for _, service := range []string{"scheduling", "matching", "intake"} {
		require.FileExists(t, filepath.Join(dir, service+".db"))
	}
	require.NotZero(t, cli.Main([]string{"config", "--set", "mode=production", "--set", "data_dir=" + dir}, &out, &log))
	require.Contains(t, log.String(), "key_file")
}
