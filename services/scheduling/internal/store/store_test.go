package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store/storetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// A new migration comes behind those there are, and is written down here: a database that has had a later one does not take an earlier.
func TestMigrationsComeInOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int{1, 2, 3, 4, 5}, dbtest.Numbers(t, store.Migrations()))
}

func TestStore(t *testing.T) {
	t.Parallel()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, practice *time.Location, types []domain.Type) domain.Store {
				return store.New(dbtest.Open(t, engine, store.Migrations()), clock.NewFake(storetest.Now), practice, types)
			})
		})
	}
}

func TestReplicas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		storetest.RunReplicas(t, func() domain.Store {
			return store.New(db, clock.NewFake(storetest.Now), time.UTC, domain.DefaultTypes())
		})
	})
}

// A change with a lower number that commits later than one with a higher number is not lost.
func TestChangesThatCommitOutOfOrder(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
	s := store.New(db, clock.System(), time.UTC, domain.DefaultTypes())
	add := func(tx *sqldb.Tx, name string) {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO changes
			(appointment_id, kind, state, time_us, request_id, inquiry_id, actor) VALUES ($1, '', '', 0, '', '', '')`, name)
		require.NoError(t, err)
	}
	first, second := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			add(tx, "slow")
			close(first)
			<-second
			return nil
		})
	}()
	<-first
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		add(tx, "fast")
		return nil
	}))
	got, err := s.Changes(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, got, "the fast one waits for the slow one")
	close(second)
	require.NoError(t, <-done)
	require.Eventually(t, func() bool {
		got, err = s.Changes(t.Context(), "", 10)
		return err == nil && len(got) == 2
	}, 20*time.Second, 5*time.Millisecond)
	require.Equal(t, "slow", got[0].AppointmentID)
	require.Equal(t, "fast", got[1].AppointmentID)
}

// A transaction that waits for a locked row has no number yet, so the feed shows the changes of a row in their order.
func TestWaitingForARowTakesNoNumber(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.Postgres, store.Migrations())
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(t.Context(), "INSERT INTO rooms (id, display_name) VALUES ('a', 'a')")
		return err
	}))
	const lock = "SELECT id FROM rooms WHERE id = 'a' FOR UPDATE"
	done := make(chan error, 1)
	var id string
	require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
		require.NoError(t, tx.QueryRowContext(t.Context(), lock).Scan(&id))
		pid := make(chan int, 1)
		go func() {
			done <- db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				var own int
				if err := tx.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&own); err != nil {
					return err
				}
				pid <- own
				var id string
				return tx.QueryRowContext(t.Context(), lock).Scan(&id)
			})
		}()
		waiting := <-pid
		var blocked, numbered bool
		require.Eventually(t, func() bool {
			err := db.Read().QueryRowContext(t.Context(), `SELECT wait_event_type = 'Lock', backend_xid IS NOT NULL
				FROM pg_stat_activity WHERE pid = $1 AND wait_event_type IS NOT NULL`, waiting).Scan(&blocked, &numbered)
			return err == nil && blocked
		}, 20*time.Second, 5*time.Millisecond)
		require.False(t, numbered)
		return nil
	}))
	require.NoError(t, <-done)
}

// A place that was chosen by an old catalog is not taken, although nothing kept the catalog from changing.
func TestPlaceByAnOldCatalog(t *testing.T) {
	t.Parallel()
	practice, err := domain.Zone("America/New_York")
	require.NoError(t, err)
	s := store.New(dbtest.Open(t, sqldb.Postgres, store.Migrations()), clock.System(), practice, domain.DefaultTypes())
	saveRoom := func(name string) error {
		return s.Write(t.Context(), func(tx domain.Tx) error {
			if _, err := tx.LockCatalog(t.Context(), domain.Once{}); err != nil {
				return err
			}
			if err := tx.SaveProvider(t.Context(), domain.Provider{
				ID: "ana", Types: []string{"consultation"}, Schedule: domain.Schedule{TimeZone: "UTC"},
			}, domain.Record{}); err != nil {
				return err
			}
			return tx.SaveRoom(t.Context(), domain.Room{ID: name, DisplayName: name}, domain.Record{})
		})
	}
	require.NoError(t, saveRoom("blue"))
	at := time.Now().UnixMicro()
	placed := func(between func()) (ok bool) {
		require.NoError(t, s.Place(t.Context(), func(tx domain.Placing) error {
			_, err := tx.Look(t.Context(), domain.Look{From: at, To: at + 1})
			require.NoError(t, err)
			between()
			ok, err = tx.Insert(t.Context(), &domain.Appointment{
				ID: id.New(), TypeID: "consultation", State: domain.Booked, ProviderID: "ana", Mode: domain.Phone,
				Start: at, End: at + 1, BlockedStart: at, BlockedEnd: at + 1, Version: 1,
			}, domain.Record{})
			return err
		}))
		return ok
	}
	require.False(t, placed(func() { require.NoError(t, saveRoom("green")) }))
	require.True(t, placed(func() {}))
}
