package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// A new migration comes behind those there are, and is written down here: a database that has had a later one does not take an earlier.
func TestMigrationsComeInOrder(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18}, dbtest.Numbers(t, store.Migrations()))
}

// growing are the tables that grow for as long as the practice lives, without those that evidence is made of: it reads
// them whole.
var growing = []string{"decisions", "proposals", "proposal_therapists", "requests", "check_ins", "waitlist", "plans"}

func TestStore(t *testing.T) {
	t.Parallel()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T) storetest.Store {
				db := dbtest.Open(t, engine, store.Migrations())
				if engine == sqldb.Postgres {
					t.Cleanup(func() { require.Empty(t, dbtest.Scans(t, db, growing...)) })
				}
				return store.New(db, newKeyring(t))
			})
		})
	}
}

// TestSchemaRefusesAPlaceTooMany goes around the store: the schema itself keeps the rule.
func TestSchemaRefusesAPlaceTooMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		th := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "Dr.", TargetCaseload: 2}, BroughtClients: 1, Version: 1}
		require.NoError(t, store.New(db, nil).SeedTherapist(t.Context(), &th))
		insert := func(place int, inquiry string, until any) error {
			return db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.ExecContext(t.Context(), `INSERT INTO places (therapist_id, place, inquiry, until_us) VALUES ($1, $2, $3, $4)`,
					th.ID, place, inquiry, until)
				return err
			})
		}
		require.NoError(t, insert(1, "a", 1))
		require.Equal(t, sqldb.Unique, sqldb.Classify(insert(1, "b", 1)), "two clients in one place")
		require.Equal(t, sqldb.Unique, sqldb.Classify(insert(2, "a", nil)), "one client in two places")
		require.ErrorContains(t, insert(2, "b", 1), "places_within_target")
		require.NoError(t, insert(2, "b", nil), "a booked first session stands")
	})
}
