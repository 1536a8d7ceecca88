package inproc_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
)

type valueKey struct{}

// seen is what a handler learns of a call.
type seen struct {
	caller, value, method string
	metadata              []string
	left                  time.Duration
	text                  string
}

func look(ctx context.Context, text string) seen {
	p, _ := peer.FromContext(ctx)
	info, _ := p.AuthInfo.(inproc.AuthInfo)
	value, _ := ctx.Value(valueKey{}).(string)
	method, _ := grpc.Method(ctx)
	deadline, _ := ctx.Deadline()
	return seen{
		caller: info.Caller, value: value, method: method, metadata: metadata.ValueFromIncomingContext(ctx, "firstcall-test"),
		left: time.Until(deadline).Round(time.Hour), text: text,
	}
}

func tell(ctx context.Context) error {
	if err := grpc.SetHeader(ctx, metadata.Pairs("head", "1")); err != nil {
		return err
	}
	return grpc.SetTrailer(ctx, metadata.Pairs("trail", "2"))
}

func textOf(m *dynamicpb.Message) string {
	return m.Get(m.Descriptor().Fields().ByName("text")).String()
}

// ways are the two ways a call may take, each with a handler that does the same.
func ways(t *testing.T, handle func(context.Context, *dynamicpb.Message) error) map[string]*grpc.ClientConn {
	t.Helper()
	network := inproc.NewNetwork()
	server := grpc.NewServer(grpc.Creds(inproc.Credentials("")), grpc.UnaryInterceptor(
		func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, h grpc.UnaryHandler) (any, error) {
			return h(ctx, req)
		}))
	echotest.Register(server, func(ctx context.Context, _ string, m *dynamicpb.Message) error { return handle(ctx, m) })
	go func() { _ = server.Serve(network.Listen("connected")) }()
	t.Cleanup(server.Stop)
	straight := network.Listen("straight")
	t.Cleanup(func() { require.NoError(t, straight.Close()) })
	inproc.Offer(straight, map[string]inproc.Handler{
		echotest.Read: func(ctx context.Context, request []byte) (proto.Message, error) {
			m := echotest.NewMessage()
			if err := proto.Unmarshal(request, m); err != nil {
				return nil, err
			}
			return m, handle(ctx, m)
		},
	})
	out := map[string]*grpc.ClientConn{}
	for _, name := range []string{"connected", "straight"} {
		conn, err := grpc.NewClient(inproc.Target(name), network.DialOptions("intake", name)...)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, conn.Close()) })
		out[name] = conn
	}
	return out
}

func TestBothWaysAreAlike(t *testing.T) {
	t.Parallel()
	var got seen
	refuse := false
	for name, conn := range ways(t, func(ctx context.Context, m *dynamicpb.Message) error {
		got = look(ctx, textOf(m))
		if err := tell(ctx); err != nil {
			return err
		}
		if refuse {
			return status.Error(codes.Aborted, "taken")
		}
		return nil
	}) {
		ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), valueKey{}, "the caller's own"), 3*time.Hour)
		defer cancel()
		ctx = metadata.AppendToOutgoingContext(ctx, "Firstcall-Test", "a", "firstcall-test", "b")
		var header, trailer metadata.MD
		reply := echotest.NewRequest("what stood there before")
		refuse = false
		require.NoError(t, conn.Invoke(ctx, echotest.Read, echotest.NewRequest("x"), reply, grpc.Header(&header), grpc.Trailer(&trailer)), name)
		require.Equal(t, "x", textOf(reply), name)
		require.Equal(t, seen{"intake", "", echotest.Read, []string{"a", "b"}, 3 * time.Hour, "x"}, got, name)
		require.Equal(t, []string{"1"}, header.Get("head"), name)
		require.Equal(t, []string{"2"}, trailer.Get("trail"), name)

		refuse, trailer = true, nil
		err := conn.Invoke(ctx, echotest.Read, echotest.NewRequest("x"), reply, grpc.Trailer(&trailer))
		require.Equal(t, status.New(codes.Aborted, "taken").Proto(), status.Convert(err).Proto(), name)
		require.Equal(t, []string{"2"}, trailer.Get("trail"), name)

		bad := echotest.NewRequest("\xff")
		require.Equal(t, codes.Internal, status.Code(conn.Invoke(ctx, echotest.Read, bad, reply)), name)
	}
}

