package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// opening is a Tuesday, 09:00 in New York: when the practices under load open for the first time.
var opening = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

const (
	minuteUS = int64(60_000_000)
	hourUS   = 60 * minuteUS
	dayUS    = 24 * hourUS
)

// crowd is a practice with many providers, rows and changes, as fast as the database can make them.
type crowd struct {
	db *sqldb.DB
	// ids are the providers who have hours.
	ids []string
	replica
}

// replica is one process.
type replica struct {
	store *store.Store
	*domain.Scheduler
}

// silent is a doorbell that nobody hears.
type silent struct{ domain.Bell }

func (silent) Ring() {}

// newCrowd returns a practice of so many providers with office hours on every day, half of the next days booked, an hour
// in turn with a free one, and beyond that so many completed appointments of the past, by a hundred providers.
func newCrowd(tb testing.TB, engine sqldb.Engine, providers, days, past int) *crowd {
	tb.Helper()
	c := &crowd{db: dbtest.Open(tb, engine, store.Migrations())}
	require.NoError(tb, c.db.Tx(tb.Context(), func(tx *sqldb.Tx) error {
		bare(tb, tx, func() {
			execute(tb, tx, fmt.Sprintf(providersSQL, max(providers, 100), providers))
			execute(tb, tx, fmt.Sprintf(comingSQL, providers, days, opening.UnixMicro()))
			if past > 0 {
				execute(tb, tx, fmt.Sprintf(pastSQL, past, opening.Add(-30*24*time.Hour).UnixMicro()))
				execute(tb, tx, fmt.Sprintf(changesSQL, past))
			}
		})
		execute(tb, tx, "UPDATE catalog SET version = version + 1")
		execute(tb, tx, "ANALYZE")
		return nil
	}))
	for i := range providers {
		c.ids = append(c.ids, fmt.Sprint(1_000_000+i))
	}
	c.replica = newReplica(tb, c.db)
	return c
}

// newReplica returns another process over the database, with nothing in memory.
func newReplica(tb testing.TB, db *sqldb.DB) replica {
	tb.Helper()
	practice, err := domain.Zone("America/New_York")
	require.NoError(tb, err)
	types, now := domain.DefaultTypes(), clock.NewFake(opening)
	r := replica{store: store.New(db, now, practice, types)}
	r.Scheduler, err = domain.NewScheduler(tb.Context(), r.store, now, silent{}, practice, types, domain.Rules{})
	require.NoError(tb, err)
	return r
}

const providersSQL = `INSERT INTO providers (id, display_name, types, modes, time_zone, hours, version)
	WITH RECURSIVE p(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM p WHERE i + 1 < %[1]d)
	SELECT CAST(1000000 + i AS TEXT), 'p', CASE WHEN i < %[2]d THEN '["consultation","first-session"]' ELSE '[]' END, '[3]',
	'America/New_York', '[{"Day":0,"Start":540,"End":1020},{"Day":1,"Start":540,"End":1020},{"Day":2,"Start":540,"End":1020},` +
	`{"Day":3,"Start":540,"End":1020},{"Day":4,"Start":540,"End":1020},{"Day":5,"Start":540,"End":1020},{"Day":6,"Start":540,"End":1020}]', 1
	FROM p`

// rowSQL makes a booked call of %s that begins at us.
const rowSQL = `INSERT INTO appointments (id, type_id, state, provider_id, mode, start_us, end_us, blocked_start_us, blocked_end_us,
	inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence, create_us, update_us) `

const columnsSQL = `3, us, us + 600000000, us - 300000000, us + 900000000, '', '', 0, 0, 1, 0, us, us FROM `

