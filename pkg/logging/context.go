package logging

import (
	"context"

	"go.uber.org/zap"
)

type key struct{}

// With returns a context that carries the logger.
func With(ctx context.Context, log *zap.Logger) context.Context {
	return context.WithValue(ctx, key{}, log)
}

// From returns the logger of ctx, which adds the request id to its lines; one that writes nothing when ctx has none.
func From(ctx context.Context) *zap.Logger {
	if log, ok := ctx.Value(key{}).(*zap.Logger); ok {
		return log
	}
	return nop
}

var nop = zap.NewNop()
