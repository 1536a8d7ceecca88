package dbtest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// looked is how many connections of a pool are asked what was said on them.
// What is said one after the other is said on one of them.
const looked = 4

// Scans returns the statements said to db, a PostgreSQL database, that read
// all of a table of those named because no index serves them, whatever their
// values are. It takes no rows to find out, but sees nothing of statements for
// which an index only gives an order.
func Scans(tb testing.TB, db *sqldb.DB, tables ...string) []string {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context()) // the test may be over
	scans := make(map[string]bool)
	var look func(n int)
	look = func(n int) {
		if n == 0 {
			return
		}
		// Each of the connections is kept until all were asked.
		require.NoError(tb, db.ReadTx(ctx, func(tx *sqldb.Tx) error {
			for call, text := range prepared(ctx, tb, tx) {
				if reads(ctx, tb, tx, call, tables) {
					scans[text] = true
				}
			}
			look(n - 1)
			return nil
		}))
	}
	look(looked)
	out := make([]string, 0, len(scans))
	for text := range scans {
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// prepared returns the statements of a connection that have a plan, by the
// name and the number of values a call of them needs.
func prepared(ctx context.Context, tb testing.TB, tx *sqldb.Tx) map[string]string {
	tb.Helper()
	rows, err := tx.QueryContext(ctx, `SELECT '"' || name || '"' || CASE WHEN cardinality(parameter_types) = 0 THEN ''
		ELSE '(NULL' || repeat(', NULL', cardinality(parameter_types) - 1) || ')' END, statement
		FROM pg_prepared_statements WHERE NOT from_sql AND statement ~* '^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)'`)
	require.NoError(tb, err)
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var call, text string
		require.NoError(tb, rows.Scan(&call, &text))
		out[call] = text
	}
	require.NoError(tb, rows.Err())
	return out
}

// reads says whether the plan of a call reads all of a table.
func reads(ctx context.Context, tb testing.TB, tx *sqldb.Tx, call string, tables []string) bool {
	tb.Helper()
	var explained []byte
	require.NoError(tb, tx.QueryRowContext(ctx, "EXPLAIN (FORMAT JSON) EXECUTE "+call).Scan(&explained), call)
	var plans []struct{ Plan node }
	require.NoError(tb, json.Unmarshal(explained, &plans))
	return plans[0].Plan.reads(tables)
}

// node is a part of a plan.
type node struct {
	Type     string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Plans    []node
}

func (n node) reads(tables []string) bool {
	return strings.HasSuffix(n.Type, "Seq Scan") && slices.Contains(tables, n.Relation) ||
		slices.ContainsFunc(n.Plans, func(part node) bool { return part.reads(tables) })
}
