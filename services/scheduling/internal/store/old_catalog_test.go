package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// A look that waits for whoever changes the catalog shows the catalog from before the wait. What was judged by it, a move
// or a hold that is booked, must not be written: it is judged again.
func TestWrittenByTheCatalogThatWasWaitedFor(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(ctx context.Context, tx domain.Tx, a *domain.Appointment) error{
		"update": func(ctx context.Context, tx domain.Tx, a *domain.Appointment) error {
			return tx.Update(ctx, a, domain.Record{})
		},
		"move": func(ctx context.Context, tx domain.Tx, a *domain.Appointment) error {
			_, err := tx.Move(ctx, a, domain.Record{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
			s := store.New(db, clock.System(), time.UTC, domain.DefaultTypes())
			ana := domain.Provider{ID: "ana", Types: []string{"consultation"}, Schedule: domain.Schedule{TimeZone: "UTC"}}
			changed := func(between func()) {
				require.NoError(t, s.Write(t.Context(), func(tx domain.Tx) error {
					if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
						return err
					}
					between()
					return tx.SaveProvider(t.Context(), ana, domain.Record{})
				}))
			}
			changed(func() {})
			at := time.Now().UnixMicro()
			a := domain.Appointment{
				ID: id.New(), TypeID: "consultation", State: domain.Booked, ProviderID: "ana", Mode: domain.Phone,
				Start: at, End: at + 1, BlockedStart: at, BlockedEnd: at + 1, Version: 1,
			}
			require.NoError(t, s.Place(t.Context(), func(tx domain.Placing) error {
				_, err := tx.Look(t.Context(), domain.Look{From: at, To: at + 1})
				require.NoError(t, err)
				_, err = tx.Insert(t.Context(), &a, domain.Record{})
				return err
			}))

			var judgedBy []int64
			done := make(chan error, 1)
			changed(func() {
				go func() {
					done <- s.Write(t.Context(), func(tx domain.Tx) error {
						v, err := tx.Look(t.Context(), domain.Look{From: at, To: at + 1})
						if err != nil {
							return err
						}
						judgedBy = append(judgedBy, v.Catalog.Version)
						next, err := tx.Lock(t.Context(), a.ID)
						if err != nil {
							return err
						}
						next.Version++
						return write(t.Context(), tx, &next)
					})
				}()
				requireWaiting(t, db)
			})
			require.NoError(t, <-done)
			c, err := s.Catalog(t.Context())
			require.NoError(t, err)
			require.Equal(t, c.Version, judgedBy[len(judgedBy)-1], "judged by %v", judgedBy)
		})
	}
}

// requireWaiting waits until somebody waits for the catalog.
func requireWaiting(t *testing.T, db *sqldb.DB) {
	t.Helper()
	require.Eventually(t, func() bool {
		var n int
		err := db.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&n)
		return err == nil && n > 0
	}, 20*time.Second, 5*time.Millisecond)
}
