package inproc_test

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/peer"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
)

func TestCallerIsKnown(t *testing.T) {
	t.Parallel()
	network := inproc.NewNetwork()
	var caller string
	server := grpc.NewServer(grpc.Creds(inproc.Credentials("")), grpc.UnaryInterceptor(
		func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, h grpc.UnaryHandler) (any, error) {
			p, _ := peer.FromContext(ctx)
			info, _ := p.AuthInfo.(inproc.AuthInfo)
			caller = info.Caller
			return h(ctx, req)
		}))
	echotest.Register(server, func(context.Context, string, *dynamicpb.Message) error { return nil })
	go func() { _ = server.Serve(network.Listen("echo")) }()
	t.Cleanup(server.Stop)

	for _, name := range []string{"gateway", "intake"} {
		conn, err := grpc.NewClient(inproc.Target("echo"), network.DialOptions(name, "echo")...)
		require.NoError(t, err)
		require.NoError(t, conn.Invoke(t.Context(), echotest.Read, echotest.NewRequest("x"), echotest.NewMessage()))
		require.Equal(t, name, caller)
		require.NoError(t, conn.Close())
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	network := inproc.NewNetwork()
	lis := network.Listen("echo")
	require.Same(t, lis, network.Listen("echo"))
	require.NotSame(t, lis, network.Listen("other"))
	require.Equal(t, "echo", lis.Addr().String())
	require.Equal(t, "inproc", lis.Addr().Network())
	require.NoError(t, lis.Close())
	_, err := lis.Accept()
	require.ErrorContains(t, err, "accept for echo")
}

func TestConnectionsFromOutsideAreRefused(t *testing.T) {
	t.Parallel()
	server, client := net.Pipe()
	t.Cleanup(func() { _ = server.Close(); _ = client.Close() })
	require.False(t, inproc.Is(server))
	_, _, err := inproc.Credentials("").ServerHandshake(server)
	require.ErrorContains(t, err, "from outside the process")
}

func TestCallerNeedsAName(t *testing.T) {
	t.Parallel()
	server, client := net.Pipe()
	t.Cleanup(func() { _ = server.Close(); _ = client.Close() })
	_, _, err := inproc.Credentials("").ClientHandshake(t.Context(), "", client)
	require.ErrorContains(t, err, "the caller needs a name")
}
