package dbtest_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// Every database has had its own migrations and nothing of another's, however many were made of them before.
func TestOpenMigrates(t *testing.T) {
	t.Parallel()
	of := func(table string) fstest.MapFS {
		file := &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE " + table + " (id TEXT);")}
		return fstest.MapFS{"sqlite/0001_first.sql": file, "postgres/0001_first.sql": file}
	}
	for _, table := range []string{"calls", "rooms", "calls", "rooms"} {
		dbtest.Each(t, of(table), func(t *testing.T, db *sqldb.DB) {
			behind, err := sqldb.Behind(t.Context(), db, of(table))
			require.NoError(t, err)
			require.False(t, behind)
			require.NoError(t, db.Write(t.Context(), nil, sqldb.Statement{Query: "INSERT INTO " + table + " VALUES ('a')"}))
			var rows int
			require.NoError(t, db.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows))
			require.Equal(t, 1, rows)
		})
	}
}
