package sqldb_test

import (
	"embed"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

//go:embed testdata
var testdata embed.FS

func migrations(tb testing.TB) fs.FS {
	tb.Helper()
	sub, err := fs.Sub(testdata, "testdata")
	require.NoError(tb, err)
	return sub
}

// exec runs one statement in a transaction of its own.
func exec(tb testing.TB, db *sqldb.DB, query string, args ...any) error {
	tb.Helper()
	return db.Tx(tb.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(tb.Context(), query, args...)
		return err
	})
}

// number reads one number.
func number(tb testing.TB, q sqldb.Queryer, query string, args ...any) int64 {
	tb.Helper()
	var n int64
	require.NoError(tb, q.QueryRowContext(tb.Context(), query, args...).Scan(&n))
	return n
}
