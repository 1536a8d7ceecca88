package rpcserver_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/policy"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

func unserved(t *testing.T) *rpcserver.Server {
	t.Helper()
	s := rpcserver.New(rpcserver.Config{Name: "echo", Log: zap.NewNop()})
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.Background())) })
	return s
}

func TestOrder(t *testing.T) {
	t.Parallel()
	s := unserved(t)
	require.Equal(t, []string{
		"request_id", "metrics", "log", "errors", "recovery", "deadline", "access", "validate",
	}, s.Order())
}

func TestMethodWithoutPolicyIsRefusedAtStart(t *testing.T) {
	t.Parallel()
	s := unserved(t)
	s.Register(echotest.RegisterBare)
	err := s.Serve(inproc.NewNetwork().Listen("echo"))
	require.ErrorIs(t, err, policy.ErrIncomplete)
	require.ErrorContains(t, err, "/bare.echotest.v1.BareService/Do lacks callers, roles, deadline, idempotency")
}

func TestPanic(t *testing.T) {
	t.Parallel()
	b := setup(t, func(context.Context, string, *dynamicpb.Message) error { panic("jane@example.org") })
	ctx := requestid.With(t.Context(), "req-7")
	err := call(ctx, b.dial(t, "intake"), echotest.Read, echotest.NewRequest("hello"))
	require.ErrorIs(t, err, errs.Internal(nil))
	require.NotContains(t, err.Error(), "jane")

	lines := b.logs.All()
	require.Len(t, lines, 1)
	require.Equal(t, zap.ErrorLevel, lines[0].Level)
	fields := lines[0].ContextMap()
	require.Equal(t, "req-7", fields["request_id"])
	require.Equal(t, "INTERNAL", fields["code"])
	require.Contains(t, fields["error"], "panic with a string")
	require.Contains(t, fields["stack"], "chain_test.go")
}

func TestLogLine(t *testing.T) {
	t.Parallel()
	taken := errs.New(errs.Aborted, "SLOT_TAKEN", "the slot is taken")
	for name, tc := range map[string]struct {
		method, caller string
		fails          error
		want           map[string]any
		level          string
	}{
		"read": {echotest.Read, "gateway", nil, map[string]any{"code": "OK"}, "debug"},
		"write": {
			echotest.Write, "gateway", nil, map[string]any{"code": "OK", "method": echotest.Write}, "info",
		},
		"refused": {
			echotest.Write, "gateway", taken.Wrap(errors.New("row 7")),
			map[string]any{"code": "ABORTED", "reason": "SLOT_TAKEN", "error": "SLOT_TAKEN: the slot is taken: row 7"}, "warn",
		},
		"fault": {
			echotest.Read, "gateway", errors.New("disk full"),
			map[string]any{"code": "INTERNAL", "reason": "INTERNAL", "error": "disk full"}, "error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, func(context.Context, string, *dynamicpb.Message) error { return tc.fails })
			err := call(b.as(t, identity.FrontDesk, identity.Visitor), b.dial(t, tc.caller), tc.method, echotest.NewRequest("hello"))
			require.Equal(t, errs.CodeOf(tc.fails), errs.CodeOf(err))
			lines := b.logs.All()
			require.Len(t, lines, 1)
			require.Equal(t, tc.level, lines[0].Level.String())
			fields := lines[0].ContextMap()
			require.Subset(t, fields, tc.want)
			require.Equal(t, tc.caller, fields["caller"])
			require.Equal(t, []any{"FRONT_DESK", "VISITOR"}, fields["role"])
			require.NotContains(t, fields, "firstcall-identity")
		})
	}
}

func TestCausesStayInside(t *testing.T) {
	t.Parallel()
	b := setup(t, func(context.Context, string, *dynamicpb.Message) error {
		return errs.New(errs.Aborted, "SLOT_TAKEN", "the slot is taken").Wrap(errors.New("secret cause"))
	})
	err := call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewRequest("hello"))
	require.EqualError(t, err, "SLOT_TAKEN: the slot is taken")
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	var left time.Duration
	b := setup(t, func(ctx context.Context, method string, _ *dynamicpb.Message) error {
		deadline, _ := ctx.Deadline()
		left = deadline.Sub(clock.System().Now())
		if method == echotest.Write {
			<-ctx.Done()
			return errs.Internal(errors.New("interrupted"))
		}
		return nil
	})

	t.Log("a longer deadline, and none at all, are cut to the method's")
	raw, err := grpc.NewClient("passthrough:///echo", b.network.DialOptions("intake", "echo")...)
	require.NoError(t, err)
	defer raw.Close()
	require.NoError(t, call(context.Background(), raw, echotest.Read, echotest.NewRequest("hello")))
	require.InDelta(t, 2*time.Second, left, float64(time.Second))

	t.Log("what fails because time is up says so")
	ctx, cancel := context.WithTimeout(b.as(t, identity.FrontDesk), 100*time.Millisecond)
	defer cancel()
	err = call(ctx, b.dial(t, "gateway"), echotest.Write, echotest.NewRequest("hello"))
	require.Equal(t, errs.ReasonDeadlineExceeded, errs.ReasonOf(err))
}

func TestPlainConnectionsAreRefusedWithoutCertificate(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	address := listenAndServe(t, b.server)
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer conn.Close()
	require.Equal(t, errs.CodeInternal, errs.CodeOf(call(t.Context(), conn, echotest.Read, echotest.NewRequest("x"))))
}
