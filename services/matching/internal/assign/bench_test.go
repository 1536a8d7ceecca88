package assign_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// BenchmarkAssign solves made-up waitlists of 32 arcs for each client to a proven gap of 0.02 %, to the optimum, and to the optimum
// again after one client in a hundred has become another. It says how many times faster than the better of LEMON's solvers that is, in the
// same run, and fails if the optima differ; the largest size is without LEMON, which would take many minutes, and needs LONG=1.
func BenchmarkAssign(b *testing.B) {
	program := lemon(b)
	for _, size := range []struct{ clients, therapists int }{{2_000, 400}, {20_000, 4_000}, {100_000, 20_000}, {1_000_000, 200_000}} {
		for _, load := range []int{80, 105} {
			b.Run(fmt.Sprintf("%dkx%d/load=%d%%", size.clients/1000, size.therapists, load), func(b *testing.B) {
				list := assigntest.Waitlist{Clients: size.clients, Therapists: size.therapists, Load: load, Seed: 7}
				var other oracle
				if size.clients == 1_000_000 {
					if os.Getenv("LONG") == "" {
						b.Skip("LONG=1 only")
					}
				} else if program != "" {
					other = ask(b, list.Make(), program)
				}
				benchmarkList(b, list, other)
			})
		}
	}
}

func benchmarkList(b *testing.B, list assigntest.Waitlist, other oracle) {
	in := list.Make()
	b.Run("gap=0.02%", func(b *testing.B) { benchmarkSolve(b, in, assign.Options{Within: 200}, other) })
	var cold, warm float64
	var yesterday *assign.Solution
	b.Run("exact", func(b *testing.B) {
		yesterday, cold = benchmarkSolve(b, in, assign.Options{}, other)
	})
	if yesterday == nil {
		return
	}
	if other.seconds > 0 && yesterday.Primal != other.optimum {
		b.Fatalf("the optimum is %d, LEMON's %d", yesterday.Primal, other.optimum)
	}
	start := &assign.Solution{Place: slices.Clone(yesterday.Place), Price: yesterday.Price}
	list.Renewed = 10
	for i := range start.Place {
		if list.IsRenewed(i) {
			start.Place[i] = assign.None
		}
	}
	today := list.Make()
	b.Run("warm", func(b *testing.B) {
		_, warm = benchmarkSolve(b, today, assign.Options{Start: start}, oracle{})
		b.ReportMetric(warm/cold, "of-cold")
	})
}

// benchmarkSolve returns the last solution and the seconds that one takes.
func benchmarkSolve(b *testing.B, in *assign.Instance, opt assign.Options, other oracle) (*assign.Solution, float64) {
	b.ReportAllocs()
	var s *assign.Solution
	for b.Loop() {
		s = solve(b, in, opt)
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(s.Gap())/float64(s.Dual)*1e6, "gap-ppm")
	if other.seconds > 0 {
		b.ReportMetric(other.seconds/seconds, "x-lemon")
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-process")
	return s, seconds
}

// BenchmarkAssignScipy compares with scipy.optimize.linear_sum_assignment, which wants a dense matrix and so only small instances.
func BenchmarkAssignScipy(b *testing.B) {
	python := scipy(b)
	if python == "" {
		b.Skip("no scipy")
	}
	for _, load := range []int{80, 105} {
		b.Run(fmt.Sprintf("2kx400/load=%d%%/exact", load), func(b *testing.B) {
			in := assigntest.Waitlist{Clients: 2_000, Therapists: 400, Load: load, Seed: 7}.Make()
			other := ask(b, in, python, "testdata/scipy/oracle.py")
			s, seconds := benchmarkSolve(b, in, assign.Options{}, oracle{})
			if s.Primal != other.optimum {
				b.Fatalf("the optimum is %d, scipy's %d", s.Primal, other.optimum)
			}
			b.ReportMetric(other.seconds/seconds, "x-scipy")
		})
	}
}
