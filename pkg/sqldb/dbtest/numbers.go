package dbtest

import (
	"fmt"
	"io/fs"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Numbers are the numbers of the migrations, in order, the same for every engine. A database that has had the newest refuses one with a
// smaller number, so a test keeps those there are: a new one comes behind them.
func Numbers(tb testing.TB, migrations fs.FS) (numbers []int) {
	tb.Helper()
	for i, engine := range Engines {
		files, err := fs.ReadDir(migrations, string(engine))
		require.NoError(tb, err)
		var found []int
		for _, f := range files {
			var n int
			_, err := fmt.Sscanf(f.Name(), "%04d_", &n)
			require.NoError(tb, err, f.Name())
			found = append(found, n)
		}
		slices.Sort(found)
		if i > 0 {
			require.Equal(tb, numbers, found, "of %s and of %s", Engines[0], engine)
		}
		numbers = found
	}
	return numbers
}
