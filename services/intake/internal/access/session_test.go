package access_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

// signIn issues a token and opens a session with it.
func (w world) signIn(t *testing.T) (token, session string) {
	t.Helper()
	token, err := w.IssueToken(t.Context(), []identity.Role{identity.FrontDesk}, "Sam", "")
	require.NoError(t, err)
	return token, w.open(t, token)
}

func (w world) open(t *testing.T, token string) string {
	t.Helper()
	opened, err := w.rpc.CreateSession(t.Context(), &intakev1.CreateSessionRequest{Token: token})
	require.NoError(t, err)
	require.Equal(t, "Sam", opened.GetStaffMember().GetDisplayName())
	require.Equal(t, w.clock.Now().Add(access.DefaultSessionLifetime), opened.GetExpireTime().AsTime())
	require.Len(t, opened.GetSession(), 43)
	return opened.GetSession()
}

func TestSessionEndsWhenIdle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		_, session := w.signIn(t)

		w.clock.Advance(29 * time.Minute)
		got, err := w.bySession(ctx, session)
		require.NoError(t, err)
		require.Equal(t, "Sam", got.GetStaffMember().GetDisplayName())
		require.Equal(t, w.clock.Now().Add(30*time.Minute), got.GetExpireTime().AsTime(), "being used keeps it open")

		w.clock.Advance(30*time.Minute - time.Microsecond)
		_, err = w.bySession(ctx, session)
		require.NoError(t, err)
		w.clock.Advance(30 * time.Minute)
		_, err = w.bySession(ctx, session)
		requireUnauthenticated(t, err)
	})
}

func TestSessionEndsAfterItsLifetimeHoweverBusy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		_, session := w.signIn(t)
		for w.clock.Now().Before(start.Add(12*time.Hour - 20*time.Minute)) {
			w.clock.Advance(20 * time.Minute)
			_, err := w.bySession(ctx, session)
			require.NoError(t, err)
		}
		got, err := w.bySession(ctx, session)
		require.NoError(t, err)
		require.Equal(t, start.Add(12*time.Hour), got.GetExpireTime().AsTime(), "idle time no longer counts")
		w.clock.Set(start.Add(12 * time.Hour))
		_, err = w.bySession(ctx, session)
		requireUnauthenticated(t, err)
	})
}

func TestUseIsWrittenNowAndThen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		w := newWorld(t, db)
		_, session := w.signIn(t)
		used := func() time.Time {
			_, err := w.bySession(t.Context(), session)
			require.NoError(t, err)
			var us int64
			require.NoError(t, db.Read().QueryRowContext(t.Context(), `SELECT used_us FROM staff_sessions`).Scan(&us))
			return sqldb.Time(us)
		}
		w.clock.Advance(59 * time.Second)
		require.Equal(t, start, used(), "under a minute is not worth a write")
		w.clock.Advance(time.Second)
		require.Equal(t, start.Add(time.Minute), used())
	})
}

func TestEndSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		token, session := w.signIn(t)
		second := w.open(t, token)
		for range 2 { // ending it again is fine
			_, err := w.rpc.EndSession(ctx, &intakev1.EndSessionRequest{Session: session})
			require.NoError(t, err)
		}
		_, err := w.rpc.EndSession(ctx, &intakev1.EndSessionRequest{Session: "never was"})
		require.NoError(t, err)
		_, err = w.bySession(ctx, session)
		requireUnauthenticated(t, err)
		_, err = w.bySession(ctx, second)
		require.NoError(t, err, "another session of the same person goes on")
		_, err = w.byToken(ctx, token)
		require.NoError(t, err, "so does the token")
	})
}

func TestSessionNeedsAValidToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS))
	_, session := w.signIn(t)
	for _, wrong := range []string{"x", session} {
		_, err := w.rpc.CreateSession(t.Context(), &intakev1.CreateSessionRequest{Token: wrong})
		requireUnauthenticated(t, err)
	}
}

func TestOpeningRemovesSessionsThatAreOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		w := newWorld(t, db)
		token, _ := w.signIn(t)
		w.clock.Advance(20 * time.Minute)
		live := w.open(t, token)
		w.clock.Advance(10 * time.Minute)
		w.open(t, token)
		var n int
		require.NoError(t, db.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM staff_sessions`).Scan(&n))
		require.Equal(t, 2, n)
		_, err := w.bySession(t.Context(), live)
		require.NoError(t, err)
	})
}

func TestNewChecksItsConfiguration(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, sqldb.SQLite, migrations.FS)
	deps := access.Deps{DB: db, Clock: newWorld(t, db).clock}
	for name, tc := range map[string]struct {
		cfg  access.Config
		deps access.Deps
	}{
		"no database":           {access.Config{}, access.Deps{Clock: deps.Clock}},
		"no clock":              {access.Config{}, access.Deps{DB: db}},
		"negative idle":         {access.Config{SessionIdle: -time.Second}, deps},
		"lifetime under idle":   {access.Config{SessionIdle: time.Hour, SessionLifetime: time.Minute}, deps},
		"demo setting, no demo": {access.Config{DemoClinicianProvider: "providers/x"}, deps},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := access.New(tc.cfg, tc.deps)
			require.Error(t, err)
		})
	}
}
