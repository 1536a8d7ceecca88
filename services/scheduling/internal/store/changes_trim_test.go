package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// What is older than ninety days is trimmed from the feed. A reader who has seen it goes on; one who has not is told.
func TestOldChangesAreTrimmed(t *testing.T) {
	t.Parallel()
	const day = int64(24 * time.Hour / time.Microsecond)
	for _, old := range []int{0, 1, 600} {
		dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
			s := store.New(db, clock.System(), time.UTC, domain.DefaultTypes())
			const young = 3
			require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				for i := range old + young {
					at := int64(i)
					if i >= old {
						at = 100 * day
					}
					if _, err := tx.ExecContext(t.Context(), `INSERT INTO changes (appointment_id, kind, state, time_us, request_id,
						inquiry_id, actor) VALUES ('', '', '', $1, '', '', '')`, at); err != nil {
						return err
					}
				}
				return nil
			}))
			var before []domain.Change
			require.Eventually(t, func() bool { // once every transaction older than this is over, in any database
				var err error
				before, err = s.Changes(t.Context(), "", old+young+1)
				return err == nil && len(before) == old+young
			}, time.Minute, time.Millisecond)
			require.NoError(t, s.Sweep(t.Context(), 90*day+int64(old)))
			left, err := s.Changes(t.Context(), "", old+young+1)
			require.NoError(t, err)
			first := max(0, old-1)
			require.Equal(t, before[first:], left, "the newest of the old ones stays")
			for i, c := range before {
				kept, err := s.KeepsChanges(t.Context(), c.Cursor)
				require.NoError(t, err)
				require.Equal(t, i >= first, kept, "%d of %d", i, old)
			}
			kept, err := s.KeepsChanges(t.Context(), "")
			require.NoError(t, err)
			require.True(t, kept)
			_, err = s.KeepsChanges(t.Context(), "nonsense")
			require.Error(t, err)
			require.NoError(t, s.Sweep(t.Context(), 300*day))
			left, err = s.Changes(t.Context(), "", 10)
			require.NoError(t, err)
			require.Equal(t, before[old+young-1:], left)
		})
	}
}
