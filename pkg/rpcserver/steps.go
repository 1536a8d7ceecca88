package rpcserver

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/requestid"
)

// minUseful is the time below which starting a call is a waste: the caller is gone before the answer.
const minUseful = 10 * time.Millisecond

var errDraining = errs.New(errs.Unavailable, errs.ReasonUnavailable, "the service is shutting down")

// requestID takes the caller's request id over, or makes one and tells the caller.
func (s *Server) requestID(ctx context.Context, c *call, next func(context.Context) error) error {
	c.started = s.cfg.Clock.Now()
	if given := metadata.ValueFromIncomingContext(ctx, requestid.Header); len(given) == 1 && requestid.Valid(given[0]) {
		c.requestID = given[0]
	} else {
		c.requestID = id.New()
		// Fails only when headers were sent already, which no step before this one does.
		_ = grpc.SetHeader(ctx, metadata.Pairs(requestid.Header, c.requestID))
	}
	return next(requestid.With(ctx, c.requestID))
}

// convertErrors turns whatever the handler returned into the status that travels, and keeps the cause for the log.
func (s *Server) convertErrors(ctx context.Context, c *call, next func(context.Context) error) error {
	err := next(ctx)
	if err == nil {
		return nil
	}
	c.failure, c.err = errs.From(wire.FromStatus(err)), err
	return wire.ToStatus(c.failure).Err()
}

// recoverPanic turns a panic into an INTERNAL error. The value is not kept: it may hold anything.
func recoverPanic(ctx context.Context, _ *call, next func(context.Context) error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = errs.Internal(newPanic(value))
		}
	}()
	return next(ctx)
}

// panicError is the trace a panic leaves.
type panicError struct {
	text  string
	stack []byte
}

func newPanic(value any) *panicError {
	p := &panicError{text: fmt.Sprintf("panic with a %T", value), stack: debug.Stack()}
	// The runtime's own errors speak of types and indexes only.
	if fault, ok := value.(runtime.Error); ok {
		p.text = "panic: " + fault.Error()
	}
	return p
}

// Error implements error.
func (p *panicError) Error() string { return p.text }

// boundTime cuts the call's deadline to the method's. Deadlines belong to the transport and run on the real clock.
func (s *Server) boundTime(ctx context.Context, c *call, next func(context.Context) error) error {
	if c.method == nil || (c.method.Deadline == 0 && c.method.Stream) {
		return outOfTime(ctx, next(ctx))
	}
	now, limit := clock.System().Now(), c.method.Deadline
	deadline, has := ctx.Deadline()
	if has && deadline.Sub(now) < minUseful {
		return errs.From(context.DeadlineExceeded)
	}
	if !has || deadline.Sub(now) > limit {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	return outOfTime(ctx, next(ctx))
}

// outOfTime says so when a fault is only the consequence of an ended context: drivers report an interrupted
// statement in many ways.
func outOfTime(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	if errs.CodeOf(wire.FromStatus(err)) != errs.CodeInternal && !errors.Is(err, context.Canceled) {
		return err
	}
	return errs.From(context.Cause(ctx)).Wrap(err)
}
