package firstcall

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// openHealth serves what the platform asks on a plain port: /healthz is about the process only, /readyz about what it
// needs, /metrics for the scraper.
func (p *process) openHealth(ctx context.Context) error {
	if p.cfg.HealthAddr == "" {
		return nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if err := p.isReady(ctx); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
		}
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.metrics, promhttp.HandlerOpts{}))
	lis, err := p.listen(ctx, "health_addr", p.cfg.HealthAddr)
	if err != nil {
		return err
	}
	p.addrs.Health = lis.Addr().String()
	p.serveHTTP("health", lis, mux)
	return nil
}

// openDebug serves profiles on loopback.
func (p *process) openDebug(ctx context.Context) error {
	if p.cfg.DebugAddr == "" {
		return nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	lis, err := p.listen(ctx, "debug_addr", p.cfg.DebugAddr)
	if err != nil {
		return err
	}
	p.serveHTTP("debug", lis, mux)
	return nil
}

func (p *process) serveHTTP(name string, lis net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	p.group.Go(name, func(context.Context) error {
		if err := server.Serve(lis); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	p.closers.Add(name, server.Shutdown)
}