const comingSQL = rowSQL + `
	WITH RECURSIVE p(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM p WHERE i + 1 < %[1]d),
	d(day) AS (SELECT 0 UNION ALL SELECT day + 1 FROM d WHERE day + 1 < %[2]d),
	n(slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM n WHERE slot + 1 < 24),
	r AS (SELECT i, day, slot, CAST(%[3]d AS BIGINT) + CAST(day AS BIGINT) * 86400000000 + slot * CAST(1200000000 AS BIGINT) AS us
		FROM p, d, n WHERE (slot / 3 + i + day) %% 2 = 0)
	SELECT 'coming' || CAST(100000000000 + (CAST(i AS BIGINT) * 1000 + day) * 100 + slot AS TEXT), 'consultation', 'BOOKED',
	CAST(1000000 + i AS TEXT), ` + columnsSQL + `r`

// pastSQL goes back without a gap, provider by provider, as an index is built fastest.
const pastSQL = rowSQL + `
	WITH RECURSIVE k(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k WHERE i + 1 < %[1]d),
	r AS (SELECT i, CAST(i AS BIGINT) * 100 / %[1]d AS p FROM k),
	t AS (SELECT i, p, CAST(%[2]d AS BIGINT) - (i - (p * %[1]d + 99) / 100) * CAST(1200000000 AS BIGINT) AS us FROM r)
	SELECT 'past' || CAST(100000000000 + i AS TEXT), 'consultation', 'COMPLETED', CAST(1000000 + p AS TEXT), ` + columnsSQL + `t`

const changesSQL = `INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor)
	WITH RECURSIVE k(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k WHERE i + 1 < %[1]d)
	SELECT 'past' || CAST(100000000000 + i AS TEXT), 'BOOKED', 'BOOKED', 0, '', '', '' FROM k`

// bare runs fill while the appointments have no index, no trigger and no exclusion constraint, and then builds them over
// all rows, which takes a fraction of the time and checks the same.
func bare(tb testing.TB, tx *sqldb.Tx, fill func()) {
	tb.Helper()
	var back []string
	if tx.Engine() == sqldb.SQLite {
		for _, o := range query(tb.Context(), tb, tx, `SELECT type, name, sql FROM sqlite_master
			WHERE tbl_name = 'appointments' AND type IN ('index', 'trigger') AND sql IS NOT NULL`) {
			execute(tb, tx, "DROP "+o[0]+" "+o[1])
			back = append(back, o[2])
		}
	} else {
		execute(tb, tx, "SET LOCAL maintenance_work_mem = '512MB'")
		execute(tb, tx, "SET LOCAL statement_timeout = 0")
		execute(tb, tx, "ALTER TABLE appointments DISABLE TRIGGER USER")
		for _, o := range query(tb.Context(), tb, tx, `SELECT conname, pg_get_constraintdef(oid), '' FROM pg_constraint
			WHERE conrelid = 'appointments'::regclass AND contype = 'x'`) {
			execute(tb, tx, "ALTER TABLE appointments DROP CONSTRAINT "+o[0])
			back = append(back, "ALTER TABLE appointments ADD CONSTRAINT "+o[0]+" "+o[1])
		}
		for _, o := range query(tb.Context(), tb, tx, `SELECT indexname, indexdef, '' FROM pg_indexes
			WHERE schemaname = current_schema() AND tablename = 'appointments' AND indexname <> 'appointments_pkey'`) {
			execute(tb, tx, "DROP INDEX "+o[0])
			back = append(back, o[1])
		}
		back = append(back, "ALTER TABLE appointments ENABLE TRIGGER USER")
	}
	require.NotEmpty(tb, back)
	fill()
	for _, statement := range back {
		execute(tb, tx, statement)
	}
}

func execute(tb testing.TB, tx *sqldb.Tx, statement string) {
	tb.Helper()
	_, err := tx.ExecContext(tb.Context(), statement)
	require.NoError(tb, err, statement)
}

func query(ctx context.Context, tb testing.TB, tx *sqldb.Tx, statement string) (out [][3]string) {
	tb.Helper()
	rows, err := tx.QueryContext(ctx, statement)
	require.NoError(tb, err)
	defer rows.Close()
	for rows.Next() {
		var o [3]string
		require.NoError(tb, rows.Scan(&o[0], &o[1], &o[2]))
		out = append(out, o)
	}
	require.NoError(tb, rows.Err())
	return out
}
