package store_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// BenchmarkMemory states what a replica keeps of a provider's year: half of all office hours booked, on every day.
func BenchmarkMemory(b *testing.B) {
	const providers = 20
	c := newCrowd(b, sqldb.SQLite, providers, 365, 0)
	var before, after runtime.MemStats
	rows := 0
	for b.Loop() {
		fresh := newReplica(b, c.db).store
		_, err := fresh.Catalog(b.Context())
		require.NoError(b, err)
		settle(&before)
		view, err := fresh.View(b.Context())
		require.NoError(b, err)
		settle(&after)
		rows = len(view.Rows.Touching(0, 1<<62))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/providers/1024, "KiB/provider-year")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(rows), "B/row")
}

// settle reads what the heap holds when all garbage is gone, also what finalizers kept.
func settle(m *runtime.MemStats) {
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(m)
}
