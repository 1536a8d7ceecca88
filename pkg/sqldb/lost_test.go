package sqldb_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// Calls that are given up in the middle of a statement take their connection with them. Whoever waits for one of a full
// pool must not be handed it.
func TestGivenUpCallsFailNobodyElse(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, sqldb.Postgres)
	cfg.MaxConns = 2
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })

	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 60 {
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Millisecond)
				_ = db.Tx(ctx, func(tx *sqldb.Tx) error {
					_, err := tx.ExecContext(ctx, "SELECT pg_sleep(0.01)")
					return err
				})
				cancel()
			}
		})
		wg.Go(func() {
			for range 60 {
				assert.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
					_, err := tx.ExecContext(t.Context(), "SELECT 1")
					return err
				}))
				var one int
				assert.NoError(t, db.Read().QueryRowContext(t.Context(), "SELECT 1").Scan(&one))
				_, err := db.Read().ExecContext(t.Context(), "SELECT 1")
				assert.NoError(t, err)
				rows, err := db.Read().QueryContext(t.Context(), "SELECT 1")
				if assert.NoError(t, err) {
					assert.NoError(t, rows.Close())
					assert.NoError(t, rows.Err())
				}
			}
		})
	}
	wg.Wait()
}
