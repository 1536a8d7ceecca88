// Package plainsql asks PostgreSQL what the index answers: the same filters, the same scores in whole numbers, the ten best.
// Benchmarks measure the index beside it.
package plainsql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// table is the network as PostgreSQL keeps it best for this question: an array of facts under a GIN index, which answers
// the filters, and a column per number, from which the order is computed.
func table() string {
	var s strings.Builder
	s.WriteString("-- +goose Up\nCREATE TABLE network (id BIGINT PRIMARY KEY, facts INTEGER[] NOT NULL, levels SMALLINT[] NOT NULL,\n" +
		"  fee BIGINT NOT NULL, sliding BIGINT NOT NULL, worth BIGINT NOT NULL, axes SMALLINT[]")
	for d := range score.Domains {
		fmt.Fprintf(&s, ",\n  theta%d BIGINT NOT NULL, prior%d BIGINT NOT NULL", d, d)
	}
	s.WriteString(");\n-- +goose Down\nDROP TABLE network;\n")
	return s.String()
}

// Load makes a database with the therapists.
func Load(tb testing.TB, rows []score.Row) *sqldb.DB {
	tb.Helper()
	db := dbtest.Open(tb, sqldb.Postgres, fstest.MapFS{"postgres/0001_network.sql": {Data: []byte(table())}})
	const batch = 2_000
	for from := 0; from < len(rows); from += batch {
		var values strings.Builder
		for i := from; i < min(from+batch, len(rows)); i++ {
			values.WriteString(",(" + valuesOf(i, &rows[i]) + ")")
		}
		run(tb, db, "INSERT INTO network VALUES "+values.String()[1:])
	}
	run(tb, db, "CREATE INDEX network_facts ON network USING gin (facts)")
	run(tb, db, "ANALYZE network")
	return db
}

func run(tb testing.TB, db *sqldb.DB, statement string) {
	tb.Helper()
	require.NoError(tb, db.Tx(tb.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(tb.Context(), statement)
		return err
	}))
}

func valuesOf(i int, r *score.Row) string {
	var facts, levels []string
	for f := range score.Fact(len(r.Facts) * 64) { //nolint:gosec // some thousands
		if r.Facts.Has(f) {
			facts = append(facts, fmt.Sprint(f))
		}
	}
	for c := range uint8(64) {
		levels = append(levels, fmt.Sprint(r.Levels.At(c)))
	}
	axes := "NULL"
	if r.HasStyle {
		axes = fmt.Sprintf("'{%d,%d,%d,%d}'", r.Axes[0], r.Axes[1], r.Axes[2], r.Axes[3])
	}
	out := fmt.Sprintf("%d,'{%s}','{%s}',%d,%d,%d,%s", i, strings.Join(facts, ","), strings.Join(levels, ","), r.FeeCents, r.SlidingCents, r.Load-r.Price, axes)
	for d := range score.Domains {
		out += fmt.Sprintf(",%d,%d", r.Theta[d], r.Prior[d])
	}
	return out
}

// where are the conditions in SQL. Facts that all must hold are asked of the index at once.
func where(conditions []score.Condition) string {
	var all, rest []string
	for _, c := range conditions {
		switch {
		case len(c.Any) == 1 && !c.HasMax:
			all = append(all, fmt.Sprint(c.Any[0]))
		case c.HasMax:
			rest = append(rest, fmt.Sprintf("CASE WHEN sliding > 0 THEN least(fee, sliding) ELSE fee END <= %d", c.MaxCents))
		case len(c.Any) > 1:
			rest = append(rest, "facts && "+array(c.Any))
		}
		if len(c.None) > 0 {
			rest = append(rest, "NOT facts && "+array(c.None))
		}
	}
	if len(all) > 0 {
		rest = append(rest, "facts @> '{"+strings.Join(all, ",")+"}'")
	}
	return strings.Join(append(rest, "TRUE"), " AND ")
}

func array(facts []score.Fact) string {
	var out []string
	for _, f := range facts {
		out = append(out, fmt.Sprint(int32(f))) //nolint:gosec // no fact becomes -1, which nobody has
	}
	return "'{" + strings.Join(out, ",") + "}'"
}

// order is the score of a need in SQL, term by term, in whole numbers that are rounded as the kernel rounds.
func order(n *score.Need, spec *score.Spec) string {
	out := []string{fmt.Sprint(n.Base()), "worth"}
	for i := range n.Tracks() {
		d, share := n.Domain(i)
		out = append(out, fmt.Sprintf("%d * theta%d / 1000000", share, d))
	}
	for i := range n.Focuses() {
		c, d := n.Concern(i)
		points := func(level uint64) score.Micro { return n.FocusOf(i, level, score.Whole) }
		out = append(out, fmt.Sprintf("(CASE levels[%d] WHEN 1 THEN %d WHEN 2 THEN %d WHEN 3 THEN %d ELSE 0 END) * prior%d / %d",
			c+1, points(1), points(2), points(3), d, score.Whole))
	}
	for i := range n.Wishes() {
		w := n.WishAt(i)
		out = append(out, fmt.Sprintf("CASE WHEN facts @> %s THEN %d WHEN facts @> %s THEN %d ELSE 0 END",
			array([]score.Fact{w.Full}), w.Points(score.Full), array([]score.Fact{w.Half}), w.Points(score.Half)))
	}
	var distance []string
	for i, wished := range spec.Style {
		if wished >= 2 || wished <= -2 {
			distance = append(distance, fmt.Sprintf("abs(%d - axes[%d])", wished, i+1))
		}
	}
	if widest := int64(6 * len(distance)); widest > 0 {
		out = append(out, fmt.Sprintf("coalesce(%d * (%d - %s) / %d, 0)", n.MaxStyle(), widest, strings.Join(distance, " - "), widest))
	}
	if limit := spec.LimitCents; limit > 0 {
		step, comfort := score.Default().FeeStep, limit*score.Default().FeeComfort/score.Unit
		payable := fmt.Sprintf("(CASE WHEN fee > %d AND sliding > 0 AND sliding <= %d THEN %d ELSE fee END)", limit, limit, limit)
		out = append(out, fmt.Sprintf("least(0, -%d * (%s - %d) * 10 / %d)", step, payable, comfort, limit))
	}
	return strings.Join(out, " + ")
}

// Top asks for the scores of the ten best.
func Top(ctx context.Context, db *sqldb.DB, query string) ([]score.Micro, error) {
	rows, err := db.Read().QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return scan(rows)
}

func scan(rows *sql.Rows) (out []score.Micro, err error) {
	defer rows.Close()
	for rows.Next() {
		var id int64
		var points score.Micro
		if err := rows.Scan(&id, &points); err != nil {
			return nil, err
		}
		out = append(out, points)
	}
	return out, rows.Err()
}

// Statement is the search as one statement. Wishes to avoid something and for years of practice are not part of it.
func Statement(spec *score.Spec, w *score.Weights, conditions []score.Condition) string {
	return fmt.Sprintf("SELECT id, %s AS points FROM network WHERE %s ORDER BY points DESC LIMIT 10", order(score.NewNeed(spec, w), spec), where(conditions))
}
