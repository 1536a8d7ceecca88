package rpcclient_test

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// local serves the handler without the product's chain, and returns a connection of the product's client to it.
func local(t *testing.T, handle echotest.Handler) *grpc.ClientConn {
	t.Helper()
	network := inproc.NewNetwork()
	serve(t, network.Listen("echo"), handle, grpc.Creds(inproc.Credentials("")))
	return dial(t, rpcclient.Config{Caller: "intake", Target: "echo", InProc: network})
}

func serve(t *testing.T, lis net.Listener, handle echotest.Handler, opts ...grpc.ServerOption) {
	t.Helper()
	through := func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, h grpc.UnaryHandler) (any, error) {
		return h(ctx, req)
	}
	server := grpc.NewServer(append(opts, grpc.UnaryInterceptor(through))...)
	echotest.Register(server, handle)
	served := make(chan error, 1)
	go func() { served <- server.Serve(lis) }()
	t.Cleanup(func() {
		server.Stop()
		<-served
	})
}

func dial(t *testing.T, cfg rpcclient.Config) *grpc.ClientConn {
	t.Helper()
	conn, err := rpcclient.Dial(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

func call(ctx context.Context, conn *grpc.ClientConn, method string) error {
	return conn.Invoke(ctx, method, echotest.NewRequest("hello"), echotest.NewMessage())
}

func ok(context.Context, string, *dynamicpb.Message) error { return nil }

// certificates returns one source per name, all of one authority.
func certificates(t *testing.T, names ...string) []*tlsconf.Source {
	t.Helper()
	ca, err := tlsconf.NewDevCA(clock.System().Now())
	require.NoError(t, err)
	var out []*tlsconf.Source
	for _, name := range names {
		files, err := ca.WriteFiles(t.TempDir(), name)
		require.NoError(t, err)
		source, err := tlsconf.Load(files)
		require.NoError(t, err)
		out = append(out, source)
	}
	return out
}
