// Package edge is the HTTP face of Firstcall: what may come in, as whom, how much of it, and what goes out. The public
// and the staff listener are two handlers that share nothing but the connections to the services.
package edge

import (
	"context"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

// Common is what both listeners need.
type Common struct {
	// TrustedProxies is how many proxies in front append to X-Forwarded-For.
	TrustedProxies int
	// HTTPS says that clients reach the listener over https.
	HTTPS bool
	// Ready says whether the services behind answer.
	Ready func(ctx context.Context) error
	// Clock measures requests.
	Clock clock.Clock
	// Log receives one line per request.
	Log *zap.Logger
	// Observe is told of every answered request; may be nil.
	Observe func(route string, status int, took time.Duration)
}

// listener is the outermost handler: every request passes it exactly once.
type listener struct {
	Common
	next http.Handler
}

// ServeHTTP implements http.Handler.
func (l *listener) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	start := l.Clock.Now()
	w := &response{ResponseWriter: rw}
	request := l.requestID(r)
	ctx := requestid.With(r.Context(), request)
	ctx = limit.WithSource(ctx, limit.SourceOf(r, l.TrustedProxies))
	scrub(r.Header)
	secure(w.Header(), l.HTTPS)
	w.Header()["X-Request-Id"] = []string{request}
	r = r.WithContext(ctx)
	defer l.finish(w, r, start)
	l.next.ServeHTTP(w, r)
}

// requestID takes over the id of a trusted proxy and makes one otherwise.
func (l *listener) requestID(r *http.Request) string {
	if given := r.Header.Get("X-Request-Id"); l.TrustedProxies > 0 && requestid.Valid(given) {
		return given
	}
	return id.New()
}

// finish turns a panic into an answer and writes the request's one line of log.
func (l *listener) finish(w *response, r *http.Request, start time.Time) {
	fields := make([]zap.Field, 0, 8)
	fault := recover()
	if fault != nil {
		if fault == http.ErrAbortHandler { //nolint:errorlint // panicked with as it is
			panic(fault)
		}
		fields = append(fields, zap.Stack("stack"))
		if w.status == 0 {
			problem.Write(w, r, errs.New(errs.CodeInternal, errs.ReasonInternal, "something went wrong on our side"))
		}
	}
	if w.quiet {
		return
	}
	took := l.Clock.Now().Sub(start)
	if l.Observe != nil {
		l.Observe(w.route, w.status, took)
	}
	fields = append(fields,
		zap.String("request_id", requestid.From(r.Context())),
		zap.String("route", w.route),
		zap.Int("status", w.status),
		zap.Float64("duration_ms", float64(took.Microseconds())/1000))
	if w.err != nil {
		fields = append(fields, zap.String("reason", string(errs.ReasonOf(w.err))))
	}
	switch {
	case fault != nil || errs.CodeOf(w.err) == errs.CodeInternal:
		l.Log.Error("request", append(fields, zap.Error(w.err))...)
	case errs.CodeOf(w.err).Ours():
		l.Log.Warn("request", append(fields, zap.Error(w.err))...)
	case w.route == probe:
		l.Log.Debug("request", fields...)
	default:
		l.Log.Info("request", fields...)
	}
}
