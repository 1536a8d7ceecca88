package rpcserver

import (
	"context"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/inproc"
)

// direct answers the unary calls of this process without a connection, through the same chain as all others.
type direct struct {
	handlers map[string]inproc.Handler

	mu      sync.RWMutex // held to begin a call, and alone to take no more
	running sync.WaitGroup
	ended   context.Context
	end     context.CancelCauseFunc
}

func newDirect() *direct {
	d := &direct{handlers: map[string]inproc.Handler{}}
	d.ended, d.end = context.WithCancelCause(context.Background())
	return d
}

// RegisterService implements grpc.ServiceRegistrar.
func (s *Server) RegisterService(desc *grpc.ServiceDesc, impl any) {
	s.grpc.RegisterService(desc, impl)
	for _, m := range desc.Methods {
		s.direct.handlers["/"+desc.ServiceName+"/"+m.MethodName] = s.directly(impl, m.Handler)
	}
}

func (s *Server) directly(impl any, handle grpc.MethodHandler) inproc.Handler {
	return func(ctx context.Context, request []byte) (proto.Message, error) {
		ctx, end, err := s.begin(ctx)
		if err != nil {
			return nil, err
		}
		defer end()
		if err := fits(len(request), maxReceive); err != nil {
			return nil, err
		}
		reply, err := handle(impl, ctx, func(m any) error { return proto.Unmarshal(request, m.(proto.Message)) }, s.unary)
		if err != nil {
			return nil, err
		}
		message, _ := reply.(proto.Message)
		return message, fits(proto.Size(message), maxSend)
	}
}

// fits says as gRPC does that a message is too large.
func fits(bytes, most int) error {
	if bytes > most {
		return status.Errorf(codes.ResourceExhausted, "a message of %d bytes, larger than %d", bytes, most)
	}
	return nil
}

// begin refuses a call once the server drains, and otherwise returns its context, which also ends when running calls are
// cut off.
func (s *Server) begin(ctx context.Context) (context.Context, func(), error) {
	s.direct.mu.RLock()
	defer s.direct.mu.RUnlock()
	if s.draining.Err() != nil {
		return nil, nil, wire.ToStatus(errDraining).Err()
	}
	s.direct.running.Add(1)
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.direct.ended, cancel)
	return ctx, func() {
		stop()
		cancel()
		s.direct.running.Done()
	}, nil
}
