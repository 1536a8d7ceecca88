package run

import (
	"context"
	"os/signal"
	"syscall"
)

// SignalContext returns a context that ends at SIGINT or SIGTERM. A second
// signal then ends the process at once. stop releases the signals.
func SignalContext(ctx context.Context) (_ context.Context, stop context.CancelFunc) {
	ctx, stop = signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // back to the default behaviour after the first
	return ctx, stop
}
