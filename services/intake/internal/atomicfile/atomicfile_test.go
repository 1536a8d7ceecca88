package atomicfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/atomicfile"
)

var ways = map[string]func(string, []byte) error{"plainly": atomicfile.Write, "durably": atomicfile.WriteDurably}

func TestWriteReplacesAndKeepsPrivate(t *testing.T) {
	t.Parallel()
	for name, write := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			require.NoError(t, os.WriteFile(path, []byte("old and longer"), 0o644))
			require.NoError(t, write(path, []byte("new")))

			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, "new", string(data))
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			requireOnly(t, dir, "file")
		})
	}
}

func TestWriteLeavesNothingBehindWhenItFails(t *testing.T) {
	t.Parallel()
	for name, write := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "taken", "x"), 0o700))
			require.Error(t, write(filepath.Join(dir, "taken"), []byte("new")), "a folder is not replaced")
			requireOnly(t, dir, "taken")
			require.Error(t, write(filepath.Join(dir, "missing", "file"), nil))
		})
	}
}

func requireOnly(t *testing.T, dir, name string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, name, entries[0].Name())
}
