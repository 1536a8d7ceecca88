package rpcserver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
)

// BenchmarkHop is one call inside the process, through the whole chain on both sides.
func BenchmarkHop(b *testing.B) {
	network := inproc.NewNetwork()
	server := rpcserver.New(rpcserver.Config{Name: "echo", Log: zap.NewNop()})
	server.Register(func(r grpc.ServiceRegistrar) { echotest.Register(r, ok) })
	served := make(chan error, 1)
	go func() { served <- server.Serve(network.Listen("echo")) }()
	conn, err := rpcclient.Dial(rpcclient.Config{Caller: "intake", Target: "echo", InProc: network})
	require.NoError(b, err)

	b.ReportAllocs()
	for b.Loop() {
		if err := call(b.Context(), conn, echotest.Read, echotest.NewRequest("hello")); err != nil {
			b.Fatal(err)
		}
	}
	require.NoError(b, conn.Close())
	require.NoError(b, server.Shutdown(b.Context()))
	require.NoError(b, <-served)
}