// TestNobodyWaitsForAHandler: whoever gives up is free at once, also when the handler does not notice, and the handler learns of it.
func TestNobodyWaitsForAHandler(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"connected", "straight"} {
		entered, leave, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
		conn := ways(t, func(ctx context.Context, _ *dynamicpb.Message) error {
			close(entered)
			<-ctx.Done()
			close(ended)
			<-leave
			return nil
		})[name]
		ctx, cancel := context.WithCancel(t.Context())
		answered := make(chan error, 1)
		go func() { answered <- conn.Invoke(ctx, echotest.Read, echotest.NewRequest("x"), echotest.NewMessage()) }()
		<-entered
		cancel()
		require.Equal(t, codes.Canceled, status.Code(<-answered), name)
		<-ended
		close(leave)
	}
}

// TestRequestsStayTheCallers: what a handler does with a request, the caller's is its own.
func TestRequestsStayTheCallers(t *testing.T) {
	t.Parallel()
	conn := ways(t, func(_ context.Context, m *dynamicpb.Message) error {
		m.Set(m.Descriptor().Fields().ByName("text"), echotest.NewRequest("changed").Get(m.Descriptor().Fields().ByName("text")))
		return nil
	})["straight"]
	request, reply := echotest.NewRequest("x"), echotest.NewMessage()
	require.NoError(t, conn.Invoke(t.Context(), echotest.Read, request, reply))
	require.Equal(t, "x", textOf(request))
	require.Equal(t, "changed", textOf(reply))
}

// TestClosedListenerOffersNothing: calls take the connection again, which nobody answers.
func TestClosedListenerOffersNothing(t *testing.T) {
	t.Parallel()
	network := inproc.NewNetwork()
	lis := network.Listen("echo")
	inproc.Offer(lis, map[string]inproc.Handler{
		echotest.Read: func(context.Context, []byte) (proto.Message, error) { return echotest.NewRequest("x"), nil },
	})
	conn, err := grpc.NewClient(inproc.Target("echo"), network.DialOptions("intake", "echo")...)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.Invoke(t.Context(), echotest.Read, echotest.NewRequest("x"), echotest.NewMessage()))
	require.NoError(t, lis.Close())
	err = conn.Invoke(t.Context(), echotest.Read, echotest.NewRequest("x"), echotest.NewMessage())
	require.Equal(t, codes.Unavailable, status.Code(err))
}

// TestAnswersOfAnotherGoType: whoever knows a message by its description only reads the answer like everyone else.
func TestAnswersOfAnotherGoType(t *testing.T) {
	t.Parallel()
	network := inproc.NewNetwork()
	lis := network.Listen("files")
	t.Cleanup(func() { require.NoError(t, lis.Close()) })
	want := &descriptorpb.FileDescriptorProto{Name: proto.String("a"), Dependency: []string{"b", "c"}}
	inproc.Offer(lis, map[string]inproc.Handler{
		"/a/B": func(context.Context, []byte) (proto.Message, error) { return want, nil },
	})
	conn, err := grpc.NewClient(inproc.Target("files"), network.DialOptions("intake", "files")...)
	require.NoError(t, err)
	defer conn.Close()
	described, same := dynamicpb.NewMessage(want.ProtoReflect().Descriptor()), &descriptorpb.FileDescriptorProto{}
	for _, reply := range []proto.Message{described, same} {
		require.NoError(t, conn.Invoke(t.Context(), "/a/B", echotest.NewRequest("x"), reply))
		require.True(t, proto.Equal(want, reply))
	}
}
