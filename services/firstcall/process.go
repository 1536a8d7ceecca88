// Package firstcall joins the services into the one binary: every role in one process, or each in its own.
package firstcall

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/run"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// Addresses are where a running process answers; empty for what its role does not have.
type Addresses struct {
	Public, Staff, GRPC, Health string
}

// process is one running Firstcall: its shared parts, and what must be undone in reverse when it stops.
type process struct {
	cfg     Config
	log     *zap.Logger
	clock   clock.Clock
	metrics *prometheus.Registry

	network   *inproc.Network
	tls       *tlsconf.Source
	keys      identityKeys
	ephemeral ephemeral.Store

	group   *run.Group
	ctx     context.Context
	closers run.Closers
	ready   []func(context.Context) error
	addrs   Addresses
}

// Run starts the roles of cfg, calls ready once all of them answer, and stops them in order when ctx ends or one fails.
func Run(ctx context.Context, cfg Config, log *zap.Logger, ready func(Addresses)) (err error) {
	p, err := newProcess(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()

	if err := p.start(ctx); err != nil {
		return err
	}
	if err := p.awaitReady(ctx); err != nil {
		return err
	}
	ready(p.addrs)
	select {
	case <-ctx.Done():
		return nil
	case <-p.ctx.Done():
		return context.Cause(p.ctx)
	}
}

// newProcess checks the settings; nothing runs yet.
func newProcess(ctx context.Context, cfg Config, log *zap.Logger) (*process, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	p := &process{
		cfg: cfg, log: log, clock: clock.System(), metrics: prometheus.NewRegistry(), network: inproc.NewNetwork(),
	}
	p.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	p.group, p.ctx = run.NewGroup(context.WithoutCancel(ctx))
	return p, nil
}

// start brings the roles up from the inside out: what is called before who calls it.
func (p *process) start(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		p.openIdentity, p.openEphemeral, p.openHealth, p.openDebug,
		p.startScheduling, p.startMatching, p.startIntake, p.startGateway,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stop undoes the start in reverse, the edge before the inside, within the configured time.
func (p *process) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), p.cfg.Shutdown)
	defer cancel()
	err := p.closers.Close(ctx)
	if waitErr := p.group.Wait(); waitErr != nil && !errors.Is(waitErr, context.Canceled) {
		return errors.Join(err, waitErr)
	}
	return err
}

// background runs fn until the process stops, at fn's place in the order.
func (p *process) background(name string, fn func(ctx context.Context) error) {
	ctx, cancel := context.WithCancel(p.ctx)
	done := make(chan struct{})
	p.group.Go(name, func(context.Context) error {
		defer close(done)
		err := fn(ctx)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
	p.closers.Add(name, func(closing context.Context) error {
		cancel()
		select {
		case <-done:
			return nil
		case <-closing.Done():
			return context.Cause(closing)
		}
	})
}

// awaitReady waits until every role answers, or one fails.
func (p *process) awaitReady(ctx context.Context) error {
	ticker := p.clock.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		if p.isReady(ctx) == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-p.ctx.Done():
			return context.Cause(p.ctx)
		case <-ticker.C():
		}
	}
}

func (p *process) isReady(ctx context.Context) error {
	for _, check := range p.ready {
		if err := check(ctx); err != nil {
			return err
		}
	}
	return nil
}

// listen opens a TCP listener that is closed when the process stops.
func (p *process) listen(ctx context.Context, what, addr string) (net.Listener, error) {
	lis, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return lis, nil
}
