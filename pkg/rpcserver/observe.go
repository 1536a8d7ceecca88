package rpcserver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/logging"
)

// metrics counts and times the calls, by method and code only.
type metrics struct {
	handled *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

func newMetrics() *metrics {
	return &metrics{
		handled: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firstcall_rpc_handled_total", Help: "Calls answered, by method and code.",
		}, []string{"method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "firstcall_rpc_seconds", Help: "Time from a call's arrival to its answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"method"}),
	}
}

// register joins the registry, or takes over the collectors another server of this process registered.
func (m *metrics) register(registry *prometheus.Registry) error {
	if registry == nil {
		return nil
	}
	var err error
	if m.handled, err = join(registry, m.handled); err != nil {
		return err
	}
	m.seconds, err = join(registry, m.seconds)
	return err
}

func join[C prometheus.Collector](registry *prometheus.Registry, c C) (C, error) {
	err := registry.Register(c)
	if known, ok := errors.AsType[prometheus.AlreadyRegisteredError](err); ok {
		if existing, ok := known.ExistingCollector.(C); ok {
			return existing, nil
		}
	}
	if err != nil {
		return c, fmt.Errorf("register call metrics: %w", err)
	}
	return c, nil
}

func (s *Server) measure(ctx context.Context, c *call, next func(context.Context) error) error {
	err := next(ctx)
	s.metrics.handled.WithLabelValues(c.name, c.code().String()).Inc()
	s.metrics.seconds.WithLabelValues(c.name).Observe(s.elapsed(c).Seconds())
	return err
}

func (s *Server) elapsed(c *call) time.Duration { return s.cfg.Clock.Now().Sub(c.started) }

// logCall writes the one line of the call: never the payload, never metadata. The handler's own lines carry the
// request id.
func (s *Server) logCall(ctx context.Context, c *call, next func(context.Context) error) error {
	err := next(logging.With(ctx, s.log.WithLazy(zap.String("request_id", c.requestID))))
	entry := s.log.Check(level(c), "call")
	if entry == nil {
		return err
	}
	fields := []zap.Field{
		zap.String("request_id", c.requestID),
		zap.String("method", c.name),
		zap.String("code", c.code().String()),
		zap.Float64("duration_ms", float64(s.elapsed(c))/float64(time.Millisecond)),
		zap.String("caller", c.identity.Caller),
		zap.Strings("role", roles(c)),
	}
	if c.failure != nil {
		fields = append(fields, zap.String("reason", string(c.failure.Reason)))
		if c.err != error(c.failure) || c.failure.Unwrap() != nil { //nolint:errorlint // wrapped, or with a cause
			fields = append(fields, zap.Error(c.err))
		}
		if p, ok := errors.AsType[*panicError](c.err); ok {
			fields = append(fields, zap.ByteString("stack", p.stack))
		}
	}
	entry.Write(fields...)
	return err
}

func roles(c *call) []string {
	names := make([]string, len(c.identity.Actor.Roles))
	for i, r := range c.identity.Actor.Roles {
		names[i] = string(r)
	}
	return names
}

// level keeps reads quiet, shows writes, and calls for a person only when the fault is ours.
func level(c *call) zapcore.Level {
	switch code := c.code(); {
	case code == errs.OK && (c.method == nil || c.method.ReadOnly()):
		return zap.DebugLevel
	case code == errs.OK || code == errs.Canceled:
		return zap.InfoLevel
	case code.Ours():
		return zap.ErrorLevel
	default:
		return zap.WarnLevel
	}
}
