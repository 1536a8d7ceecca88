package store_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

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
			var practices []*aging
			for _, size := range sizes(engine) {
				practices = append(practices, grow(b, engine, size))
			}
			longest := sizes(engine)[len(practices)-1]
			for _, act := range []struct {
				name string
				do   func(*aging) error
			}{
				{"list", (*aging).list}, {"book-cancel", (*aging).book}, {"feed", (*aging).feed}, {"day", (*aging).day},
				{"own-day", (*aging).own}, {"unresolved", (*aging).unresolved}, {"affected", (*aging).affected},
			} {
				b.Run(fmt.Sprintf("%s/appointments=%d", act.name, longest), func(b *testing.B) {
					var turns []func() error
					for _, p := range practices {
						turns = append(turns, func() error { return act.do(p) })
					}
					times := bench.Turns(b, turns...)
					bench.Beside(b, times[len(times)-1], times[0])
					for i, size := range sizes(engine)[1 : len(times)-1] {
						b.ReportMetric(float64(times[i+1].At(0.5).Microseconds()), fmt.Sprintf("µs-of-%d", size))
					}
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

// grow makes a practice with so many appointments in all, and says how long that takes.
func grow(b *testing.B, engine sqldb.Engine, size int) *aging {
	b.Helper()
	const providers, days = 5, 14
	begin := time.Now()
	a := &aging{crowd: newCrowd(b, engine, providers, days, size-providers*days*12), b: b}
	took := time.Since(begin)
	b.Run(fmt.Sprintf("set-up/appointments=%d", size), func(b *testing.B) {
		b.ReportMetric(float64(took.Nanoseconds()), "ns/op")
	})
	// One of them is away on the last day.
	from := opening.UnixMicro() + (days-1)*dayUS
	_, err := a.TakeOff(b.Context(), call(), everybody, a.ids[0], domain.Exception{Start: from, End: from + dayUS})
	require.NoError(b, err)
	require.NoError(b, a.list())
	// The feed is read from a hundred changes before its end.
	last := "SELECT CAST(xid AS TEXT), id - 100 FROM changes ORDER BY id DESC LIMIT 1"
	if engine == sqldb.SQLite {
		last = "SELECT '0', id - 100 FROM changes ORDER BY id DESC LIMIT 1"
	}
	var xid, id string
	require.NoError(b, a.db.Read().QueryRowContext(b.Context(), last).Scan(&xid, &id))
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

// everybody is who sees all.
var everybody = domain.Viewer{All: true}

// day lists what the front desk sees of a day.
func (a *aging) day() error {
	got, _, err := a.List(a.b.Context(), everybody, domain.Filter{
		From: opening.UnixMicro(), To: opening.UnixMicro() + dayUS, TypeID: "consultation",
	}, 200)
	return some(got, err)
}

// own lists what a clinician sees of the day.
func (a *aging) own() error {
	got, _, err := a.List(a.b.Context(), domain.Viewer{ProviderID: a.ids[0]}, domain.Filter{
		From: opening.UnixMicro(), To: opening.UnixMicro() + dayUS,
	}, 200)
	return some(got, err)
}

// unresolved lists what is over and nobody has said what became of it.
func (a *aging) unresolved() error {
	got, _, err := a.Unresolved(a.b.Context(), everybody, domain.Filter{}, 200)
	return some(got, err)
}

// affected lists what lies in the time off.
func (a *aging) affected() error {
	got, err := a.ListAffected(a.b.Context(), everybody)
	return some(got, err)
}

// some fails for an empty answer.
func some[T any](got []T, err error) error {
	if err == nil && len(got) == 0 {
		err = errors.New("nothing was found")
	}
	return err
}
