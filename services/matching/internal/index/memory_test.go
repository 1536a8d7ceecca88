package index

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMemory holds a hundred thousand therapists to 20 megabytes, with the text of their ids and the way from an id to
// its row.
func TestMemory(t *testing.T) { //nolint:paralleltest // measures the heap
	if os.Getenv("LONG") == "" {
		t.Skip("a hundred thousand therapists: LONG=1")
	}
	d, entries := therapists(networkSize)
	before := heap()
	x, err := NewBook(d, entries)
	require.NoError(t, err)
	size := heap() - before
	runtime.KeepAlive(entries)
	runtime.KeepAlive(x)
	t.Logf("%.1f MB", float64(size)/1e6)
	require.Less(t, size, int64(20e6))
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
