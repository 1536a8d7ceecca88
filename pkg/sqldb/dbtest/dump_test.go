package dbtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// What stands in the clear is found whatever the column is of, beside bytes that are no text too.
func TestDumpFindsText(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, db *sqldb.DB) {
		blob := map[sqldb.Engine]string{sqldb.SQLite: "BLOB", sqldb.Postgres: "BYTEA"}[db.Engine()]
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			if _, err := tx.ExecContext(t.Context(), `CREATE TABLE kept (said TEXT NOT NULL, sealed `+blob+` NOT NULL)`); err != nil {
				return err
			}
			_, err := tx.ExecContext(t.Context(), `INSERT INTO kept VALUES ($1, $2)`, `a "first canary" \`, []byte("\x00\xff\\\"a second canary\x01"))
			return err
		}))
		all := string(dbtest.Dump(t, db))
		require.Contains(t, all, "first canary")
		require.Contains(t, all, "a second canary")
		require.NotContains(t, all, "a third canary")
	})
}
