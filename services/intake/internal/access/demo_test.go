package access_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

var demoRoles = map[string]optionsv1.Policy_Role{
	"frontDesk":    optionsv1.Policy_FRONT_DESK,
	"clinician":    optionsv1.Policy_CLINICIAN,
	"clinicalLead": optionsv1.Policy_CLINICAL_LEAD,
	"admin":        optionsv1.Policy_ADMIN,
}

func demoWorld(t *testing.T, db *sqldb.DB, dir, provider string) world {
	t.Helper()
	return newWorld(t, db, func(c *access.Config) {
		c.Demo, c.DataDir, c.DemoClinicianProvider = true, dir, provider
	})
}

func readTokens(t *testing.T, dir string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, access.DemoTokensFile))
	require.NoError(t, err)
	var tokens map[string]string
	require.NoError(t, json.Unmarshal(data, &tokens))
	return tokens
}

func requireDemoTokens(t *testing.T, w world, tokens map[string]string, provider string) {
	t.Helper()
	require.Len(t, tokens, len(demoRoles))
	for key, role := range demoRoles {
		got, err := w.byToken(t.Context(), tokens[key])
		require.NoError(t, err, key)
		require.Equal(t, []optionsv1.Policy_Role{role}, got.GetStaffMember().GetRoles())
		if key != "clinician" {
			require.Empty(t, got.GetStaffMember().GetProvider())
			continue
		}
		require.Equal(t, provider, got.GetStaffMember().GetProvider())
	}
}

func TestSeedDemo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		dir, provider := filepath.Join(t.TempDir(), "var"), "providers/"+id.New()
		path := filepath.Join(dir, access.DemoTokensFile)
		w := demoWorld(t, db, dir, provider)
		require.NoError(t, w.Seed(ctx))
		first := readTokens(t, dir)
		requireDemoTokens(t, w, first, provider)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

		require.NoError(t, w.Seed(ctx))
		require.Equal(t, first, readTokens(t, dir), "valid tokens stay")

		session, err := w.rpc.CreateSession(ctx, &intakev1.CreateSessionRequest{Token: first["admin"]})
		require.NoError(t, err)
		for name, damage := range map[string]func(){
			"gone":       func() { require.NoError(t, os.Remove(path)) },
			"cut off":    func() { require.NoError(t, os.WriteFile(path, []byte(`{"frontDesk":"`), 0o600)) },
			"incomplete": func() { require.NoError(t, os.WriteFile(path, []byte(`{}`), 0o600)) },
			"unknown":    func() { require.NoError(t, os.WriteFile(path, []byte(`{"owner":"x"}`), 0o600)) },
			"readable":   func() { require.NoError(t, os.Chmod(path, 0o644)) },
		} {
			before := readTokens(t, dir)
			damage()
			require.NoError(t, w.Seed(ctx), name)
			requireDemoTokens(t, w, readTokens(t, dir), provider)
			for _, old := range before {
				_, err := w.byToken(ctx, old)
				requireUnauthenticated(t, err)
			}
		}
		_, err = w.bySession(ctx, session.GetSession())
		requireUnauthenticated(t, err)

		var accounts int
		require.NoError(t, db.Read().QueryRowContext(ctx, `SELECT count(*) FROM staff_accounts`).Scan(&accounts))
		require.Equal(t, len(demoRoles), accounts, "seeding again replaces, it does not add")

		moved := demoWorld(t, db, dir, "providers/"+id.New())
		require.NoError(t, moved.Seed(ctx), "another therapist")
		require.NotEqual(t, first, readTokens(t, dir))
	})
}

func TestSeedIsRefusedOutsideTheDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := newWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS), func(c *access.Config) { c.DataDir = dir })
	require.Error(t, w.Seed(t.Context()))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestSeedReplacesAFileOfAnotherDatabase(t *testing.T) {
	t.Parallel()
	dir, provider := t.TempDir(), "providers/"+id.New()
	require.NoError(t, demoWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS), dir, provider).Seed(t.Context()))
	fresh := demoWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS), dir, provider)
	require.NoError(t, fresh.Seed(t.Context()))
	requireDemoTokens(t, fresh, readTokens(t, dir), provider)
}

func TestSeedNeedsATherapist(t *testing.T) {
	t.Parallel()
	w := demoWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS), t.TempDir(), "")
	require.Error(t, w.Seed(t.Context()))
}
