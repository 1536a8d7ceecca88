package dbtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// A statement is told by what it says, whatever its values: a partial index
// serves it only if it says what the index asks for.
func TestScans(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, nil)
	say := func(statement string, args ...any) {
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement, args...)
			return err
		}))
	}
	say("CREATE TABLE calls (id TEXT PRIMARY KEY, plan TEXT NOT NULL)")
	say("CREATE INDEX calls_plan ON calls (plan) WHERE plan <> ''")
	say("CREATE TABLE small (id TEXT NOT NULL)")
	const byKey, served = "UPDATE calls SET plan = $2 WHERE id = $1", "SELECT id FROM calls WHERE plan = $1 AND plan <> ''"
	const unserved, within = "SELECT id FROM calls WHERE plan = $1", "INSERT INTO small SELECT id FROM calls WHERE plan = $1"
	say(byKey, "a", "b")
	say(served, "b")
	say("SELECT id FROM small")
	require.Empty(t, dbtest.Scans(t, db, "calls"))
	say(unserved, "b")
	say(within, "b")
	require.Equal(t, []string{within, unserved}, dbtest.Scans(t, db, "calls"))
	require.Empty(t, dbtest.Scans(t, db))
}
