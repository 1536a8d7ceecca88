package rpcserver_test

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// listenAndServe serves on a port of this machine as well, until the server's own shutdown.
func listenAndServe(t *testing.T, s *rpcserver.Server) string {
	t.Helper()
	lis, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- s.Serve(lis) }()
	t.Cleanup(func() {
		require.NoError(t, s.Shutdown(context.Background()))
		require.NoError(t, <-served)
	})
	return lis.Addr().String()
}

func authority(t *testing.T) *tlsconf.DevCA {
	t.Helper()
	ca, err := tlsconf.NewDevCA(clock.System().Now())
	require.NoError(t, err)
	return ca
}

func source(t *testing.T, ca *tlsconf.DevCA, name string) *tlsconf.Source {
	t.Helper()
	files, err := ca.WriteFiles(t.TempDir(), name)
	require.NoError(t, err)
	s, err := tlsconf.Load(files)
	require.NoError(t, err)
	return s
}

func TestMutualTLS(t *testing.T) {
	t.Parallel()
	ca := authority(t)
	b := setup(t, ok, func(cfg *rpcserver.Config) { cfg.TLS = source(t, ca, "echo") })
	address := listenAndServe(t, b.server)
	for name, tc := range map[string]struct {
		certificate *tlsconf.Source
		peer        string
		want        errs.Reason
	}{
		"right":                {source(t, ca, "intake"), "echo", ""},
		"wrong name":           {source(t, ca, "redis"), "echo", errs.ReasonUnavailable},
		"name out of policy":   {source(t, ca, "matching"), "echo", errs.ReasonPermissionDenied},
		"wrong authority":      {source(t, authority(t), "intake"), "echo", errs.ReasonUnavailable},
		"server is not itself": {source(t, ca, "intake"), "scheduling", errs.ReasonUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := rpcclient.Dial(rpcclient.Config{
				Caller: tc.certificate.Name(), Target: address, TLS: tc.certificate, Peer: tc.peer,
			})
			require.NoError(t, err)
			defer conn.Close()
			err = call(t.Context(), conn, echotest.Read, echotest.NewRequest("hello"))
			require.Equal(t, tc.want, errs.ReasonOf(err))
		})
	}
}

func TestTLSServerStillTakesCallsFromItsProcess(t *testing.T) {
	t.Parallel()
	b := setup(t, ok, func(cfg *rpcserver.Config) { cfg.TLS = source(t, authority(t), "echo") })
	require.NoError(t, call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewRequest("hello")))
}

func TestNoCertificate(t *testing.T) {
	t.Parallel()
	ca := authority(t)
	b := setup(t, ok, func(cfg *rpcserver.Config) { cfg.TLS = source(t, ca, "echo") })
	address := listenAndServe(t, b.server)
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(anonymous(ca)))
	require.NoError(t, err)
	defer conn.Close()
	err = call(t.Context(), conn, echotest.Read, echotest.NewRequest("hello"))
	require.ErrorContains(t, err, "code = Unavailable")
}
