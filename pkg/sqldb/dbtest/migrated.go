package dbtest

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// migrated are new SQLite files, by what their migrations say. Under the race detector a copy is made in a moment, and migrating takes
// longer than most tests.
var migrated struct {
	mu    sync.Mutex
	files map[[sha256.Size]byte][]byte
}

// writeMigrated writes the file of a database that has had the migrations and nothing else.
func writeMigrated(tb testing.TB, path string, migrations fs.FS) {
	tb.Helper()
	said := sha256.New()
	require.NoError(tb, fs.WalkDir(migrations, string(sqldb.SQLite), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations, name)
		said.Write(append([]byte(name+"\x00"), text...))
		return err
	}))
	key := [sha256.Size]byte(said.Sum(nil))

	migrated.mu.Lock()
	defer migrated.mu.Unlock()
	if migrated.files[key] == nil {
		first := filepath.Join(tb.TempDir(), "migrated.db")
		db, err := sqldb.Open(tb.Context(), sqldb.Config{URL: "sqlite:" + first})
		require.NoError(tb, err)
		require.NoError(tb, errors.Join(sqldb.Migrate(tb.Context(), db, migrations), db.Close()))
		file, err := os.ReadFile(first)
		require.NoError(tb, err)
		if migrated.files == nil {
			migrated.files = make(map[[sha256.Size]byte][]byte)
		}
		migrated.files[key] = file
	}
	require.NoError(tb, os.WriteFile(path, migrated.files[key], 0o600))
}
