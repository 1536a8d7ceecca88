package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// opening is a Tuesday, 09:00 in New York: when the practices under load open for the first time.
var opening = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

const (
	minuteUS = int64(60_000_000)
	hourUS   = 60 * minuteUS
	dayUS    = 24 * hourUS
)

// crowd is a practice with many providers, rows and changes, as fast as the database can make them.
type crowd struct {
	db *sqldb.DB
	// ids are the providers who have hours.
	ids []string
	replica
}

// replica is one process.
type replica struct {
	store *store.Store
	*domain.Scheduler
}

// silent is a doorbell that nobody hears.
type silent struct{ domain.Bell }

func (silent) Ring() {}

// newCrowd returns a practice of so many providers with office hours on every day, half of the next days booked, an hour
// in turn with a free one, and so many appointments of the past, by a hundred providers.
func newCrowd(tb testing.TB, engine sqldb.Engine, providers, days, past int) *crowd {
	tb.Helper()
	cfg := dbtest.Config(tb, engine)
	if engine == sqldb.Postgres {
		cfg.URL += "&statement_timeout=0&maintenance_work_mem=512MB" // no call takes as long as loading
	}
	db, err := sqldb.Open(tb.Context(), cfg)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	require.NoError(tb, sqldb.Migrate(tb.Context(), db, store.Migrations()))
	c := &crowd{db: db}
	c.load(tb, providers, days, past)
	for i := range providers {
		c.ids = append(c.ids, fmt.Sprint(1_000_000+i))
	}
	c.replica = newReplica(tb, c.db)
	return c
}

// newReplica returns another process over the database, with nothing in memory.
func newReplica(tb testing.TB, db *sqldb.DB) replica {
	tb.Helper()
	practice, err := domain.Zone("America/New_York")
	require.NoError(tb, err)
	types, now := domain.DefaultTypes(), clock.NewFake(opening)
	r := replica{store: store.New(db, now, practice, types)}
	r.Scheduler, err = domain.NewScheduler(tb.Context(), r.store, now, silent{}, practice, types, domain.Rules{})
	require.NoError(tb, err)
	return r
}

func execute(tb testing.TB, tx *sqldb.Tx, statement string) {
	tb.Helper()
	_, err := tx.ExecContext(tb.Context(), statement)
	require.NoError(tb, err, statement)
}

func query(ctx context.Context, tb testing.TB, tx *sqldb.Tx, statement string) (out [][3]string) {
	tb.Helper()
	rows, err := tx.QueryContext(ctx, statement)
	require.NoError(tb, err)
	defer rows.Close()
	for rows.Next() {
		var o [3]string
		require.NoError(tb, rows.Scan(&o[0], &o[1], &o[2]))
		out = append(out, o)
	}
	require.NoError(tb, rows.Err())
	return out
}
