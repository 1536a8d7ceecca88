package domain

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// benchNow is a Tuesday, 09:00 in New York.
const benchNow = int64(1_795_532_400_000_000)

// benchCatalog has so many providers of consultations and first sessions, with office hours on every day of the week.
func benchCatalog(tb testing.TB, providers int) *Catalog {
	tb.Helper()
	practice, err := Zone("America/New_York")
	if err != nil {
		tb.Fatal(err)
	}
	all := make([]Provider, providers)
	for i := range all {
		all[i] = Provider{
			ID: fmt.Sprintf("provider%018d", i), Types: []string{"consultation", "first-session"}, Modes: []Mode{Video, Phone},
			Schedule: Schedule{TimeZone: "America/New_York"},
		}
		for day := time.Sunday; day <= time.Saturday; day++ {
			// Nobody's hours are those of the next one.
			begin := 8*60 + i%5*30
			all[i].Schedule.Hours = append(all[i].Schedule.Hours, Hours{Day: day, Start: begin, End: begin + 8*60})
		}
	}
	c, err := NewCatalog(1, practice, DefaultTypes(), all, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// benchRows books half of everybody's time with appointments of the type, on so many days.
func benchRows(c *Catalog, t *Type, days int) []Occupied {
	cal := NewCalendar(c, benchNow-dayUS, benchNow-dayUS, benchNow+int64(days+1)*dayUS, nil)
	f := cal.finder(t, benchNow, benchNow+int64(days)*dayUS)
	// An appointment blocks so many starts from its own on.
	from, to := t.blocked(0)
	blocks := int((to - from + t.Step.Microseconds() - 1) / t.Step.Microseconds())
	var rows []Occupied
	for i := range c.providers {
		for n, at := range f.left(i, nil, nil) {
			if n%(2*blocks) != i%2*blocks {
				continue
			}
			a := Appointment{ID: fmt.Sprintf("a%010d-%014d", i, n), TypeID: t.ID}
			a.at(t, at, Claim{Provider: c.providers[i].ID, Mode: Phone})
			rows = append(rows, a.Occupied())
		}
	}
	return rows
}

// BenchmarkEngine is what the service computes in memory for a request, half of the time being booked: the listing of
// two weeks of calls, which any provider takes, and three openings for a first session of each provider.
func BenchmarkEngine(b *testing.B) {
	for _, providers := range []int{1, 50, 1000, 10_000} {
		c := benchCatalog(b, providers)
		b.Run(fmt.Sprintf("list/providers=%d", providers), func(b *testing.B) {
			t := c.types["consultation"]
			o, from, to := Occupy(benchRows(c, t, 14)), benchNow, benchNow+14*dayUS
			defer onCPU(b)()
			for b.Loop() {
				if len(NewCalendar(c, benchNow, from, to, o).Open(t, from, to)) == 0 {
					b.Fatal("nothing is open")
				}
			}
		})
		b.Run(fmt.Sprintf("openings/providers=%d", providers), func(b *testing.B) {
			t, q := c.types["first-session"], Search{PerProvider: defaultPerProvider}
			o := Occupy(benchRows(c, t, 14))
			first, last := t.bookable(benchNow)
			w := newWishes(c.Practice, q.Preferred, benchNow, last)
			defer onCPU(b)()
			for b.Loop() {
				f := NewCalendar(c, benchNow, benchNow, last, o).finder(t, first, last)
				for i := range c.providers {
					if len(f.pick(c.providers[i].ID, &q, w)) == 0 {
						b.Fatal("nothing is open")
					}
				}
			}
		})
	}
}

// onCPU reports the processor time of a run, which a busy machine does not lengthen.
func onCPU(b *testing.B) (done func()) {
	b.Helper()
	b.ReportAllocs()
	before := cpu(b)
	return func() { b.ReportMetric(float64(cpu(b)-before)/1e6/float64(b.N), "cpu-ms/op") }
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
