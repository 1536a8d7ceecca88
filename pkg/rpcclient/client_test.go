package rpcclient_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

func TestForwards(t *testing.T) {
	t.Parallel()
	var got metadata.MD
	conn := local(t, func(ctx context.Context, _ string, _ *dynamicpb.Message) error {
		got, _ = metadata.FromIncomingContext(ctx)
		return nil
	})
	ctx := identity.With(requestid.With(t.Context(), "req-1"), identity.Identity{Token: "a.b"})
	require.NoError(t, call(ctx, conn, echotest.Read))
	require.Equal(t, []string{"req-1"}, got.Get(requestid.Header))
	require.Equal(t, []string{"a.b"}, got.Get(identity.Metadata))

	require.NoError(t, call(t.Context(), conn, echotest.Read))
	require.True(t, requestid.Valid(got.Get(requestid.Header)[0]), "work that begins here gets an id")
	require.Empty(t, got.Get(identity.Metadata))
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	var left time.Duration
	conn := local(t, func(ctx context.Context, _ string, _ *dynamicpb.Message) error {
		deadline, _ := ctx.Deadline()
		left = deadline.Sub(clock.System().Now())
		return nil
	})
	for name, tc := range map[string]struct{ own, least, most time.Duration }{
		"the method's":           {0, time.Second / 2, 2 * time.Second},
		"longer is cut":          {time.Hour, time.Second / 2, 2 * time.Second},
		"shorter keeps headroom": {1900 * time.Millisecond, time.Second / 2, 1880 * time.Millisecond},
	} {
		ctx, cancel := t.Context(), func() {}
		if tc.own > 0 {
			ctx, cancel = context.WithTimeout(t.Context(), tc.own)
		}
		require.NoError(t, call(ctx, conn, echotest.Read), name)
		cancel()
		require.Greater(t, left, tc.least, name)
		require.LessOrEqual(t, left, tc.most, name)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Millisecond)
	defer cancel()
	require.Equal(t, errs.ReasonDeadlineExceeded, errs.ReasonOf(call(ctx, conn, echotest.Read)))
}

func TestErrorsComeBack(t *testing.T) {
	t.Parallel()
	taken := errs.New(errs.Aborted, "SLOT_TAKEN", "the slot is taken").With("slot", "s1")
	conn := local(t, func(context.Context, string, *dynamicpb.Message) error {
		return wire.ToStatus(taken).Err()
	})
	require.Equal(t, taken, call(t.Context(), conn, echotest.Read))

	stream, err := conn.NewStream(t.Context(), echotest.WatchDesc(), echotest.Watch)
	require.NoError(t, err)
	require.NoError(t, stream.SendMsg(echotest.NewRequest("hello")))
	require.NoError(t, stream.CloseSend())
	require.NoError(t, stream.RecvMsg(echotest.NewMessage()))
	require.ErrorIs(t, stream.RecvMsg(echotest.NewMessage()), taken)
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	conn := local(t, ok)
	stream, err := conn.NewStream(t.Context(), echotest.WatchDesc(), echotest.Watch)
	require.NoError(t, err)
	require.NoError(t, stream.SendMsg(echotest.NewRequest("hello")))
	require.NoError(t, stream.CloseSend())
	require.NoError(t, stream.RecvMsg(echotest.NewMessage()))
	require.Equal(t, io.EOF, stream.RecvMsg(echotest.NewMessage()))
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	network := inproc.NewNetwork()
	require.NoError(t, network.Listen("echo").Close())
	conn := dial(t, rpcclient.Config{Caller: "intake", Target: "echo", InProc: network})
	require.Equal(t, errs.ReasonUnavailable, errs.ReasonOf(call(t.Context(), conn, echotest.Read)))
	_, err := conn.NewStream(t.Context(), echotest.WatchDesc(), echotest.Watch)
	require.Equal(t, errs.ReasonUnavailable, errs.ReasonOf(err))
}

func TestRetriesWhatMayBeRepeated(t *testing.T) {
	t.Parallel()
	sources := certificates(t, "intake", "echo")
	lis, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var calls atomic.Int32
	serve(t, lis, func(_ context.Context, method string, _ *dynamicpb.Message) error {
		if calls.Add(1); method == echotest.Write {
			return wire.ToStatus(errs.Internal(errors.New("x"))).Err()
		}
		if calls.Load() < 3 {
			return status.Error(codes.Unavailable, "try again")
		}
		return nil
	}, grpc.Creds(tlsconf.ServerCredentials(sources[1], "intake")))
	conn := dial(t, rpcclient.Config{
		Caller: "intake", Target: lis.Addr().String(), TLS: sources[0], Peer: "echo",
	})

	require.NoError(t, call(t.Context(), conn, echotest.Read))
	require.EqualValues(t, 3, calls.Load())

	require.Equal(t, errs.ReasonInternal, errs.ReasonOf(call(t.Context(), conn, echotest.Write)))
	require.EqualValues(t, 4, calls.Load(), "only UNAVAILABLE is repeated")
}

// TestFindsAServerThatIsBack: after the fourth try gRPC by itself would wait for longer than the call may take.
func TestFindsAServerThatIsBack(t *testing.T) {
	t.Parallel()
	sources := certificates(t, "intake", "echo")
	lis, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	conn := dial(t, rpcclient.Config{Caller: "intake", Target: lis.Addr().String(), TLS: sources[0], Peer: "echo"})
	require.NoError(t, lis.(*net.TCPListener).SetDeadline(clock.System().Now().Add(time.Minute)))
	conn.Connect()
	for range 4 {
		tried, err := lis.Accept()
		require.NoError(t, err)
		require.NoError(t, tried.Close())
	}
	serve(t, lis, ok, grpc.Creds(tlsconf.ServerCredentials(sources[1], "intake")))
	require.NoError(t, conn.Invoke(t.Context(), echotest.Read, echotest.NewRequest("hello"), echotest.NewMessage(), grpc.WaitForReady(true)))
}

func TestDialRefuses(t *testing.T) {
	t.Parallel()
	source := certificates(t, "intake")[0]
	for name, cfg := range map[string]rpcclient.Config{
		"no transport":   {Caller: "intake", Target: "echo"},
		"two transports": {Caller: "intake", Target: "echo", TLS: source, Peer: "echo", InProc: inproc.NewNetwork()},
		"no peer":        {Caller: "intake", Target: "echo", TLS: source},
		"another name":   {Caller: "gateway", Target: "echo", TLS: source, Peer: "echo"},
	} {
		_, err := rpcclient.Dial(cfg)
		require.Error(t, err, name)
	}
}
