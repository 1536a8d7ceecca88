package inproc

import (
	"context"
	"net"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Handler answers a unary call. It takes the request as it travels. Its answer, which it makes for this call and keeps nothing
// of, becomes the caller's.
type Handler func(ctx context.Context, request []byte) (proto.Message, error)

// Offer lets unary calls go straight to their handlers, by full method name, until lis is closed. lis is a listener of a
// Network; another is left as it is. A call then costs no framing and no goroutine that is made for it, and is otherwise
// what it is over a connection: the same messages, metadata, deadline, peer, headers, trailers and errors.
func Offer(lis net.Listener, handlers map[string]Handler) {
	if l, ok := lis.(*listener); ok {
		l.take(&offer{handlers, newWorkers()})
	}
}

// offer is what of a service may be called straight, and who does it.
type offer struct {
	handlers map[string]Handler
	workers  *workers
}

// take makes o the offer from now on, nil to offer nothing.
func (l *listener) take(o *offer) {
	if last := l.offer.Swap(o); last != nil {
		last.workers.end()
	}
}

// straight makes the calls of caller that the listener's service offers. The others take the connection: streams, health,
// and all there are before the service serves and after it stopped.
func (l *listener) straight(caller string) grpc.UnaryClientInterceptor {
	who := &peer.Peer{Addr: address(caller), LocalAddr: l.Addr(), AuthInfo: info(caller)}
	return func(
		ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
	) error {
		if o := l.offer.Load(); o != nil && caller != "" {
			if handle, ok := o.handlers[method]; ok {
				c := call{stream: stream{method: method}, opts: opts, workers: o.workers}
				return c.make(ctx, who, handle, req.(proto.Message), reply.(proto.Message))
			}
		}
		return invoke(ctx, method, req, reply, conn, opts...)
	}
}

// call is one call on its way.
type call struct {
	stream  stream
	opts    []grpc.CallOption
	workers *workers
}

type answer struct {
	message proto.Message
	err     error
}

// make calls the handler and, as over a connection, waits for it no longer than ctx lasts.
func (c *call) make(ctx context.Context, who *peer.Peer, handle Handler, req, reply proto.Message) error {
	request, err := proto.Marshal(req)
	if err != nil {
		return status.Errorf(codes.Internal, "in-process call: %v", err)
	}
	serving, cancel := c.serving(ctx, who)
	defer cancel()
	answered := make(chan answer, 1)
	c.workers.do(func() {
		message, err := handle(serving, request)
		answered <- answer{message, err}
	})
	select {
	case a := <-answered:
		c.hear()
		if a.err != nil {
			return a.err
		}
		return take(reply, a.message)
	case <-ctx.Done():
		return status.FromContextError(ctx.Err()).Err()
	}
}

// take makes reply the answer. Where they are of different Go types the answer travels as it would over a connection.
func take(reply, answer proto.Message) error {
	from, to := answer.ProtoReflect(), reply.ProtoReflect()
	if from.Type() != to.Type() {
		b, err := proto.Marshal(answer)
		if err == nil {
			err = proto.Unmarshal(b, reply)
		}
		if err != nil {
			return status.Errorf(codes.Internal, "in-process call: %v", err)
		}
		return nil
	}
	proto.Reset(reply)
	from.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		to.Set(f, v)
		return true
	})
	to.SetUnknown(from.GetUnknown())
	return nil
}

// serving is the context at the other end, which shares nothing with the caller's but when it ends and what it sends.
func (c *call) serving(ctx context.Context, who *peer.Peer) (context.Context, context.CancelFunc) {
	out := peer.NewContext(context.Background(), who)
	if md, ok := metadata.FromOutgoingContext(ctx); ok {
		out = metadata.NewIncomingContext(out, md)
	}
	out = grpc.NewContextWithServerTransportStream(out, &c.stream)
	cancel := context.CancelFunc(nil)
	if deadline, ok := ctx.Deadline(); ok {
		out, cancel = context.WithDeadline(out, deadline)
	} else {
		out, cancel = context.WithCancel(out)
	}
	stop := context.AfterFunc(ctx, cancel)
	return out, func() {
		stop()
		cancel()
	}
}

// hear hands header and trailer to whoever asked for them.
func (c *call) hear() {
	c.stream.mu.Lock()
	defer c.stream.mu.Unlock()
	for _, o := range c.opts {
		switch o := o.(type) {
		case grpc.HeaderCallOption:
			*o.HeaderAddr = c.stream.header
		case grpc.TrailerCallOption:
			*o.TrailerAddr = c.stream.trailer
		}
	}
}

// stream keeps what a handler sends beside its answer.
type stream struct {
	method string

	mu              sync.Mutex
	header, trailer metadata.MD
}

// Method implements grpc.ServerTransportStream.
func (s *stream) Method() string { return s.method }

// SetHeader implements grpc.ServerTransportStream.
func (s *stream) SetHeader(md metadata.MD) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.header = metadata.Join(s.header, md)
	return nil
}

// SendHeader implements grpc.ServerTransportStream; headers travel with the answer.
func (s *stream) SendHeader(md metadata.MD) error { return s.SetHeader(md) }

// SetTrailer implements grpc.ServerTransportStream.
func (s *stream) SetTrailer(md metadata.MD) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trailer = metadata.Join(s.trailer, md)
	return nil
}
