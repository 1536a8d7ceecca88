package assign_test

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
	"github.com/firstcall-health/firstcall/services/matching/internal/assign/assigntest"
)

// BenchmarkAssign solves made-up waitlists of 32 arcs for each client to a proven gap of 0.02 %, to the optimum, and to either
// again after one client in a hundred has become another. It says how many times faster than the better of LEMON's two solvers that is in
// the same run, by the clock and in seconds of the processor (LEMON uses one core), and fails if the optima differ. The largest size needs
// LONG=1, and LEMON is stopped there when it has used ten minutes; a hundred thousand, which take it a minute, it is asked with LONG=1 only.
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
					if program != "" && load > 100 {
						other = askFor(b, list.Make(), program)
					}
				} else if program != "" && (size.clients <= 20_000 || os.Getenv("LONG") != "") {
					other = ask(b, list.Make(), program)
				}
				benchmarkList(b, list, other)
			})
		}
	}
}

func benchmarkList(b *testing.B, list assigntest.Waitlist, other oracle) {
	in := list.Make()
	var yesterday *assign.Solution
	var near, exact took
	b.Run("gap=0.02%", func(b *testing.B) { _, near = benchmarkSolve(b, in, assign.Options{Within: 200}, other) })
	b.Run("exact", func(b *testing.B) { yesterday, exact = benchmarkSolve(b, in, assign.Options{}, other) })
	if yesterday == nil {
		return
	}
	if other.seconds > 0 && !other.unfinished && yesterday.Primal != other.optimum {
		b.Fatalf("the optimum is %d, LEMON's %d", yesterday.Primal, other.optimum)
	}
	list.Renewed = 10
	today := list.Make()
	days := []day{{renewals(list, today), solve(b, today, assign.Options{}).Primal}, {renewals(list, in), yesterday.Primal}}
	b.Run("warm/gap=0.02%", func(b *testing.B) { benchmarkWarm(b, in, days, 200, near) })
	b.Run("warm/exact", func(b *testing.B) { benchmarkWarm(b, in, days, 0, exact) })
}

// day is what changes until the next one, and its optimum.
type day struct {
	change  assign.Delta
	optimum int64
}

// benchmarkWarm solves day after day from the solver's state and what has changed: one client in a hundred becomes another, and the next
// day again who it was. That is the whole of a day: to take in the change and to solve, with the proof counted from the arcs that the
// solver keeps. It is compared with all that one does who begins with the instance: to check it, to build the network, to solve, and to
// count the proof from the instance, which is some hundredths of it. Neither makes the instance or the change.
func benchmarkWarm(b *testing.B, in *assign.Instance, days []day, within int64, cold took) {
	solver, err := assign.NewSolver(in)
	if err != nil {
		b.Fatal(err)
	}
	if _, err = solver.Solve(b.Context(), within); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	var bids, steps, n int64
	before := processor()
	for ; b.Loop(); n++ {
		day := days[n%2]
		if err := solver.Change(day.change); err != nil {
			b.Fatal(err)
		}
		s, err := solver.Solve(b.Context(), within)
		if err != nil || s.Gap() > s.Dual*within/1_000_000 || s.Primal > day.optimum || s.Dual < day.optimum {
			b.Fatal(s, err)
		}
		bids += s.Stats.Bids
		steps += s.Stats.Lowered
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(n)/cold.seconds, "of-cold")
	b.ReportMetric((processor()-before)/float64(n)/cold.cpu, "of-cold-cpu")
	b.ReportMetric(float64(bids)/float64(n), "bids/op")
	b.ReportMetric(float64(steps)/float64(n), "steps/op")
}

// took is how long one solve takes, by the clock and of the processor.
type took struct{ seconds, cpu float64 }

// benchmarkSolve returns the last solution.
func benchmarkSolve(b *testing.B, in *assign.Instance, opt assign.Options, other oracle) (s *assign.Solution, t took) {
	b.ReportAllocs()
	before := processor()
	for b.Loop() {
		s = solve(b, in, opt)
	}
	t = took{b.Elapsed().Seconds() / float64(b.N), (processor() - before) / float64(b.N)}
	b.ReportMetric(t.cpu, "cpu-s/op")
	b.ReportMetric(float64(s.Gap())/float64(s.Dual)*1e6, "gap-ppm")
	if than := "x-lemon"; other.seconds > 0 {
		if other.unfinished {
			than = "x-lemon-at-least"
		}
		b.ReportMetric(other.seconds/t.seconds, than)
		b.ReportMetric(other.cpu/t.cpu, than+"-cpu")
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-process")
	return s, t
}

// processor is the seconds that this process has used of all cores.
func processor() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// BenchmarkAssignScipy compares with scipy.optimize.linear_sum_assignment, which wants a dense matrix and so only small instances, and
// beyond them with its sparse sister; the largest with LONG.
func BenchmarkAssignScipy(b *testing.B) {
	python := scipy(b)
	if python == "" {
		b.Skip("no scipy")
	}
	for _, size := range []struct {
		name                string
		clients, therapists int
		args                []string
	}{
		{"2kx400", 2_000, 400, nil},
		{"20kx4000", 20_000, 4_000, []string{"sparse"}},
		{"100kx20000", 100_000, 20_000, []string{"sparse"}},
	} {
		for _, load := range []int{80, 105} {
			b.Run(fmt.Sprintf("%s/load=%d%%/exact", size.name, load), func(b *testing.B) {
				if size.clients > 20_000 && os.Getenv("LONG") == "" {
					b.Skip("set LONG=1")
				}
				in := assigntest.Waitlist{Clients: size.clients, Therapists: size.therapists, Load: load, Seed: 7}.Make()
				other := ask(b, in, python, append([]string{"testdata/scipy/oracle.py"}, size.args...)...)
				s, t := benchmarkSolve(b, in, assign.Options{}, oracle{})
				if s.Primal != other.optimum {
					b.Fatalf("the optimum is %d, scipy's %d", s.Primal, other.optimum)
				}
				b.ReportMetric(other.seconds/t.seconds, "x-scipy")
				b.ReportMetric(other.cpu/t.cpu, "x-scipy-cpu")
			})
		}
	}
}

// BenchmarkAssignAllPairs begins with 32 arcs for each client and ends with a proof over all pairs of the waitlist, some 300 for each.
func BenchmarkAssignAllPairs(b *testing.B) {
	for _, load := range []int{80, 105} {
		b.Run(fmt.Sprintf("20kx4000/load=%d%%", load), func(b *testing.B) {
			list := assigntest.Waitlist{Clients: 20_000, Therapists: 4_000, Load: load, Seed: 7}
			in := list.Make()
			list.Whole = true
			whole := list.Make()
			var s *assign.Solution
			for b.Loop() {
				var err error
				if s, err = assign.SolveAll(b.Context(), in, assign.Options{}, assign.Pairs(scan(whole, 4))); err != nil {
					b.Fatal(err)
				}
			}
			proof, err := assign.Verify(whole, s.Place, s.Price)
			if err != nil || proof.Gap() != 0 {
				b.Fatal(proof, err)
			}
			some := solve(b, in, assign.Options{})
			b.ReportMetric(float64(len(whole.Place)), "pairs")
			b.ReportMetric(float64(s.Stats.Columns), "pairs-added")
			b.ReportMetric(float64(s.Primal-some.Primal)/float64(s.Primal)*1e6, "gain-ppm")
		})
	}
}
