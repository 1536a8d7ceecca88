package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

func newKeyring(tb testing.TB) *sealed.Keyring {
	tb.Helper()
	keyring, err := sealed.CreateKeyring(filepath.Join(tb.TempDir(), "key.json"))
	require.NoError(tb, err)
	return keyring
}

// chosen has somebody paired for a reason, and returns the decision and the pairing.
func chosen(t *testing.T, s *store.Store, reason string) (domain.Decision, domain.Pairing) {
	t.Helper()
	th := domain.Therapist{ID: id.New(), Profile: domain.Profile{DisplayName: "Dr.", TargetCaseload: 9, Accepting: true}, Version: 1}
	require.NoError(t, s.SeedTherapist(t.Context(), &th))
	d := domain.Decision{ID: id.New(), Inquiry: id.New(), Engine: domain.EngineVersion, CreateTime: rosterNow}
	require.NoError(t, s.SaveDecision(t.Context(), &d))
	p := domain.Pairing{
		ID: id.New(), Therapist: th.ID, Inquiry: d.Inquiry, State: domain.PairingReserved, Decision: d.ID, Slot: "slot",
		OverrideReason: reason, CreateTime: rosterNow, ExpireTime: rosterNow.Add(time.Hour),
	}
	got, err := s.ReservePairing(t.Context(), &p, domain.Request{Method: "ReservePairing", ID: p.ID, Hash: "hash"})
	require.NoError(t, err)
	require.Equal(t, reason, got.OverrideReason)
	p, err = s.ConfirmPairing(t.Context(), p.ID, rosterNow, rosterNow)
	require.NoError(t, err)
	require.Equal(t, reason, p.OverrideReason)
	return d, p
}

// Why staff chose as they did may tell of somebody: no byte of it is kept in the clear, and no list brings it.
func TestReasonsAreSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		keyring := newKeyring(t)
		s := store.New(db, keyring)
		d, p := chosen(t, s, "her sister Anastasiacanary is with the first")
		none, _ := chosen(t, s, "")
		got, err := s.Decision(t.Context(), d.ID)
		require.NoError(t, err)
		require.Equal(t, "her sister Anastasiacanary is with the first", got.OverrideReason)
		got, err = s.Decision(t.Context(), none.ID)
		require.NoError(t, err)
		require.Empty(t, got.OverrideReason)
		bytes := string(dbtest.Dump(t, db))
		require.Contains(t, bytes, p.Slot, "the look is not in vain")
		require.NotContains(t, bytes, "canary")

		var kek string
		var keys int
		require.NoError(t, db.Read().QueryRowContext(t.Context(), `SELECT min(kek), count(*) FROM client_keys`).Scan(&kek, &keys))
		require.Equal(t, keyring.Primary(), kek)
		require.Equal(t, 1, keys, "whoever has nothing sealed has no key")
		listed, err := s.ListDecisions(t.Context(), "", 10)
		require.NoError(t, err)
		for _, d := range listed {
			require.Empty(t, d.OverrideReason)
		}

		_, err = store.New(db, newKeyring(t)).Decision(t.Context(), d.ID)
		require.ErrorIs(t, err, sealed.ErrOpen)
		other, _ := chosen(t, s, "the client insists")
		for _, moved := range []string{ // as somebody would who moves it to another client, and its key as well
			`UPDATE decisions SET override_sealed = (SELECT override_sealed FROM pairings WHERE id = $2) WHERE id = $1`,
			`UPDATE client_keys SET wrapped_key = (SELECT k.wrapped_key FROM client_keys k, pairings p WHERE p.id = $2 AND k.inquiry = p.inquiry)
WHERE inquiry = (SELECT inquiry FROM decisions WHERE id = $1)`,
		} {
			require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.ExecContext(t.Context(), moved, other.ID, p.ID)
				return err
			}))
			_, err = s.Decision(t.Context(), other.ID)
			require.ErrorIs(t, err, sealed.ErrOpen)
		}
	})
}

// A reason that cannot be read any more keeps nobody from confirming or ending the pairing.
func TestAPairingGoesOnWithoutItsReason(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*testing.T, *sqldb.DB, *store.Store) *store.Store{
		"the key is another": func(t *testing.T, db *sqldb.DB, _ *store.Store) *store.Store { return store.New(db, newKeyring(t)) },
		"the key is deleted": func(t *testing.T, db *sqldb.DB, s *store.Store) *store.Store {
			require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.ExecContext(t.Context(), `DELETE FROM client_keys`)
				return err
			}))
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
				s := store.New(db, newKeyring(t))
				_, p := chosen(t, s, "the client insists")
				s = lose(t, db, s)
				moved, err := s.ConfirmPairing(t.Context(), p.ID, rosterNow.Add(time.Hour), rosterNow)
				require.NoError(t, err)
				require.Empty(t, moved.OverrideReason)
				ended, err := s.EndPairing(t.Context(), p.ID, rosterNow)
				require.NoError(t, err)
				require.Equal(t, domain.PairingCancelled, ended.State)
			})
		})
	}
}

// What was written before reasons were sealed is read as it is, and sealed by the next sweep, however much it is.
func TestOldReasonsAreSealedBySweeping(t *testing.T) {
	t.Parallel()
	const many = 201 // more than one transaction seals
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		s := store.New(db, newKeyring(t))
		d, p := chosen(t, s, "")
		inquiry := d.Inquiry
		for range many {
			d.ID = id.New()
			require.NoError(t, s.SaveDecision(t.Context(), &d))
		}
		require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			for _, table := range []string{"decisions", "pairings"} {
				if _, err := tx.ExecContext(t.Context(), `UPDATE `+table+` SET override_reason = 'in the clear'`); err != nil {
					return err
				}
			}
			return nil
		}))
		read := func() {
			t.Helper()
			got, err := s.Decision(t.Context(), d.ID)
			require.NoError(t, err)
			require.Equal(t, "in the clear", got.OverrideReason)
			require.Equal(t, inquiry, got.Inquiry)
			moved, err := s.ConfirmPairing(t.Context(), p.ID, rosterNow, rosterNow)
			require.NoError(t, err)
			require.Equal(t, "in the clear", moved.OverrideReason)
		}
		read()
		for range 2 {
			require.NoError(t, s.Sweep(t.Context(), rosterNow, rosterNow))
			var left int
			require.NoError(t, db.Read().QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM decisions WHERE override_reason <> '' OR override_sealed IS NULL) +
  (SELECT count(*) FROM pairings WHERE override_reason <> '' OR override_sealed IS NULL)`).Scan(&left))
			require.Zero(t, left)
			read()
		}
	})
}
