package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/internal/cli"
)

// Keys that exist stay, whatever is missing beside them: what was sealed with them is lost without.
func TestKeysAreMadeOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	made := func() map[string]string {
		var out, log bytes.Buffer
		require.Zero(t, cli.Main([]string{"keys", dir}, &out, &log), log.String())
		found := map[string]string{}
		for _, name := range []string{"kek.json", "matching-kek.json", "identity.pem", "identity.pub.pem"} {
			content, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			found[name] = string(content)
		}
		return found
	}
	first := made()
	require.NotEqual(t, first["kek.json"], first["matching-kek.json"])
	require.Equal(t, first, made())
	require.NoError(t, os.Remove(filepath.Join(dir, "matching-kek.json")))
	again := made()
	require.NotEqual(t, first["matching-kek.json"], again["matching-kek.json"])
	again["matching-kek.json"] = first["matching-kek.json"]
	require.Equal(t, first, again)
}
