package rpcserver

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// step is one link of the chain around every call, unary and streaming alike.
type step struct {
	name string
	run  func(ctx context.Context, c *call, next func(context.Context) error) error
}

// call is what the steps tell each other about one call.
type call struct {
	name   string
	method *method // nil for health and reflection
	// request is the message of a unary call; those of a stream are validated as they arrive.
	request any

	requestID string
	started   time.Time
	identity  identity.Identity
	// failure is what the caller is told, err what the handler said, with the cause that the caller is not told.
	failure *errs.Error
	err     error
}

// code is the outcome for log and metrics.
func (c *call) code() errs.Code {
	if c.failure == nil {
		return errs.OK
	}
	return c.failure.Code
}

// chain returns the steps, outermost first. The order is part of the contract:
// access comes before validation, so that a stranger learns nothing about the request; recovery sits inside error
// conversion and logging, so that a panic is one INTERNAL answer and one log line.
func (s *Server) chain() []step {
	return []step{
		{"request_id", s.requestID},
		{"metrics", s.measure},
		{"log", s.logCall},
		{"errors", s.convertErrors},
		{"recovery", recoverPanic},
		{"deadline", s.boundTime},
		{"access", s.checkAccess},
		{"validate", validate},
	}
}

// Order returns the names of the chain's steps, outermost first.
func (s *Server) Order() []string {
	names := make([]string, len(s.steps))
	for i, st := range s.steps {
		names[i] = st.name
	}
	return names
}

func (s *Server) unary(
	ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler,
) (resp any, err error) {
	c := &call{name: info.FullMethod, method: s.methods[info.FullMethod], request: req}
	err = s.walk(ctx, c, 0, func(ctx context.Context) (handled error) {
		resp, handled = handler(ctx, req)
		return handled
	})
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func (s *Server) stream(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	c := &call{name: info.FullMethod, method: s.methods[info.FullMethod]}
	ctx, cancel := context.WithCancelCause(ss.Context())
	defer cancel(nil)
	stop := context.AfterFunc(s.draining, func() { cancel(errDraining) })
	defer stop()
	return s.walk(ctx, c, 0, func(ctx context.Context) error {
		return handler(srv, &serverStream{ServerStream: ss, ctx: ctx, method: c.method})
	})
}

func (s *Server) walk(ctx context.Context, c *call, i int, handle func(context.Context) error) error {
	if i == len(s.steps) {
		return handle(ctx)
	}
	return s.steps[i].run(ctx, c, func(ctx context.Context) error { return s.walk(ctx, c, i+1, handle) })
}

// serverStream gives the handler the chain's context and validates every message it receives.
type serverStream struct {
	grpc.ServerStream
	ctx    context.Context
	method *method
}

// Context implements grpc.ServerStream.
func (s *serverStream) Context() context.Context { return s.ctx }

// RecvMsg implements grpc.ServerStream.
func (s *serverStream) RecvMsg(m any) error {
	if err := s.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	return s.method.validate(m)
}
