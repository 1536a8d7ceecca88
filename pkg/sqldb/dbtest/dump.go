package dbtest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// Dump is every byte the database keeps, to look in for what must not be there: SQLite's files, the WAL among them, or every row of every
// table in PostgreSQL's own words.
func Dump(tb testing.TB, db *sqldb.DB) []byte {
	tb.Helper()
	var all bytes.Buffer
	if db.Engine() == sqldb.SQLite {
		var path string
		require.NoError(tb, db.Read().QueryRowContext(tb.Context(), `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path))
		files, err := filepath.Glob(path + "*")
		require.NoError(tb, err)
		require.Greater(tb, len(files), 1, "the WAL too")
		for _, f := range files {
			data, err := os.ReadFile(f)
			require.NoError(tb, err)
			all.Write(data)
		}
		return all.Bytes()
	}
	require.NoError(tb, db.ReadTx(tb.Context(), func(tx *sqldb.Tx) error {
		all.Reset()
		// Else bytes are told in hexadecimal, in which nothing is found.
		if _, err := tx.ExecContext(tb.Context(), `SET LOCAL bytea_output = 'escape'`); err != nil {
			return err
		}
		for _, table := range column(tb, tx, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`) {
			for _, line := range column(tb, tx, fmt.Sprintf(`SELECT encode(t::text::bytea, 'escape') FROM %q t`, table)) {
				all.WriteString(line)
			}
		}
		return nil
	}))
	return all.Bytes()
}

// column reads the only column of a query.
func column(tb testing.TB, tx *sqldb.Tx, query string) (out []string) {
	tb.Helper()
	rows, err := tx.QueryContext(tb.Context(), query)
	require.NoError(tb, err)
	defer rows.Close()
	for rows.Next() {
		var text string
		require.NoError(tb, rows.Scan(&text))
		out = append(out, text)
	}
	require.NoError(tb, rows.Err())
	return out
}
