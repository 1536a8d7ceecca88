package store

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// The queries that run on every request use an index when the tables are large.
func TestHotQueriesUseAnIndex(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, Migrations())
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		for _, statement := range []string{
			`INSERT INTO providers SELECT 'p' || n, '', '[]', '[]', 'UTC', '[]', 1 FROM generate_series(1, 20) n`,
			`INSERT INTO appointments (id, type_id, state, provider_id, mode, start_us, end_us, blocked_start_us, blocked_end_us,
				inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence, create_us, update_us)
				SELECT 'a' || p || '-' || n, 'consultation', 'BOOKED', 'p' || p, 3, n * 1200000000::bigint + 1,
				n * 1200000000::bigint + 2, n * 1200000000::bigint, n * 1200000000::bigint + 1200000000, 'i' || n, 'h' || p || '-' || n,
				0, 0, 1, 0, n, n FROM generate_series(1, 20) p, generate_series(1, 1000) n`,
			`INSERT INTO requests SELECT 's', 'r' || n, '', '', n FROM generate_series(1, 20000) n`,
			`INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor)
				SELECT 'a' || n, '', '', 0, '', '', '' FROM generate_series(1, 20000) n`,
		} {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(t.Context(), "ANALYZE")
		return err
	}))
	s := &Store{sql: dialectOf(sqldb.Postgres)}
	tests := map[string]struct {
		query string
		args  []any
	}{
		"look":        {s.versionPart("''") + " UNION ALL " + recent + " UNION ALL " + replayed, []any{int64(1) << 40, "s", "r7"}},
		"load":        {s.versionPart("''") + " UNION ALL " + occupiedSince, []any{990 * int64(1200000000)}},
		"hold":        {"SELECT id FROM appointments WHERE hold_hash = $1 AND hold_hash <> '' AND state = 'HELD'", []any{"h"}},
		"appointment": {readAppointment, []any{"a7-7"}},
		"list": {
			"SELECT id FROM appointments WHERE " + listed + " AND (start_us, id) > ($1, $2) ORDER BY start_us, id LIMIT 50",
			[]any{990 * int64(1200000000), ""},
		},
		"of an inquiry": {"SELECT id FROM appointments WHERE inquiry_id <> '' AND inquiry_id IN ($1) AND " + listed, []any{"i7"}},
		"changes":       {postgresChanges, []any{"99999999", 0, 100}},
	}
	for name, test := range tests {
		plan := explain(t, db, test.query, test.args...)
		require.Contains(t, plan, "Index", "%s:\n%s", name, plan)
		for _, table := range []string{"appointments", "requests", "changes"} {
			require.NotContains(t, plan, "Seq Scan on "+table, "%s:\n%s", name, plan)
		}
	}
}

// explain returns the plan the server makes when it is free to choose.
func explain(t *testing.T, db *sqldb.DB, query string, args ...any) string {
	t.Helper()
	var lines []string
	require.NoError(t, db.ReadTx(t.Context(), func(tx *sqldb.Tx) error {
		lines = nil
		if _, err := tx.ExecContext(t.Context(), "SET LOCAL enable_seqscan = on"); err != nil {
			return err
		}
		rows, err := tx.QueryContext(t.Context(), "EXPLAIN "+query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return rows.Err()
	}))
	return strings.Join(lines, "\n")
}
