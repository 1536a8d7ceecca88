package sqldb_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// Of many who book one time at once exactly one succeeds, and everyone else
// learns why.
func TestOneBookingWins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations(t), func(t *testing.T, db *sqldb.DB) {
		require.NoError(t, exec(t, db, "INSERT INTO rooms (id, name) VALUES ('a', 'Blue')"))
		for round := range 10 {
			var won, lost atomic.Int32
			var wg sync.WaitGroup
			for range 16 {
				wg.Go(func() {
					booked, err := book(t, db, round*10)
					switch {
					case err == nil && booked:
						won.Add(1)
					case err == nil, sqldb.Classify(err) == sqldb.Exclusion:
						lost.Add(1)
					}
				})
			}
			wg.Wait()
			require.EqualValues(t, 1, won.Load())
			require.EqualValues(t, 15, lost.Load())
		}
	})
}

// book tries to insert a booking of ten microseconds.
func book(t *testing.T, db *sqldb.DB, start int) (booked bool, err error) {
	err = db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		result, err := tx.ExecContext(t.Context(),
			"INSERT INTO bookings VALUES ($1, 'a', $2, $3) ON CONFLICT DO NOTHING", id.New(), start, start+10)
		if err != nil {
			return err
		}
		rows, err := result.RowsAffected()
		booked = rows == 1
		return err
	})
	return booked, err
}

// Two transactions that lock two rows in opposite order deadlock; the one that
// is given up runs again.
func TestDeadlockIsRetried(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, migrations(t))
	require.NoError(t, exec(t, db, "INSERT INTO counters VALUES ('a', 0, NULL), ('b', 0, NULL)"))
	var runs atomic.Int32
	var both sync.WaitGroup // both have locked their first row
	both.Add(2)
	add := func(first, second string) error {
		var once sync.Once
		return db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			runs.Add(1)
			const query = "UPDATE counters SET value = value + 1 WHERE name = $1"
			if _, err := tx.ExecContext(t.Context(), query, first); err != nil {
				return err
			}
			once.Do(func() {
				both.Done()
				both.Wait()
			})
			_, err := tx.ExecContext(t.Context(), query, second)
			return err
		})
	}
	var errs [2]error
	var wg sync.WaitGroup
	wg.Go(func() { errs[0] = add("a", "b") })
	wg.Go(func() { errs[1] = add("b", "a") })
	wg.Wait()
	require.NoError(t, errs[0])
	require.NoError(t, errs[1])
	require.GreaterOrEqual(t, runs.Load(), int32(3), "one of the two ran again")
	require.EqualValues(t, 4, number(t, db.Read(), "SELECT sum(value) FROM counters"))
}

// The retries are bounded.
func TestRetriesEnd(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, nil)
	runs := 0
	err := db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		runs++
		_, err := tx.ExecContext(t.Context(), "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
		return err
	})
	require.Equal(t, sqldb.Serialization, sqldb.Classify(err))
	require.Equal(t, 10, runs)
}

// Connections that the server has ended while they were idle are replaced
// without anyone noticing.
func TestLostConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	cfg, name := dbtest.Config(t, sqldb.Postgres), "lost_"+id.New()
	cfg.URL += "&application_name=" + name
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	defer db.Close()
	var busy sync.WaitGroup
	busy.Add(8)
	var wg sync.WaitGroup
	for range 8 { // eight connections
		wg.Go(func() {
			_ = db.Tx(t.Context(), func(*sqldb.Tx) error {
				busy.Done()
				busy.Wait()
				return nil
			})
		})
	}
	wg.Wait()
	other := dbtest.Open(t, sqldb.Postgres, nil)
	require.EqualValues(t, 8, number(t, other.Read(),
		"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = $1", name))
	for range 8 {
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			require.EqualValues(t, 1, number(t, tx, "SELECT 1"))
			return nil
		}))
	}
}

// A writer in another process is waited for.
func TestSQLiteOtherProcess(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, sqldb.SQLite)
	var dbs [2]*sqldb.DB
	for i := range dbs {
		db, err := sqldb.Open(t.Context(), cfg)
		require.NoError(t, err)
		defer db.Close()
		dbs[i] = db
	}
	require.NoError(t, sqldb.Migrate(t.Context(), dbs[0], migrations(t)))
	require.NoError(t, exec(t, dbs[0], "INSERT INTO counters VALUES ('a', 0, NULL)"))
	var failed atomic.Int32
	var wg sync.WaitGroup
	for _, db := range dbs {
		for range 4 {
			wg.Go(func() {
				for range 25 {
					if err := exec(t, db, "UPDATE counters SET value = value + 1"); err != nil {
						failed.Add(1)
					}
				}
			})
		}
	}
	wg.Wait()
	require.Zero(t, failed.Load())
	require.EqualValues(t, 200, number(t, dbs[1].Read(), "SELECT value FROM counters"))
}
