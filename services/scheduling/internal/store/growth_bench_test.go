package store_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/bench"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// BenchmarkGrowth does the same over a short and over longer histories, in turns: a thousand appointments in all, a
// hundred thousand, and with LONG set ten million (a million in SQLite), with as many changes of the feed. Five
// providers have the next two weeks half booked; the rest is the past. Beside the longest stands the shortest.
func BenchmarkGrowth(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			const providers, days = 5, 14
			var practices []*aging
			for _, size := range sizes(engine) {
				practices = append(practices, age(b, newCrowd(b, engine, providers, days, size-providers*days*12)))
			}
			for _, act := range []struct {
				name string
				do   func(*aging) error
			}{{"list", (*aging).list}, {"book-cancel", (*aging).book}, {"feed", (*aging).feed}, {"day", (*aging).day}} {
				b.Run(fmt.Sprintf("%s/appointments=%d", act.name, sizes(engine)[len(practices)-1]), func(b *testing.B) {
					var turns []func() error
					for _, p := range practices {
						turns = append(turns, func() error { return act.do(p) })
					}
					times := bench.Turns(b, turns...)
					bench.Beside(b, times[len(times)-1], times[0])
				})
			}
		})
	}
}

func sizes(engine sqldb.Engine) []int {
	switch {
	case os.Getenv("LONG") == "":
		return []int{1_000, 100_000}
	case engine == sqldb.SQLite:
		return []int{1_000, 100_000, 1_000_000}
	default:
		return []int{1_000, 100_000, 10_000_000}
	}
}

// aging is a practice with a history.
type aging struct {
	*crowd
	b      *testing.B
	slots  []domain.Opening
	cursor string
	next   int
}

func age(b *testing.B, c *crowd) *aging {
	b.Helper()
	a := &aging{crowd: c, b: b}
	require.NoError(b, a.list())
	// The feed is read from a hundred changes before its end.
	last := "SELECT CAST(xid AS TEXT), id - 100 FROM changes ORDER BY id DESC LIMIT 1"
	if c.db.Engine() == sqldb.SQLite {
		last = "SELECT '0', id - 100 FROM changes ORDER BY id DESC LIMIT 1"
	}
	var xid, id string
	require.NoError(b, c.db.Read().QueryRowContext(b.Context(), last).Scan(&xid, &id))
	a.cursor = base64.RawURLEncoding.EncodeToString([]byte(xid + "." + id))
	return a
}

func (a *aging) list() error {
	got, err := a.Slots(a.b.Context(), domain.Listing{TypeID: "consultation"})
	a.slots = got.Slots
	return err
}

// book books a call and cancels it.
func (a *aging) book() error {
	a.next++
	booked, err := a.Book(a.b.Context(), domain.Booking{
		Call: call(), Slot: a.slots[a.next%len(a.slots)].Token, InquiryID: id.New(), TypeID: "consultation",
	})
	if err != nil {
		return err
	}
	_, err = a.Cancel(a.b.Context(), domain.Concluding{Call: call(), ID: booked.ID})
	return err
}

// call is a write of its own.
func call() domain.Call {
	return domain.Call{Once: domain.Once{Scope: "bench", RequestID: id.New(), Hash: "h"}, Actor: "services/bench"}
}

// feed reads the newest hundred changes.
func (a *aging) feed() error {
	got, err := a.store.Changes(a.b.Context(), a.cursor, 100)
	if err == nil && len(got) != 100 {
		err = fmt.Errorf("%d changes", len(got))
	}
	return err
}

// day lists what the front desk sees of a day.
func (a *aging) day() error {
	got, _, err := a.List(a.b.Context(), domain.Viewer{All: true}, domain.Filter{
		From: opening.UnixMicro(), To: opening.UnixMicro() + dayUS, TypeID: "consultation",
	}, 200)
	if err == nil && len(got) == 0 {
		err = errors.New("nobody has a call today")
	}
	return err
}

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
