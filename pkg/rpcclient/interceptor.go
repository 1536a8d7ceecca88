package rpcclient

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/policy"
	"github.com/firstcall-health/firstcall/pkg/requestid"
)

const (
	// headroom is what a hop keeps for itself, so that it can still answer when the next one runs out of time.
	headroom = 20 * time.Millisecond
	// defaultDeadline bounds calls of methods without a policy, such as health checks.
	defaultDeadline = 5 * time.Second
)

type client struct {
	methods map[string]policy.Method
}

func (c *client) unary(
	ctx context.Context, method string, req, reply any,
	conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
) error {
	limit := c.methods[method].Deadline
	if limit <= 0 {
		limit = defaultDeadline
	}
	ctx, cancel, err := bound(ctx, limit)
	if err != nil {
		return err
	}
	defer cancel()
	return wire.FromStatus(invoke(outgoing(ctx), method, req, reply, conn, opts...))
}

// stream bounds a stream only when its method has a deadline; the caller's context ends it otherwise.
func (c *client) stream(
	ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string,
	open grpc.Streamer, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	cancel := context.CancelFunc(func() {})
	if limit := c.methods[method].Deadline; limit > 0 {
		var err error
		if ctx, cancel, err = bound(ctx, limit); err != nil {
			return nil, err
		}
	}
	inner, err := open(outgoing(ctx), desc, conn, method, opts...)
	if err != nil {
		cancel()
		return nil, wire.FromStatus(err)
	}
	return &clientStream{ClientStream: inner, cancel: cancel}, nil
}

// bound gives the call the method's time, or a little less than what is left of the caller's own.
func bound(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc, error) {
	now := clock.System().Now()
	deadline := now.Add(limit)
	if outer, ok := ctx.Deadline(); ok {
		outer = outer.Add(-headroom)
		if !outer.After(now) {
			return nil, nil, errs.From(context.DeadlineExceeded)
		}
		if outer.Before(deadline) {
			deadline = outer
		}
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	return ctx, cancel, nil
}

// outgoing hands on the request id, made here when the work began in this process, and the acting person.
func outgoing(ctx context.Context) context.Context {
	request := requestid.From(ctx)
	if request == "" {
		request = id.New()
	}
	if token := identity.From(ctx).Token; token != "" {
		return metadata.AppendToOutgoingContext(ctx, requestid.Header, request, identity.Metadata, token)
	}
	return metadata.AppendToOutgoingContext(ctx, requestid.Header, request)
}

// clientStream converts errors and frees the stream's timer at its end.
type clientStream struct {
	grpc.ClientStream
	cancel context.CancelFunc
}

// SendMsg implements grpc.ClientStream.
func (s *clientStream) SendMsg(m any) error { return streamError(s.ClientStream.SendMsg(m)) }

// CloseSend implements grpc.ClientStream.
func (s *clientStream) CloseSend() error { return streamError(s.ClientStream.CloseSend()) }

// RecvMsg implements grpc.ClientStream.
func (s *clientStream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	if err != nil {
		s.cancel()
	}
	return streamError(err)
}

// streamError leaves io.EOF, which is no failure, alone.
func streamError(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return wire.FromStatus(err)
}
