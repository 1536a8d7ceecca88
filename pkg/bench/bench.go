// Package bench times operations beside each other, so that whatever else the
// machine does slows all of them alike.
package bench

import (
	"slices"
	"testing"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// Times are how long one operation took, time by time, in order of length.
type Times []time.Duration

// At returns the time that a part q of the runs did not exceed, 0 < q <= 1.
func (t Times) At(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return t[min(int(q*float64(len(t))), len(t)-1)]
}

// Turns runs the operations in turns while b loops and returns the times of
// each. The first failure ends the benchmark.
func Turns(b *testing.B, operations ...func() error) []Times {
	b.Helper()
	out, system := make([]Times, len(operations)), clock.System()
	for b.Loop() {
		for i, do := range operations {
			begin := system.Now()
			err := do()
			out[i] = append(out[i], system.Now().Sub(begin))
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, t := range out {
		slices.Sort(t)
	}
	return out
}

// Report reports median and 99th percentile in place of the time per round.
func Report(b *testing.B, t Times) {
	b.Helper()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(t.At(0.5)), "p50-ms")
	b.ReportMetric(ms(t.At(0.99)), "p99-ms")
}

// Beside reports t, the median of what was run beside it, and how much of that
// t's median is.
func Beside(b *testing.B, t, other Times) {
	b.Helper()
	Report(b, t)
	b.ReportMetric(ms(other.At(0.5)), "beside-p50-ms")
	b.ReportMetric(float64(t.At(0.5))/float64(max(other.At(0.5), 1)), "x-of-beside")
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
