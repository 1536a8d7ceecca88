package sqldb_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]sqldb.Config{
		"nothing":       {},
		"another store": {URL: "mysql://localhost/x"},
		"no schema":     {URL: "postgres://localhost/x"},
		"bad URL":       {URL: "postgres://user:hunter2@host:notaport/x", Schema: "s"},
		"nobody there":  {URL: "postgres://user:hunter2@/x?host=/nonexistent", Schema: "s"},
		"no folder":     {URL: "sqlite:" + filepath.Join(t.TempDir(), "no", "such.db")},
	}
	for name, cfg := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sqldb.Open(t.Context(), cfg)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}

// The WAL of releases before 3.51.3 could lose commits (sqlite.org/wal.html).
func TestSQLiteVersion(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, nil)
	var version string
	require.NoError(t, db.Read().QueryRowContext(t.Context(), "SELECT sqlite_version()").Scan(&version))
	number := 0
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		require.NoError(t, err)
		number = number*1000 + n
	}
	require.GreaterOrEqual(t, number, 3_051_003, version)
}

func TestSQLiteSettings(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, nil)
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"secure_delete": "1", "busy_timeout": "5000", "temp_store": "2",
	}
	read := func(q sqldb.Queryer, name string) (value string) {
		require.NoError(t, q.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value))
		return value
	}
	for name, value := range want {
		require.Equal(t, value, read(db.Read(), name), name)
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			require.Equal(t, value, read(tx, name), name)
			return nil
		}))
	}
}

func TestSQLiteReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, migrations(t))
	_, err := db.Read().ExecContext(t.Context(), "INSERT INTO counters VALUES ('a', 1, NULL)")
	require.Error(t, err)
}

func TestSQLitePathIsNotParsed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a ?mode=memory#%41.db")
	db, err := sqldb.Open(t.Context(), sqldb.Config{URL: "sqlite:" + path})
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = os.Stat(path)
	require.NoError(t, err)
}

func TestPostgresSettings(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, sqldb.Postgres)
	cfg.URL += "&lock_timeout=1234ms"
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	defer db.Close()
	want := map[string]string{
		"search_path": `"` + cfg.Schema + `", public`, "TimeZone": "UTC", "statement_timeout": "15s",
		"lock_timeout": "1234ms", "idle_in_transaction_session_timeout": "30s",
		"plan_cache_mode": "force_generic_plan", "max_parallel_workers_per_gather": "0",
	}
	for name, value := range want {
		var got string
		require.NoError(t, db.Read().QueryRowContext(t.Context(), "SHOW "+name).Scan(&got))
		require.Equal(t, value, got, name)
	}
}

func TestPingAndClose(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, db.Ping(t.Context()))
	})
}

func TestTypes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.Contains(t, []sqldb.Engine{sqldb.SQLite, sqldb.Postgres}, db.Engine())
		require.NoError(t, exec(t, db, "INSERT INTO rooms (id, name, open) VALUES ($1, $2, $3)", "a", "Blue", false))
		require.NoError(t, exec(t, db, "INSERT INTO counters VALUES ($1, $2, $3)", "c", int64(1)<<60, []byte{0, 255}))
		var open bool
		require.NoError(t, db.Read().QueryRowContext(t.Context(), "SELECT open FROM rooms WHERE id = $1", "a").Scan(&open))
		require.False(t, open)
		var value int64
		var data []byte
		require.NoError(t, db.Read().QueryRowContext(t.Context(), "SELECT value, data FROM counters").Scan(&value, &data))
		require.Equal(t, int64(1)<<60, value)
		require.Equal(t, []byte{0, 255}, data)
	})
}

func TestMicros(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 3, 8, 2, 15, 0, 123456789, time.FixedZone("", -5*3600))
	require.Equal(t, moment.UTC().Truncate(time.Microsecond), sqldb.Time(sqldb.Micros(moment)))
	require.Zero(t, sqldb.Micros(time.Time{}))
	require.True(t, sqldb.Time(0).IsZero())
}

// What is committed moves from the log into the file without any commit
// having to wait for it, and long before the log is so long that one would.
func TestSQLiteCheckpoints(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file.db")
	db, err := sqldb.Open(t.Context(), sqldb.Config{URL: "sqlite:" + path})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	const size = 200_000
	for range 2 { // the second after the log was moved once
		before, err := os.Stat(path)
		require.NoError(t, err)
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			if _, err := tx.ExecContext(t.Context(), "CREATE TABLE IF NOT EXISTS blobs (body BLOB)"); err != nil {
				return err
			}
			_, err := tx.ExecContext(t.Context(), "INSERT INTO blobs VALUES (zeroblob($1))", size)
			return err
		}))
		require.Eventually(t, func() bool {
			now, err := os.Stat(path)
			return err == nil && now.Size() > before.Size()+size
		}, 10*time.Second, 10*time.Millisecond)
	}
}
