package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// load fills the tables of a practice. A hundred providers, those who have hours among them, had twelve appointments on
// each day up to thirty days ago, which is how far back replicas look: of twenty, fifteen took place, one client did not
// come, and four were cancelled; of the last twenty nobody has said what became of them.
func (c *crowd) load(tb testing.TB, providers, days, past int) {
	tb.Helper()
	key := func(of string) string { return "substr(md5(" + of + "), 1, 26)" }
	if c.db.Engine() == sqldb.SQLite {
		key = func(string) string { return "lower(hex(randomblob(13)))" }
	}
	keys := strings.NewReplacer("KEY", key("CAST(us AS TEXT) || provider"), "INQUIRY", key("'i' || CAST(us AS TEXT) || provider"))
	require.NoError(tb, c.db.Tx(tb.Context(), func(tx *sqldb.Tx) error {
		back := bare(tb, tx)
		execute(tb, tx, fmt.Sprintf(providersSQL, max(providers, 100), providers))
		execute(tb, tx, keys.Replace(fmt.Sprintf(pastSQL, past, opening.Add(-30*24*time.Hour).UnixMicro())))
		execute(tb, tx, keys.Replace(fmt.Sprintf(comingSQL, providers, days, opening.UnixMicro())))
		execute(tb, tx, changesSQL)
		for _, statement := range back {
			execute(tb, tx, statement)
		}
		execute(tb, tx, "UPDATE catalog SET version = version + 1")
		return nil
	}))
	if c.db.Engine() == sqldb.Postgres {
		for _, statement := range []string{"VACUUM FULL appointments", "VACUUM (FREEZE, ANALYZE) appointments, changes, providers"} {
			_, err := c.db.Read().ExecContext(tb.Context(), statement)
			require.NoError(tb, err)
		}
	}
}

const providersSQL = `INSERT INTO providers (id, display_name, types, modes, time_zone, hours, version)
	WITH RECURSIVE p(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM p WHERE i + 1 < %[1]d)
	SELECT CAST(1000000 + i AS TEXT), 'p', CASE WHEN i < %[2]d THEN '["consultation","first-session"]' ELSE '[]' END, '[3]',
	'America/New_York', '[{"Day":0,"Start":540,"End":1020},{"Day":1,"Start":540,"End":1020},{"Day":2,"Start":540,"End":1020},` +
	`{"Day":3,"Start":540,"End":1020},{"Day":4,"Start":540,"End":1020},{"Day":5,"Start":540,"End":1020},{"Day":6,"Start":540,"End":1020}]', 1
	FROM p`

// rowsSQL makes calls in the state of the provider that begin at us.
const rowsSQL = `INSERT INTO appointments (id, type_id, state, provider_id, mode, start_us, end_us, blocked_start_us, blocked_end_us,
	inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence, create_us, update_us)
	WITH RECURSIVE %s SELECT KEY, 'consultation', state, provider, 3, us, us + 600000000, us - 300000000, us + 900000000,
	INQUIRY, '', 0, 0, 1, 0, us, us FROM r`

var comingSQL = fmt.Sprintf(rowsSQL, `p(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM p WHERE i + 1 < %[1]d),
	d(day) AS (SELECT 0 UNION ALL SELECT day + 1 FROM d WHERE day + 1 < %[2]d),
	n(slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM n WHERE slot + 1 < 24),
	r AS (SELECT 'BOOKED' AS state, CAST(1000000 + i AS TEXT) AS provider,
		CAST(%[3]d AS BIGINT) + CAST(day AS BIGINT) * 86400000000 + slot * CAST(1200000000 AS BIGINT) AS us
		FROM p, d, n WHERE (slot / 3 + i + day) %% 2 = 0)`)

// pastSQL comes in the order of time, as a practice writes.
var pastSQL = fmt.Sprintf(rowsSQL, `k(i) AS (SELECT %[1]d - 1 WHERE %[1]d > 0 UNION ALL SELECT i - 1 FROM k WHERE i > 0),
	r AS (SELECT CASE WHEN i < 20 THEN 'BOOKED' WHEN i %% 20 < 15 THEN 'COMPLETED' WHEN i %% 20 = 15 THEN 'NO_SHOW' ELSE 'CANCELLED' END AS state,
		CAST(1000000 + i %% 100 AS TEXT) AS provider,
		CAST(%[2]d AS BIGINT) - (i / 1200 + 1) * CAST(86400000000 AS BIGINT) - i / 100 %% 12 * CAST(2400000000 AS BIGINT) AS us FROM k)`)

// changesSQL says of each appointment in the feed that it was booked.
const changesSQL = `INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor)
	SELECT id, 'BOOKED', 'BOOKED', create_us, '', inquiry_id, '' FROM appointments`

// bare leaves the appointments without index, trigger and constraint but checks, and returns what brings them back over all
// rows, which takes a fraction of the time. On PostgreSQL VACUUM FULL has to follow, which builds every index anew.
func bare(tb testing.TB, tx *sqldb.Tx) (back []string) {
	tb.Helper()
	if tx.Engine() == sqldb.Postgres {
		execute(tb, tx, "SET LOCAL session_replication_role = replica")
		const ready = "UPDATE pg_index SET indisready = %t WHERE indrelid = 'appointments'::regclass"
		execute(tb, tx, fmt.Sprintf(ready, false))
		return []string{fmt.Sprintf(ready, true)}
	}
	for _, o := range query(tb.Context(), tb, tx, `SELECT type, name, sql FROM sqlite_master
		WHERE tbl_name = 'appointments' AND type IN ('index', 'trigger') AND sql IS NOT NULL`) {
		execute(tb, tx, "DROP "+o[0]+" "+o[1])
		back = append(back, o[2])
	}
	return append(back, "ANALYZE")
}

// What was loaded breaks no rule of the schema, and the rules are in force again.
func TestLoad(t *testing.T) {
	t.Parallel()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, engine, 5, 14, 5000)
			check := "PRAGMA integrity_check"
			if engine == sqldb.Postgres {
				check = "REINDEX TABLE appointments" // looks for overlaps, too
			}
			_, err := c.db.Read().ExecContext(t.Context(), check)
			require.NoError(t, err)
			twice := func(state string) error {
				return c.db.Tx(t.Context(), func(tx *sqldb.Tx) error {
					_, err := tx.ExecContext(t.Context(), `INSERT INTO appointments (id, type_id, state, provider_id, mode, start_us, end_us,
						blocked_start_us, blocked_end_us, inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence,
						create_us, update_us) SELECT 'again' || id, type_id, $1, provider_id, mode, start_us, end_us, blocked_start_us,
						blocked_end_us, '', '', 0, 0, 1, 0, create_us, update_us
						FROM appointments WHERE state = 'COMPLETED' ORDER BY start_us LIMIT 1`, state)
					return err
				})
			}
			require.Equal(t, sqldb.Exclusion, sqldb.Classify(twice("BOOKED")))
			require.NoError(t, twice("CANCELLED"))
			var written int
			require.NoError(t, c.db.Read().QueryRowContext(t.Context(),
				"SELECT count(*) FROM appointments WHERE changed > 0").Scan(&written))
			require.Equal(t, 1, written, "the trigger is back")
		})
	}
}
