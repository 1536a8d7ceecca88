package index

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/index/plainsql"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// BenchmarkTop finds the ten best of a hundred thousand. The median and the 99th percentile are of single searches; beside
// them is the median of the same question, with the same scores, to PostgreSQL in the same run.
func BenchmarkTop(b *testing.B) {
	n := theNetwork()
	db := plainsql.Load(b, rowsOf(n.entries))
	unknown, err := Build(n.dict, unmeasured(n.entries))
	if err != nil {
		b.Fatal(err)
	}
	for _, x := range []struct {
		name  string
		index *Index
	}{{"measured", n.index}, {"unmeasured", unknown}} {
		for _, f := range filters(n.index) {
			b.Run(fmt.Sprintf("%s/%s", x.name, f.name), func(b *testing.B) {
				if benchmarkTop(b, x.index, f.conditions); x.index == n.index {
					spec, w := spec(n.index), score.Default()
					besides(b, db, plainsql.Statement(&spec, &w, f.conditions))
				}
			})
		}
	}
}

func benchmarkTop(b *testing.B, x *Index, conditions []score.Condition) {
	var s Search
	q := &Query{Need: need(x), Conditions: conditions}
	share := float64(s.Count(x, conditions)) / float64(x.Len())
	s.Top(x, q, 10)
	took := make([]time.Duration, 0, 1<<16)
	b.ReportAllocs()
	for b.Loop() {
		q.Seed++
		start := time.Now()
		s.Top(x, q, 10)
		if len(took) < cap(took) {
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(100*share, "%survive")
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1e3, "p99-us")
}

// besides asks PostgreSQL the same some times and reports the median.
func besides(b *testing.B, db *sqldb.DB, query string) {
	b.Helper()
	var took []time.Duration
	for range 11 {
		start := time.Now()
		if _, err := plainsql.Top(b.Context(), db, query); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "postgres-p50-us")
}

// BenchmarkBuild makes the index of a hundred thousand anew.
func BenchmarkBuild(b *testing.B) {
	n := theNetwork()
	for b.Loop() {
		if _, err := Build(n.dict, n.entries); err != nil {
			b.Fatal(err)
		}
	}
}
