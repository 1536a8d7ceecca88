package store_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store/storetest"
)

// growing are the tables that grow for as long as the practice lives. Of the others everything is read at once.
var growing = []string{"appointments", "requests", "changes", "series"}

// Every statement that the store says finds its rows by an index, in the plan that the server makes when it does not know
// the values: what a table held once costs nothing. The statements are those that the store's suite makes it say, so
// none can be forgotten.
func TestEveryStatementUsesAnIndex(t *testing.T) {
	t.Parallel()
	var said statements
	t.Run("suite", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T, practice *time.Location, types []domain.Type) domain.Store {
			cfg := dbtest.Config(t, sqldb.Postgres)
			cfg.MaxConns = connections
			db, err := sqldb.Open(t.Context(), cfg)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			require.NoError(t, sqldb.Migrate(t.Context(), db, store.Migrations()))
			t.Cleanup(func() { said.add(t, db) })
			return store.New(db, clock.NewFake(storetest.Now), practice, types)
		})
	})
	require.Greater(t, len(said.texts), 40, "the statements of the store")
	c := newCrowd(t, sqldb.Postgres, 20, 14, 20_000)
	require.NoError(t, c.db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		// Some of what is ahead is held, by many, and some of the past was let go.
		execute(t, tx, `UPDATE appointments SET state = 'HELD', hold_hash = id, hold_expire_us = end_us
			WHERE state = 'BOOKED' AND id < '2'`)
		execute(t, tx, "UPDATE appointments SET state = 'RELEASED' WHERE state = 'CANCELLED' AND id < '8'")
		execute(t, tx, `INSERT INTO requests (scope, request_id, hash, answer, create_us)
			SELECT 's', id, '', '', create_us FROM appointments`)
		execute(t, tx, `INSERT INTO series (id, type_id, provider_id, inquiry_id, mode, rules, exceptions, version, create_us, update_us)
			SELECT id, 'session', provider_id, id, 3, '[]', '[]', 1, create_us, create_us FROM appointments WHERE state = 'COMPLETED' AND id < '2'`)
		execute(t, tx, "ANALYZE")
		return nil
	}))
	by := leads(t, c.db)
	for _, text := range slices.Sorted(maps.Keys(said.texts)) {
		for _, wrong := range by.unled(plan(t, c.db, text), false) {
			t.Errorf("%s\n%s", wrong, text)
		}
	}
}

// connections is the size of the pools whose connections are asked.
const connections = 4

// statements are the texts of what was said to the server.
type statements struct {
	mu    sync.Mutex
	texts map[string]bool
}

// add adds what the connections of the pool have prepared.
func (s *statements) add(t *testing.T, db *sqldb.DB) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // the test is over
	var look func(n int)
	look = func(n int) {
		// Each of the connections is kept until all were asked.
		require.NoError(t, db.ReadTx(ctx, func(tx *sqldb.Tx) error {
			for _, row := range query(ctx, t, tx, `SELECT statement, '', '' FROM pg_prepared_statements
				WHERE NOT from_sql AND statement !~* '^(begin|commit|rollback|set) ?'`) {
				s.mu.Lock()
				if s.texts == nil {
					s.texts = make(map[string]bool)
				}
				s.texts[row[0]] = true
				s.mu.Unlock()
			}
			if n > 1 {
				look(n - 1)
			}
			return nil
		}))
	}
	look(connections)
}

// node is a part of a plan.
type node struct {
	Type      string `json:"Node Type"`
	Relation  string `json:"Relation Name"`
	Index     string `json:"Index Name"`
	Condition string `json:"Index Cond"`
	Plans     []node
}

// plan returns the plan for any values.
func plan(t *testing.T, db *sqldb.DB, text string) node {
	t.Helper()
	var out []struct{ Plan node }
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		execute(t, tx, "SET LOCAL plan_cache_mode = force_generic_plan")
		execute(t, tx, "PREPARE said AS "+text)
		defer execute(t, tx, "DEALLOCATE said")
		var values int
		if err := tx.QueryRowContext(t.Context(),
			"SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'said'").Scan(&values); err != nil {
			return err
		}
		call := "EXPLAIN (FORMAT JSON) EXECUTE said"
		if values > 0 {
			call += "(" + strings.TrimSuffix(strings.Repeat("NULL, ", values), ", ") + ")"
		}
		var explained []byte
		if err := tx.QueryRowContext(t.Context(), call).Scan(&explained); err != nil {
			return err
		}
		return json.Unmarshal(explained, &out)
	}))
	require.Len(t, out, 1, text)
	return out[0].Plan
}

// leading are the first columns of the indexes, by name: an index leads where its first column is known.
type leading map[string]string

func leads(t *testing.T, db *sqldb.DB) leading {
	t.Helper()
	out := make(leading)
	require.NoError(t, db.ReadTx(t.Context(), func(tx *sqldb.Tx) error {
		for _, row := range query(t.Context(), t, tx, `SELECT c.relname, pg_get_indexdef(i.indexrelid, 1, true), ''
			FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = current_schema()::regnamespace`) {
			out[row[0]] = row[1]
		}
		return nil
	}))
	return out
}

// unled returns what in the plan reads a growing table without being led by an index. Reading along an index up to a
// limit is being led, unless all has to be sorted first.
func (l leading) unled(n node, limited bool) (out []string) {
	led := n.Condition != "" && strings.Contains(n.Condition, l[n.Index])
	switch n.Type {
	case "Limit":
		limited = true
	case "Sort", "Aggregate", "Hash":
		limited = false
	case "Bitmap Index Scan":
		if !led {
			out = append(out, "all of "+n.Index)
		}
	case "ModifyTable", "LockRows", "Bitmap Heap Scan":
	default:
		if slices.Contains(growing, n.Relation) && !led && (!limited || n.Index == "") {
			out = append(out, n.Type+" on "+n.Relation+" by "+n.Index)
		}
	}
	for _, part := range n.Plans {
		out = append(out, l.unled(part, limited)...)
	}
	return out
}
