package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

var errWanted = errors.New("wanted")

func TestTxCommitsOrUndoes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		insert := func(name string, then func() error) error {
			return db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				require.Equal(t, db.Engine(), tx.Engine())
				_, err := tx.ExecContext(t.Context(), "INSERT INTO counters VALUES ($1, 1, NULL)", name)
				require.NoError(t, err)
				return then()
			})
		}
		require.NoError(t, insert("a", func() error { return nil }))
		require.ErrorIs(t, insert("b", func() error { return errWanted }), errWanted)
		require.PanicsWithValue(t, "boom", func() { _ = insert("c", func() error { panic("boom") }) })
		require.EqualValues(t, 1, number(t, db.Read(), "SELECT count(*) FROM counters"))
		require.NoError(t, insert("d", func() error { return nil }), "still usable")
	})
}

// A statement that failed spoils the transaction, also if nobody looked.
func TestTxAfterFailedStatement(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		err := db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(t.Context(), "INSERT INTO rooms (id, name) VALUES ('a', '')")
			return err
		})
		require.Equal(t, sqldb.Check, sqldb.Classify(err))
		require.NoError(t, exec(t, db, "INSERT INTO rooms (id, name) VALUES ('a', 'Blue')"))
	})
}

func TestTxEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		ctx, cancel := context.WithCancelCause(t.Context())
		err := db.Tx(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO counters VALUES ('a', 1, NULL)")
			require.NoError(t, err)
			cancel(errWanted)
			_, err = tx.ExecContext(ctx, "INSERT INTO counters VALUES ('b', 1, NULL)")
			require.ErrorIs(t, err, errWanted)
			_, err = tx.QueryContext(ctx, "SELECT 1") //nolint:rowserrcheck // there are no rows
			require.ErrorIs(t, err, errWanted)
			require.Error(t, tx.QueryRowContext(ctx, "SELECT 1").Scan(new(int)))
			return nil
		})
		require.ErrorIs(t, err, errWanted)
		require.Zero(t, number(t, db.Read(), "SELECT count(*) FROM counters"))
		require.ErrorIs(t, db.Tx(ctx, func(*sqldb.Tx) error { return nil }), errOf(db, ctx))
	})
}

// errOf is what a call under an ended context returns: the pool of
// database/sql, which PostgreSQL waits in, knows no causes.
func errOf(db *sqldb.DB, ctx context.Context) error {
	if db.Engine() == sqldb.SQLite {
		return context.Cause(ctx)
	}
	return ctx.Err()
}

func TestTxQueries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			for _, name := range []string{"b", "a", "Z"} {
				_, err := tx.ExecContext(t.Context(), "INSERT INTO counters VALUES ($1, 1, NULL)", name)
				require.NoError(t, err)
			}
			for range 2 { // the second time from the cache
				rows, err := tx.QueryContext(t.Context(), "SELECT name FROM counters ORDER BY name")
				require.NoError(t, err)
				var names []string
				for rows.Next() {
					var name string
					require.NoError(t, rows.Scan(&name))
					names = append(names, name)
				}
				require.NoError(t, rows.Err())
				require.NoError(t, rows.Close())
				require.Equal(t, []string{"Z", "a", "b"}, names, "binary order on both engines")
			}
			err := tx.QueryRowContext(t.Context(), "SELECT 1 FROM counters WHERE name = $1", "none").Scan(new(int))
			require.ErrorIs(t, err, sql.ErrNoRows)
			return nil
		}))
	})
}

// Rows that somebody forgot to close cost no connection.
func TestForgottenRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, exec(t, db, "INSERT INTO counters VALUES ('a', 1, NULL), ('b', 1, NULL)"))
		for range 20 {
			require.ErrorIs(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				rows, err := tx.QueryContext(t.Context(), "SELECT name FROM counters")
				require.NoError(t, err)
				require.True(t, rows.Next())
				require.NoError(t, rows.Err())
				return errWanted
			}), errWanted)
		}
		require.NoError(t, exec(t, db, "DELETE FROM counters"))
	})
}

func TestBatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		batch := func(statements ...sqldb.Statement) (affected []int64, err error) {
			err = db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				affected, err = tx.Batch(t.Context(), statements...)
				return err
			})
			return affected, err
		}
		insert := "INSERT INTO counters VALUES ($1, $2, NULL)"
		affected, err := batch(
			sqldb.Statement{Query: insert, Args: []any{"a", 1}},
			sqldb.Statement{Query: insert, Args: []any{"b", 2}},
			sqldb.Statement{Query: "UPDATE counters SET value = value + 1"})
		require.NoError(t, err)
		require.Equal(t, []int64{1, 1, 2}, affected)
		affected, err = batch()
		require.NoError(t, err)
		require.Empty(t, affected)
		_, err = batch(
			sqldb.Statement{Query: insert, Args: []any{"c", 1}},
			sqldb.Statement{Query: insert, Args: []any{"a", 1}},
			sqldb.Statement{Query: insert, Args: []any{"d", 1}})
		require.Equal(t, sqldb.Unique, sqldb.Classify(err))
		require.EqualValues(t, 5, number(t, db.Read(), "SELECT sum(value) FROM counters"))
	})
}

func TestReadTxIsASnapshot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		count := "SELECT count(*) FROM counters"
		require.NoError(t, db.ReadTx(t.Context(), func(tx *sqldb.Tx) error {
			require.Zero(t, number(t, tx, count))
			require.NoError(t, exec(t, db, "INSERT INTO counters VALUES ('a', 1, NULL)"))
			require.Zero(t, number(t, tx, count))
			return nil
		}))
		require.EqualValues(t, 1, number(t, db.Read(), count))
		require.Error(t, db.ReadTx(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(t.Context(), "DELETE FROM counters")
			return err
		}))
	})
}

func TestTxWaitsForItsTurnNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, migrations(t))
	require.NoError(t, db.Tx(t.Context(), func(*sqldb.Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		err := db.Tx(ctx, func(*sqldb.Tx) error { return nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		return nil
	}))
}
