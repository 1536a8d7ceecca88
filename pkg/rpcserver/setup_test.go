package rpcserver_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bundle is a served echo service inside this process.
type bundle struct {
	server  *rpcserver.Server
	network *inproc.Network
	signer  *identity.Signer
	logs    *observer.ObservedLogs
}

// ok is a handler that does nothing.
func ok(context.Context, string, *dynamicpb.Message) error { return nil }

func setup(t *testing.T, handle echotest.Handler, change ...func(*rpcserver.Config)) *bundle {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	core, logs := observer.New(zap.DebugLevel)
	cfg := rpcserver.Config{
		Name: "echo", Log: zap.New(core), Clock: clock.System(),
		Verifier: identity.NewVerifier(public, "echo", clock.System()),
	}
	for _, f := range change {
		f(&cfg)
	}
	b := &bundle{
		server: rpcserver.New(cfg), network: inproc.NewNetwork(),
		signer: identity.NewSigner(private, clock.System()), logs: logs,
	}
	b.server.Register(func(r grpc.ServiceRegistrar) { echotest.Register(r, handle) })
	served := make(chan error, 1)
	go func() { served <- b.server.Serve(b.network.Listen("echo")) }()
	t.Cleanup(func() {
		require.NoError(t, b.server.Shutdown(context.Background()))
		require.NoError(t, <-served)
	})
	return b
}

// dial returns a connection on which calls are made by the named service.
func (b *bundle) dial(t *testing.T, caller string) *grpc.ClientConn {
	t.Helper()
	conn, err := rpcclient.Dial(rpcclient.Config{Caller: caller, Target: "echo", InProc: b.network})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// as returns a context that acts for a person with the roles.
func (b *bundle) as(t *testing.T, roles ...identity.Role) context.Context {
	t.Helper()
	token, err := b.signer.Mint(identity.Actor{ID: "staff/1", Roles: roles}, "echo")
	require.NoError(t, err)
	return identity.With(t.Context(), identity.Identity{Token: token})
}

func call(ctx context.Context, conn *grpc.ClientConn, method string, request *dynamicpb.Message) error {
	return conn.Invoke(ctx, method, request, echotest.NewMessage())
}
