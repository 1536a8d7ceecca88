package sqldb_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func addCounter(name string) sqldb.Statement {
	return sqldb.Statement{Query: "INSERT INTO counters VALUES ($1, 1, NULL)", Args: []any{name}}
}

// Writes that come together may share a transaction: what goes wrong with one must not show in another.
func TestWriteKeepsWritesApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, db.Write(t.Context(), nil, addCounter("taken")))
		const rounds, kinds = 60, 5
		var (
			wait sync.WaitGroup
			errs [rounds * kinds]error
			won  atomic.Int64
		)
		for n := range rounds * kinds {
			wait.Go(func() {
				first := addCounter(fmt.Sprintf("first %d", n))
				switch n % kinds {
				case 0:
					errs[n] = db.Write(t.Context(), nil, first)
				case 1: // the second statement fails, and takes the first along
					errs[n] = db.Write(t.Context(), nil, first, addCounter("taken"))
				case 2:
					errs[n] = db.Write(t.Context(), func(affected []int64) error {
						if len(affected) == 2 && affected[0] == 1 && affected[1] == 1 {
							return errWanted
						}
						return nil
					}, first, addCounter(fmt.Sprintf("second %d", n)))
				case 3:
					errs[n] = db.Write(t.Context(), func(affected []int64) error {
						if !slices.Equal([]int64{1, 0}, affected) {
							return fmt.Errorf("%v rows", affected)
						}
						return nil
					}, first, sqldb.Statement{Query: "DELETE FROM counters WHERE name = $1", Args: []any{"nobody"}})
				case 4: // each learns what its own statements did
					affected, err := db.WriteShared(t.Context(), "", addCounter(fmt.Sprintf("mine %d", n)), sqldb.Statement{
						Query: "INSERT INTO counters VALUES ($1, 1, NULL) ON CONFLICT DO NOTHING", Args: []any{"shared by all"},
					}, sqldb.Statement{Query: "DELETE FROM counters WHERE name = $1", Args: []any{fmt.Sprintf("mine %d", n)}})
					if errs[n] = err; assert.Len(t, affected, 3) {
						won.Add(affected[1])
						assert.Equal(t, []int64{1, affected[1], 1}, affected)
					}
				}
			})
		}
		wait.Wait()
		for n, err := range errs {
			switch n % kinds {
			case 1:
				require.Equal(t, sqldb.Unique, sqldb.Classify(err), "%d: %v", n, err)
			case 2:
				require.ErrorIs(t, err, errWanted)
			default:
				require.NoError(t, err)
			}
		}
		require.EqualValues(t, 1, won.Load())
		require.EqualValues(t, 2+rounds*2, number(t, db.Read(), "SELECT count(*) FROM counters"))
	})
}

// One who waits for a lock does not hold up the others, and gets it in the end.
func TestWriteBesideALock(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, migrations(t))
	require.NoError(t, db.Write(t.Context(), nil, addCounter("locked")))
	var wait sync.WaitGroup
	var waited error
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE counters SET value = 2 WHERE name = 'locked'")
		require.NoError(t, err)
		wait.Go(func() {
			waited = db.Write(t.Context(), nil,
				sqldb.Statement{Query: "UPDATE counters SET value = value + 1 WHERE name = 'locked'"})
		})
		var others sync.WaitGroup
		for n := range 40 {
			others.Go(func() { assert.NoError(t, db.Write(t.Context(), nil, addCounter(fmt.Sprint(n)))) })
		}
		others.Wait()
		return nil
	}))
	wait.Wait()
	require.NoError(t, waited)
	require.EqualValues(t, 3, number(t, db.Read(), "SELECT value FROM counters WHERE name = 'locked'"))
}

func TestWriteEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		cancel()
		require.ErrorIs(t, db.Write(ctx, nil, addCounter("a")), context.Canceled)
		_, err := db.WriteAlone(ctx, addCounter("b"))
		require.ErrorIs(t, err, context.Canceled)
		require.EqualValues(t, 0, number(t, db.Read(), "SELECT count(*) FROM counters"))
	})
}

func TestWriteAloneIsOneTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		affected, err := db.WriteAlone(t.Context(), addCounter("a"), addCounter("b"),
			sqldb.Statement{Query: "UPDATE counters SET value = 2"})
		require.NoError(t, err)
		require.Equal(t, []int64{1, 1, 2}, affected)
		_, err = db.WriteAlone(t.Context(), addCounter("c"), addCounter("a"))
		require.Equal(t, sqldb.Unique, sqldb.Classify(err))
		require.EqualValues(t, 2, number(t, db.Read(), "SELECT count(*) FROM counters"))
	})
}
