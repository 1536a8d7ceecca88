package rpcserver_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/requestid"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	for name, tc := range map[string]struct {
		caller string
		roles  []identity.Role
		method string
		want   errs.Reason
	}{
		"service for itself":            {"intake", nil, echotest.Read, ""},
		"visitor":                       {"gateway", []identity.Role{identity.Visitor}, echotest.Read, ""},
		"one of several roles":          {"gateway", []identity.Role{identity.Admin, identity.FrontDesk}, echotest.Write, ""},
		"no role implies another":       {"gateway", []identity.Role{identity.Admin}, echotest.Write, errs.ReasonPermissionDenied},
		"caller not in policy":          {"matching", nil, echotest.Read, errs.ReasonPermissionDenied},
		"right role, wrong caller":      {"intake", []identity.Role{identity.FrontDesk}, echotest.Write, errs.ReasonPermissionDenied},
		"unknown caller":                {"redis", nil, echotest.Read, errs.ReasonPermissionDenied},
		"service where a person has to": {"gateway", nil, echotest.Write, errs.ReasonPermissionDenied},
		"not built, allowed":            {"gateway", []identity.Role{identity.FrontDesk}, echotest.Planned, errs.ReasonNotBuilt},
		"not built, denied":             {"gateway", []identity.Role{identity.Visitor}, echotest.Planned, errs.ReasonPermissionDenied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			if tc.roles != nil {
				ctx = b.as(t, tc.roles...)
			}
			err := call(ctx, b.dial(t, tc.caller), tc.method, echotest.NewRequest("hello"))
			require.Equal(t, tc.want, errs.ReasonOf(err))
		})
	}
}

func TestAccessComesBeforeValidation(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	invalid := echotest.NewMessage()
	for name, tc := range map[string]struct {
		ctx  context.Context
		want errs.Code
	}{
		"unauthenticated": {
			identity.With(t.Context(), identity.Identity{Token: "forged.token"}), errs.Unauthenticated,
		},
		"denied":  {b.as(t, identity.Clinician), errs.PermissionDenied},
		"allowed": {b.as(t, identity.FrontDesk), errs.InvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, errs.CodeOf(call(tc.ctx, b.dial(t, "gateway"), echotest.Write, invalid)))
		})
	}
}

func TestTwoTokensAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	ctx := b.as(t, identity.FrontDesk)
	ctx = metadata.AppendToOutgoingContext(ctx, identity.Metadata, identity.From(ctx).Token)
	err := call(ctx, b.dial(t, "gateway"), echotest.Write, echotest.NewRequest("hello"))
	require.Equal(t, errs.ReasonUnauthenticated, errs.ReasonOf(err))
}

func TestHandlerLearnsWhoCalls(t *testing.T) {
	t.Parallel()
	var got identity.Identity
	var request string
	b := setup(t, func(ctx context.Context, _ string, _ *dynamicpb.Message) error {
		got, request = identity.From(ctx), requestid.From(ctx)
		return nil
	})

	ctx := b.as(t, identity.FrontDesk)
	token := identity.From(ctx).Token
	ctx = requestid.With(ctx, "req-1")
	require.NoError(t, call(ctx, b.dial(t, "gateway"), echotest.Write, echotest.NewRequest("hello")))
	require.Equal(t, identity.Identity{
		Caller: "gateway", Token: token,
		Actor: identity.Actor{ID: "staff/1", Roles: []identity.Role{identity.FrontDesk}},
	}, got)
	require.Equal(t, "req-1", request)

	require.NoError(t, call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewRequest("hello")))
	require.Equal(t, identity.Identity{Caller: "intake", Actor: identity.ServiceActor("intake")}, got)
	require.NotEmpty(t, request)
}
