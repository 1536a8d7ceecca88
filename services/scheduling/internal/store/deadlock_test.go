package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// However a lapsed hold of a provider with limits is found, by a transaction or by a place, who lets it go has the lock of
// the limits first: nobody waits for somebody who waits for them, and one has the time.
func TestNobodyWaitsOverALapsedHold(t *testing.T) {
	t.Parallel()
	for name, writers := range map[string]int{"two": 2, "many": 32} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, sqldb.Postgres)
			cfg.MaxConns = 34
			db, err := sqldb.Open(t.Context(), cfg)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			require.NoError(t, sqldb.Migrate(t.Context(), db, store.Migrations()))
			s := store.New(db, clock.System(), time.UTC, domain.DefaultTypes())
			require.NoError(t, s.Write(t.Context(), func(tx domain.Tx) error {
				if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
					return err
				}
				return tx.SaveProvider(t.Context(), domain.Provider{
					ID: "ana", Types: []string{"consultation"}, Schedule: domain.Schedule{TimeZone: "UTC"},
				}, domain.Record{})
			}))
			at := time.Now().UnixMicro() // what lies far back is not looked at
			lapsed := limited(domain.Held, at)
			require.True(t, place(t, s, lapsed))

			// Between its letting go and its insert, all others look for a place, and go their way.
			var once sync.Once
			var won atomic.Int32
			require.NoError(t, s.Write(t.Context(), func(tx domain.Tx) error {
				if _, err := tx.Look(t.Context(), domain.Look{}); err != nil {
					return err
				}
				if err := tx.Release(t.Context(), []string{lapsed.ID}, lapsed.HoldExpire); err != nil {
					return err
				}
				once.Do(func() {
					var others sync.WaitGroup
					for range writers - 1 {
						others.Go(func() {
							if place(t, s, limited(domain.Booked, at), lapsed.ID) {
								won.Add(1)
							}
						})
					}
					others.Wait()
				})
				ok, err := tx.Insert(t.Context(), limited(domain.Booked, at), domain.Record{})
				if ok {
					won.Add(1)
				}
				return err
			}))
			require.EqualValues(t, 1, won.Load())
			view, err := s.View(t.Context())
			require.NoError(t, err)
			require.Len(t, view.Rows.Touching(lapsed.Start, lapsed.End), 1)
		})
	}
}

// limited is a row at one time of a provider who takes one in the hour.
func limited(state domain.State, at int64) *domain.Appointment {
	const minute = int64(60_000_000)
	a := &domain.Appointment{
		ID: id.New(), TypeID: "consultation", State: state, ProviderID: "ana", Mode: domain.Phone,
		Start: at, End: at + minute, BlockedStart: at, BlockedEnd: at + minute, Version: 1, Created: at, Updated: at + minute,
		Guards: []domain.Guard{{From: at, To: at + 60*minute, Most: 1}},
	}
	if state == domain.Held {
		a.HoldHash, a.HoldExpire = "secret", at+minute
	}
	return a
}

// place looks for a place for the row, over the holds that have lapsed.
func place(t *testing.T, s *store.Store, a *domain.Appointment, lapsed ...string) (won bool) {
	assert.NoError(t, s.Place(t.Context(), func(tx domain.Placing) (err error) {
		if _, err = tx.Look(t.Context(), domain.Look{}); err != nil {
			return err
		}
		if err = tx.Release(t.Context(), lapsed, a.Updated); err != nil {
			return err
		}
		won, err = tx.Insert(t.Context(), a, domain.Record{})
		return err
	}))
	return won
}
