package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// The booking load's practice: enough coordinators and hours that nobody has to be refused.
const (
	benchProviders = 50
	benchZone      = "America/New_York"
)

var benchClients = []int{1, 8, 32}

// BenchmarkBooking books the free call through HTTP, each with an own inquiry, sealed contact, history, message and
// manage link, next to the rate of raw single-row commits of the same database in the same run, as a part of which it
// is reported too.
func BenchmarkBooking(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			p := benchProductOf(b, engine, benchProviders, "00:00", "24:00")
			slots := p.benchSlots(b)
			var next atomic.Int64
			for _, clients := range benchClients {
				var raw float64
				b.Run(fmt.Sprintf("raw-commit/clients=%d", clients), func(b *testing.B) { raw = p.benchRaw(b, engine, clients) })
				b.Run(fmt.Sprintf("http/clients=%d", clients), func(b *testing.B) {
					rate := load(b, clients, func() error {
						form := inquiryForm()
						form["slot"] = slots[int(next.Add(1))%len(slots)]
						got, err := send("POST", p.public+"/v1/inquiries", "", form)
						if err == nil && got.status != 200 {
							err = fmt.Errorf("a free slot was refused: %d %s", got.status, got.raw)
						}
						return err
					})
					if raw > 0 {
						b.ReportMetric(100*rate/raw, "%-of-raw")
					}
				})
			}
		})
	}
}

// BenchmarkListing lists two weeks of office hours through HTTP, half of it booked.
func BenchmarkListing(b *testing.B) {
	for _, providers := range []int{1, benchProviders} {
		p := benchProductOf(b, "postgres", providers, "09:00", "17:00")
		p.benchBookHalf(b, providers)
		today := time.Now()
		url := p.public + query("/v1/appointmentTypes/consultation/slots",
			"startDate", today.Format(time.DateOnly), "endDate", today.AddDate(0, 0, 13).Format(time.DateOnly))
		for _, clients := range []int{1, 32} {
			b.Run(fmt.Sprintf("providers=%d/clients=%d", providers, clients), func(b *testing.B) {
				load(b, clients, func() error {
					got, err := send("GET", url, "", nil)
					if err == nil && got.status != 200 {
						err = fmt.Errorf("%d %s", got.status, got.raw)
					}
					return err
				})
			})
		}
	}
}

// BenchmarkStart measures a start on a prepared data directory until both listeners are ready, and the memory then.
func BenchmarkStart(b *testing.B) {
	p := start(b, "sqlite", allInOne)
	p.stop(b)
	b.ResetTimer()
	for range b.N {
		b.StartTimer()
		p.up(b)
		b.StopTimer()
		b.ReportMetric(float64(residentKiB(b, p.processes[0].cmd.Process.Pid))/1024, "MiB-resident")
		p.stop(b)
	}
}

// load runs b.N calls from so many clients, reports the rate and the spread, and returns the rate per second.
func load(b *testing.B, clients int, do func() error) float64 {
	b.Helper()
	var (
		started atomic.Int64
		wait    sync.WaitGroup
		mu      sync.Mutex
		took    []time.Duration
		failure error
	)
	b.ResetTimer()
	begin := time.Now()
	for range clients {
		wait.Go(func() {
			var own []time.Duration
			for started.Add(1) <= int64(b.N) {
				at := time.Now()
				if err := do(); err != nil {
					mu.Lock()
					failure = err
					mu.Unlock()
					return
				}
				own = append(own, time.Since(at))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	wait.Wait()
	elapsed := time.Since(begin)
	b.StopTimer()
	require.NoError(b, failure)
	slices.Sort(took)
	rate := float64(len(took)) / elapsed.Seconds()
	b.ReportMetric(rate, "ops/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	return rate
}

// benchProductOf starts the product in one process with so many additional coordinators and their hours.
func benchProductOf(b *testing.B, engine string, providers int, from, to string) *product {
	b.Helper()
	p := prepare(b, engine, fourRoles, "FIRSTCALL_LOG_LEVEL=warn")
	p.up(b)
	p.addCoordinators(b, providers, from, to)
	p.stop(b)
	p.topology = allInOne
	p.up(b)
	return p
}

// benchSlots lists every start, each as often as it can be booked.
func (p *product) benchSlots(b *testing.B) []string {
	b.Helper()
	slots := p.openSlots(b)
	var all []string
	for range benchProviders {
		for i := range slots {
			all = append(all, at[string](b, slots, i, "slot"))
		}
	}
	return all
}

func (p *product) benchBookHalf(b *testing.B, providers int) {
	b.Helper()
	slots := p.openSlots(b)
	for i := 0; i < len(slots); i += 2 {
		for range providers {
			form := inquiryForm()
			form["slot"] = at[string](b, slots, i, "slot")
			if got, err := send("POST", p.public+"/v1/inquiries", "", form); err != nil || (got.status != 200 && got.status != 409) {
				require.FailNow(b, "cannot book", "%v %v", err, got)
			}
		}
	}
}

// benchRaw commits single small rows on the same database server or disk, as fast as it can.
func (p *product) benchRaw(b *testing.B, engine string, clients int) float64 {
	b.Helper()
	url := p.envOf("DATABASE_URL")
	if engine == "sqlite" {
		url = "sqlite:" + filepath.Join(p.dir, "raw.db")
	}
	db, err := sqldb.Open(b.Context(), sqldb.Config{URL: url, Schema: "public", MaxConns: 16})
	require.NoError(b, err)
	defer db.Close()
	require.NoError(b, db.Tx(b.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(b.Context(), `CREATE TABLE IF NOT EXISTS raw (id TEXT PRIMARY KEY, at_us BIGINT NOT NULL)`)
		return err
	}))
	return load(b, clients, func() error {
		return db.Tx(context.Background(), func(tx *sqldb.Tx) error {
			_, err := tx.ExecContext(context.Background(), `INSERT INTO raw (id, at_us) VALUES ($1, $2)`, id.New(), 1)
			return err
		})
	})
}

func residentKiB(b *testing.B, pid int) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(b, err)
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	require.NoError(b, err)
	return kib
}
