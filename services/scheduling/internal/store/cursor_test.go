package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParseCursor reads whatever a reader of the feed may send: what is taken is exactly what was given out, and fits into
// the database's types.
func FuzzParseCursor(f *testing.F) {
	for _, cursor := range []string{"", formatCursor("0", 0), formatCursor("18446744073709551615", 1<<62), "MC4w", "LjE", "KzEuMQ", "MDEuMQ"} {
		f.Add(cursor)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		xid, id, ok := parseCursor(cursor)
		if !ok || cursor == "" {
			return
		}
		require.GreaterOrEqual(t, id, int64(0))
		require.Equal(t, cursor, formatCursor(xid, id))
	})
}
