package index

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/index/plainsql"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func rowsOf(entries []Entry) []score.Row {
	out := make([]score.Row, len(entries))
	for i := range entries {
		out[i] = entries[i].Row
	}
	return out
}

// TestPostgresAgrees holds the statement that the index is measured beside to the same scores.
func TestPostgresAgrees(t *testing.T) {
	t.Parallel()
	d, entries := therapists(3_000)
	x, err := Build(d, entries)
	require.NoError(t, err)
	db := plainsql.Load(t, rowsOf(entries))
	var s Search
	for _, f := range filters(x) {
		spec, w := spec(x), score.Default()
		got, err := plainsql.Top(t.Context(), db, plainsql.Statement(&spec, &w, f.conditions))
		require.NoError(t, err)
		var want []score.Micro
		for _, hit := range s.Top(x, &Query{Need: need(x), Conditions: f.conditions}, 10) {
			want = append(want, hit.Score)
		}
		require.Equal(t, want, got, f.name)
	}
}
