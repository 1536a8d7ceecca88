package store_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/bench"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// crowds are the numbers of providers that listings are measured with.
var crowds = []int{1, 50, 1000, 10_000}

// BenchmarkAvailability asks the service, store and all, when half of the time is booked: list two weeks of calls, and
// find three openings for a first session of each provider, up to the thousand that one request may name. On PostgreSQL
// plain SQL answers the same questions in turns with it.
func BenchmarkAvailability(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, providers := range crowds {
			if providers > 1000 && (engine == sqldb.SQLite || os.Getenv("LONG") == "") {
				continue
			}
			b.Run(fmt.Sprintf("%s/providers=%d", engine, providers), func(b *testing.B) { availability(b, engine, providers) })
		}
	}
}

func availability(b *testing.B, engine sqldb.Engine, providers int) {
	b.Helper()
	c := newCrowd(b, engine, providers, 14, 0)
	if engine == sqldb.Postgres {
		c.prepareSQL(b)
	}
	ids, listed := c.ids[:min(len(c.ids), 1000)], 0
	list := func() error {
		got, err := c.Slots(b.Context(), domain.Listing{TypeID: "consultation"})
		listed = len(got.Slots)
		return err
	}
	find := func() error {
		got, err := c.Find(b.Context(), domain.Search{TypeID: "first-session", ProviderIDs: ids})
		if err == nil && len(got) != len(ids) {
			err = fmt.Errorf("%d of %d providers have openings", len(got), len(ids))
		}
		return err
	}
	require.NoError(b, list()) // memory is filled
	for name, questions := range map[string][2]func() error{
		"list":     {list, func() error { return c.counts(b, plainListing, listed) }},
		"openings": {find, func() error { return c.counts(b, plainOpenings, 3*len(ids)) }},
	} {
		b.Run(name, func(b *testing.B) {
			if engine == sqldb.SQLite {
				bench.Report(b, bench.Turns(b, questions[0])[0])
				return
			}
			times := bench.Turns(b, questions[:]...)
			bench.Beside(b, times[0], times[1])
		})
	}
}

// prepareSQL gives plain SQL what the engine knows of the hours, already as instants, with an index for each question.
func (c *crowd) prepareSQL(b *testing.B) {
	b.Helper()
	require.NoError(b, c.db.Tx(b.Context(), func(tx *sqldb.Tx) error {
		execute(b, tx, fmt.Sprintf(`CREATE TABLE windows AS SELECT id AS provider_id,
			CAST(%d AS BIGINT) + day * 86400000000 AS opens_us, CAST(%d AS BIGINT) + day * 86400000000 AS closes_us
			FROM providers, generate_series(0, 13) day WHERE types <> '[]'`, opening.UnixMicro(), opening.UnixMicro()+8*hourUS))
		execute(b, tx, "CREATE INDEX windows_by_time ON windows (opens_us, closes_us)")
		execute(b, tx, "CREATE INDEX windows_by_provider ON windows (provider_id, opens_us)")
		execute(b, tx, "ANALYZE windows")
		return nil
	}))
}

// plainListing is the listing in SQL: the starts that the hours allow, each with somebody whose time is free by the index
// of what takes a provider's time, of which nothing is longer than an hour; the first one found will do.
var plainListing = fmt.Sprintf(`SELECT count(*) FROM (
	SELECT DISTINCT s FROM (SELECT DISTINCT opens_us, closes_us FROM windows) w,
		generate_series(w.opens_us, w.closes_us - 600000000, 1200000000) s WHERE s >= %d
	) starts, LATERAL (SELECT 1 FROM windows w
		WHERE w.opens_us <= s AND w.closes_us >= s + 600000000 AND w.opens_us > s - 86400000000 AND NOT EXISTS (
			SELECT 1 FROM appointments a WHERE a.provider_id = w.provider_id
			AND a.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
			AND a.blocked_start_us > s - 4200000000 AND a.blocked_start_us < s + 900000000 AND a.blocked_end_us > s - 300000000)
		LIMIT 1) free`, opening.UnixMicro()+2*hourUS)

// plainOpenings finds for each of the first thousand providers three free starts. Asked with NOT EXISTS, the server would
// compare every start with all that the provider has.
var plainOpenings = fmt.Sprintf(`SELECT count(*) FROM (SELECT id FROM providers WHERE types <> '[]' ORDER BY id LIMIT 1000) p,
	LATERAL (SELECT s FROM windows w, generate_series(w.opens_us, w.closes_us - 3000000000, 1800000000) s
		WHERE w.provider_id = p.id AND s >= %d AND (
			SELECT 1 FROM appointments a WHERE a.provider_id = p.id
			AND a.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
			AND a.blocked_start_us > s - 3900000000 AND a.blocked_start_us < s + 3600000000 AND a.blocked_end_us > s
			LIMIT 1) IS NULL
		LIMIT 3) free`, opening.UnixMicro()+12*hourUS)

// counts runs the query and compares its count.
func (c *crowd) counts(b *testing.B, query string, want int) error {
	b.Helper()
	var n int
	if err := c.db.Read().QueryRowContext(b.Context(), query).Scan(&n); err != nil {
		return err
	}
	if n != want {
		return fmt.Errorf("SQL finds %d, the engine %d", n, want)
	}
	return nil
}
