package rpcserver_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

func anonymous(ca *tlsconf.DevCA) credentials.TransportCredentials {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.CA())
	return credentials.NewTLS(&tls.Config{RootCAs: roots, ServerName: "echo", MinVersion: tls.VersionTLS13})
}

func watch(t *testing.T, conn *grpc.ClientConn, request *dynamicpb.Message) (grpc.ClientStream, error) {
	t.Helper()
	stream, err := conn.NewStream(t.Context(), echotest.WatchDesc(), echotest.Watch)
	require.NoError(t, err)
	require.NoError(t, stream.SendMsg(request))
	require.NoError(t, stream.CloseSend())
	return stream, stream.RecvMsg(echotest.NewMessage())
}

func TestStream(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	stream, err := watch(t, b.dial(t, "intake"), echotest.NewRequest("hello"))
	require.NoError(t, err)
	require.ErrorIs(t, stream.RecvMsg(echotest.NewMessage()), io.EOF)

	_, err = watch(t, b.dial(t, "intake"), echotest.NewMessage())
	require.Equal(t, errs.ReasonInvalidFields, errs.ReasonOf(err))
	_, err = watch(t, b.dial(t, "gateway"), echotest.NewMessage())
	require.Equal(t, errs.ReasonPermissionDenied, errs.ReasonOf(err))
}

func TestShutdownEndsStreams(t *testing.T) {
	t.Parallel()
	b := setup(t, func(ctx context.Context, _ string, _ *dynamicpb.Message) error {
		<-ctx.Done()
		return ctx.Err()
	})
	stream, err := watch(t, b.dial(t, "intake"), echotest.NewRequest("hello"))
	require.NoError(t, err)
	require.NoError(t, b.server.Shutdown(t.Context()))
	require.Equal(t, errs.ReasonUnavailable, errs.ReasonOf(stream.RecvMsg(echotest.NewMessage())))
}

func TestShutdownWaitsForCallsAndNotForEver(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	b := setup(t, func(context.Context, string, *dynamicpb.Message) error {
		close(entered)
		<-leave
		return nil
	})
	conn := b.dial(t, "intake")
	answered := make(chan error, 1)
	go func() { answered <- call(context.Background(), conn, echotest.Read, echotest.NewRequest("hello")) }()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- b.server.Shutdown(context.Background()) }()
	// Once nobody answers new calls the shutdown is under way, and still waits for the old one.
	late := b.dial(t, "intake")
	for errs.ReasonOf(call(t.Context(), late, echotest.Write, echotest.NewRequest("late"))) != errs.ReasonUnavailable {
	}
	require.Empty(t, stopped)
	close(leave)
	require.NoError(t, <-answered)
	require.NoError(t, <-stopped)
}

func TestShutdownCutsOff(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	b := setup(t, func(ctx context.Context, _ string, _ *dynamicpb.Message) error {
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	})
	conn := b.dial(t, "intake")
	answered := make(chan error, 1)
	go func() { answered <- call(context.Background(), conn, echotest.Read, echotest.NewRequest("hello")) }()
	<-entered
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	require.ErrorContains(t, b.server.Shutdown(ctx), "enough")
	require.Error(t, <-answered)
}

func TestHealth(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	client := healthpb.NewHealthClient(b.dial(t, "gateway"))
	status := func(name string) string {
		got, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{Service: name})
		require.NoError(t, err)
		return got.GetStatus().String()
	}
	require.Equal(t, "NOT_SERVING", status(""))
	require.Equal(t, "SERVING", status("liveness"))
	b.server.SetReady(true)
	require.Equal(t, "SERVING", status(""))
	require.Equal(t, "SERVING", status(echotest.Service))
	_, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{Service: "x"})
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}

func TestWatchReady(t *testing.T) {
	t.Parallel()
	fake := clock.NewFake(time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC))
	b := setup(t, ok, func(cfg *rpcserver.Config) { cfg.Clock = fake })
	asked, answers := make(chan struct{}), make(chan error)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.server.WatchReady(ctx, time.Second, func(context.Context) error {
			asked <- struct{}{}
			return <-answers
		})
	}()
	answer := func(err error, pause time.Duration) {
		<-asked
		answers <- err
		require.NoError(t, fake.BlockUntil(t.Context(), 1))
		fake.Advance(pause)
	}
	answer(errors.New("still starting"), 20*time.Millisecond)
	for _, err := range []error{nil, errors.New("database is gone"), errors.New("database is gone"), nil} {
		answer(err, time.Second)
	}
	<-asked
	cancel()
	answers <- nil
	require.NoError(t, <-done)
	var lines []string
	for _, l := range b.logs.All() {
		lines = append(lines, l.Message)
	}
	require.Equal(t, []string{"ready", "not ready", "ready"}, lines)
}

func TestMetricsShareARegistry(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	withMetrics := func(cfg *rpcserver.Config) { cfg.Metrics = registry }
	for range 2 {
		b := setup(t, ok, withMetrics)
		require.NoError(t, call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewRequest("hello")))
		require.Error(t, call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewMessage()))
	}
	families, err := registry.Gather()
	require.NoError(t, err)
	counts := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == "firstcall_rpc_handled_total" {
				counts[m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
			}
		}
	}
	require.Equal(t, map[string]float64{"OK": 2, "INVALID_ARGUMENT": 2}, counts)
}

func TestShutdownBeforeServe(t *testing.T) {
	t.Parallel()
	s := rpcserver.New(rpcserver.Config{Name: "echo", Log: zap.NewNop()})
	require.NoError(t, s.Shutdown(t.Context()))
	require.NoError(t, s.Shutdown(t.Context()))
	require.NoError(t, s.Serve(inproc.NewNetwork().Listen("echo")))
}

func TestMessagesThatAreTooLarge(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	for _, size := range []int{1<<20 + 1, 5 << 20} {
		err := call(t.Context(), b.dial(t, "intake"), echotest.Read, echotest.NewRequest(strings.Repeat("x", size)))
		require.ErrorContains(t, err, "larger than", size)
	}
}
