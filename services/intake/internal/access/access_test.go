package access_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/store/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var start = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

var practice = access.Practice{
	DisplayName: "Hudson Psychotherapy", ShortName: "Hudson Office", Phone: "+1 212 555 0100",
	TimeZone: "America/New_York", PrivacyNoticeVersion: "2026-11", Locales: []string{"en-US", "es-US"}, Currency: "USD",
}

// world is one access corner on a database of its own, with its RPC side as the edge sees it.
type world struct {
	*access.Access
	db    *sqldb.DB
	clock *clock.Fake
	rpc   intakev1.AccessServiceServer
}

func newWorld(t *testing.T, db *sqldb.DB, change ...func(*access.Config)) world {
	t.Helper()
	cfg := access.Config{Practice: practice}
	for _, c := range change {
		c(&cfg)
	}
	clk := clock.NewFake(start)
	a, err := access.New(cfg, access.Deps{DB: db, Clock: clk})
	require.NoError(t, err)
	return world{Access: a, db: db, clock: clk, rpc: registered(t, a)}
}

// registered returns what Register hands to a server.
func registered(t *testing.T, a *access.Access) intakev1.AccessServiceServer {
	t.Helper()
	r := &registrar{}
	a.Register(r)
	require.Equal(t, intakev1.AccessService_ServiceDesc.ServiceName, r.name)
	return r.impl.(intakev1.AccessServiceServer)
}

type registrar struct {
	name string
	impl any
}

func (r *registrar) RegisterService(desc *grpc.ServiceDesc, impl any) {
	r.name, r.impl = desc.ServiceName, impl
}

func (w world) byToken(ctx context.Context, token string) (*intakev1.AuthenticateResponse, error) {
	return w.rpc.Authenticate(ctx, &intakev1.AuthenticateRequest{
		Credential: &intakev1.AuthenticateRequest_Token{Token: token},
	})
}

func (w world) bySession(ctx context.Context, secret string) (*intakev1.AuthenticateResponse, error) {
	return w.rpc.Authenticate(ctx, &intakev1.AuthenticateRequest{
		Credential: &intakev1.AuthenticateRequest_Session{Session: secret},
	})
}

func requireUnauthenticated(t *testing.T, err error) {
	t.Helper()
	require.Equal(t, errs.Unauthenticated, errs.CodeOf(err))
	require.Equal(t, errs.ReasonUnauthenticated, errs.ReasonOf(err))
}

func TestTokens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		provider := "providers/" + id.New()
		token, err := w.IssueToken(ctx, []identity.Role{identity.FrontDesk, identity.Clinician}, "Sam", provider)
		require.NoError(t, err)
		other, err := w.IssueToken(ctx, []identity.Role{identity.Admin}, "Alex", "")
		require.NoError(t, err)

		got, err := w.byToken(ctx, token)
		require.NoError(t, err)
		require.Regexp(t, `^staff/[a-z2-7]{26}$`, got.GetStaffMember().GetName())
		require.Equal(t, "Sam", got.GetStaffMember().GetDisplayName())
		require.Equal(t, provider, got.GetStaffMember().GetProvider())
		require.ElementsMatch(t, []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK, optionsv1.Policy_CLINICIAN},
			got.GetStaffMember().GetRoles())
		require.Nil(t, got.GetExpireTime(), "a token does not end by itself")

		admin, err := w.byToken(ctx, other)
		require.NoError(t, err)
		require.Equal(t, []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}, admin.GetStaffMember().GetRoles())
		require.NotEqual(t, got.GetStaffMember().GetName(), admin.GetStaffMember().GetName())

		for _, wrong := range []string{"", "x", id.Secret(), token[:42] + "!", token + "a", id.SecretHash(token)} {
			_, err := w.byToken(ctx, wrong)
			requireUnauthenticated(t, err)
			_, err = w.bySession(ctx, wrong)
			requireUnauthenticated(t, err)
		}
		_, err = w.bySession(ctx, token)
		requireUnauthenticated(t, err)
	})
}

func TestOnlyHashesAreStored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		w := newWorld(t, db)
		token, err := w.IssueToken(ctx, []identity.Role{identity.Admin}, "Alex", "")
		require.NoError(t, err)
		session, err := w.rpc.CreateSession(ctx, &intakev1.CreateSessionRequest{Token: token})
		require.NoError(t, err)

		stored := map[string]bool{}
		rows, err := db.Read().QueryContext(ctx,
			`SELECT hash FROM staff_tokens UNION ALL SELECT hash FROM staff_sessions`)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var hash string
			require.NoError(t, rows.Scan(&hash))
			stored[hash] = true
		}
		require.NoError(t, rows.Err())
		require.Equal(t, map[string]bool{
			id.SecretHash(token): true, id.SecretHash(session.GetSession()): true,
		}, stored)
	})
}

func TestIssueTokenRefusesBadAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t, sqldb.SQLite, migrations.FS))
	provider := "providers/" + id.New()
	for name, tc := range map[string]struct {
		roles          []identity.Role
		name, provider string
		field          string
	}{
		"no role":               {nil, "Sam", "", "roles"},
		"a role not of staff":   {[]identity.Role{identity.Service}, "Sam", "", "roles"},
		"an unknown role":       {[]identity.Role{"OWNER"}, "Sam", "", "roles"},
		"a role twice":          {[]identity.Role{identity.Admin, identity.Admin}, "Sam", "", "roles"},
		"no name":               {[]identity.Role{identity.Admin}, " ", "", "displayName"},
		"clinician, no one":     {[]identity.Role{identity.Clinician}, "Sam", "", "provider"},
		"clinician, bad name":   {[]identity.Role{identity.Clinician}, "Sam", "therapists/x", "provider"},
		"clinician, a path":     {[]identity.Role{identity.Clinician}, "Sam", "providers/a/b", "provider"},
		"provider, no use":      {[]identity.Role{identity.Admin}, "Sam", provider, "provider"},
		"provider of no person": {[]identity.Role{identity.Clinician}, "Sam", "providers/", "provider"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := w.IssueToken(t.Context(), tc.roles, tc.name, tc.provider)
			require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
			require.Equal(t, tc.field, errs.From(err).Violations[0].Field)
		})
	}
}
