package access_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
)

// intake answers every credential alike, and counts.
type intake struct {
	intakev1.AccessServiceClient
	asked  int
	answer *intakev1.AuthenticateResponse
	err    error
	seen   identity.Identity
}

func (i *intake) Authenticate(ctx context.Context, _ *intakev1.AuthenticateRequest, _ ...grpc.CallOption) (*intakev1.AuthenticateResponse, error) {
	i.asked++
	i.seen = identity.From(ctx)
	return i.answer, i.err
}

func authenticator(t *testing.T, i *intake) (*access.Authenticator, *clock.Fake, ed25519.PublicKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	now := clock.NewFake(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC))
	return access.NewAuthenticator(i, identity.NewSigner(private, now), now), now, public
}

func TestMember(t *testing.T) {
	t.Parallel()
	i := &intake{answer: &intakev1.AuthenticateResponse{StaffMember: &intakev1.StaffMember{
		Name: "staff/a", Roles: []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK},
	}}}
	auth, now, public := authenticator(t, i)
	i.answer.ExpireTime = timestamppb.New(now.Now().Add(4 * time.Second))
	token := access.Credential{Token: "secret"}
	for range 3 {
		member, err := auth.Member(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, "staff/a", member.GetName())
	}
	require.Equal(t, 1, i.asked)
	require.Equal(t, "services/gateway", i.seen.Actor.ID, "asked by the gateway itself")
	require.Empty(t, i.seen.Token)

	_, err := auth.Member(t.Context(), access.Credential{Session: "secret"})
	require.NoError(t, err)
	require.Equal(t, 2, i.asked, "a session is no token")
	auth.Forget(token)
	_, err = auth.Member(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, 3, i.asked)
	now.Advance(5 * time.Second)
	_, err = auth.Member(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, 4, i.asked, "nobody outlives a credential")

	ctx, err := auth.Act(t.Context(), i.answer.GetStaffMember())
	require.NoError(t, err)
	for _, service := range []string{"intake", "scheduling", "matching"} {
		actor, err := identity.NewVerifier(public, service, now).Verify(identity.From(ctx).Token)
		require.NoError(t, err)
		require.Equal(t, "staff/a", actor.ID)
	}
}

func TestMemberFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want errs.Code
	}{
		{errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, ""), errs.Unauthenticated},
		{errs.Invalid(), errs.Unauthenticated},
		{errs.New(errs.Unavailable, errs.ReasonUnavailable, ""), errs.Unavailable},
		{nil, errs.Unauthenticated}, // an answer without a person
	} {
		i := &intake{err: c.err, answer: &intakev1.AuthenticateResponse{}}
		auth, _, _ := authenticator(t, i)
		_, err := auth.Member(t.Context(), access.Credential{Token: "x"})
		require.Equal(t, c.want, errs.CodeOf(err))
		_, err = auth.Member(t.Context(), access.Credential{})
		require.Equal(t, errs.Unauthenticated, errs.CodeOf(err))
		require.Equal(t, 1, i.asked, "nothing is not asked about")
	}
}

func TestBearer(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Bearer a": "a", "bearer a": "a", "BEARER  a ": "a", "Bearer": "", "Bearer ": "", "Basic a": "", "a": "", "": "",
	} {
		require.Equal(t, want, access.Bearer(http.Header{"Authorization": {header}}), header)
	}
	require.Empty(t, access.Bearer(http.Header{"Authorization": {"Bearer a", "Bearer a"}}))
	require.Empty(t, access.Bearer(http.Header{}))
}
