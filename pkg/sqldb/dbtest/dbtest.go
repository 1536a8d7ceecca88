// Package dbtest gives each test databases of its own: a SQLite file, and a
// schema in a PostgreSQL server that is started once per test binary.
//
// The server is a private one, made from the installed PostgreSQL programs, or
// the one that FIRSTCALL_TEST_POSTGRES_URL names. Where there is neither, tests
// on PostgreSQL are skipped, and fail when CI is set. The private server runs
// without fsync unless FIRSTCALL_TEST_POSTGRES_FSYNC is set.
package dbtest

import (
	"context"
	"database/sql"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// Engines are the engines every store is tested on.
var Engines = []sqldb.Engine{sqldb.SQLite, sqldb.Postgres}

// Each runs body on every engine, as parallel subtests, each with a migrated
// database of its own that is closed when the subtest ends.
func Each(t *testing.T, migrations fs.FS, body func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			body(t, Open(t, engine, migrations))
		})
	}
}

// Open returns a migrated database on engine that is closed, and in PostgreSQL
// dropped, when the test ends. With nil migrations it is empty.
func Open(tb testing.TB, engine sqldb.Engine, migrations fs.FS) *sqldb.DB {
	tb.Helper()
	cfg := Config(tb, engine)
	if migrations != nil && engine == sqldb.SQLite {
		writeMigrated(tb, strings.TrimPrefix(cfg.URL, "sqlite:"), migrations)
	}
	db, err := sqldb.Open(tb.Context(), cfg)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	if migrations != nil && engine == sqldb.Postgres {
		require.NoError(tb, sqldb.Migrate(tb.Context(), db, migrations))
	}
	return db
}

// Config returns where a new database on engine is. It can be opened several
// times, as by several processes.
func Config(tb testing.TB, engine sqldb.Engine) sqldb.Config {
	tb.Helper()
	if engine == sqldb.SQLite {
		return sqldb.Config{URL: "sqlite:" + filepath.Join(tb.TempDir(), "test.db")}
	}
	cfg := sqldb.Config{URL: Postgres(tb), Schema: "test_" + id.New()}
	tb.Cleanup(func() { execute(tb, cfg.URL, `drop schema if exists "`+cfg.Schema+`" cascade`) })
	execute(tb, cfg.URL, `create schema "`+cfg.Schema+`"`)
	return cfg
}

// Database returns the URL of a new, empty PostgreSQL database, for tests that
// run several services with their real schemas. It is dropped when the test
// ends.
func Database(tb testing.TB) string {
	tb.Helper()
	server := Postgres(tb)
	name := "test_" + id.New()
	execute(tb, server, `create database "`+name+`"`)
	tb.Cleanup(func() { execute(tb, server, `drop database if exists "`+name+`" with (force)`) })
	u, err := url.Parse(server)
	require.NoError(tb, err)
	u.Path = "/" + name
	return u.String()
}

// execute runs one statement on a connection of its own.
func execute(tb testing.TB, dsn, statement string) {
	tb.Helper()
	db, err := sql.Open("pgx", dsn)
	require.NoError(tb, err)
	defer db.Close() //nolint:errcheck // nothing is left to lose
	_, err = db.ExecContext(context.WithoutCancel(tb.Context()), statement)
	require.NoError(tb, err)
}
