// Package rpcserver builds the one gRPC server every service runs on: who may call what, how long it may take, what
// is logged and what the caller learns of a failure are decided here and nowhere else.
package rpcserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// Limits of every server.
const (
	maxReceive      = 1 << 20
	maxSend         = 4 << 20
	maxHeaderList   = 16 << 10
	maxStreams      = 128
	maxStreamsLocal = 1024
	connectTimeout  = 10 * time.Second
	// maxAge makes clients look for new servers now and then; see grpc/grpc-go#6718.
	maxAge      = 5 * time.Minute
	maxAgeGrace = 30 * time.Second
	maxIdle     = 5 * time.Minute
	minPing     = 30 * time.Second
	// workers keep their grown stacks from call to call, which saves a quarter of a hop over memory.
	workers = 16
	// window makes flow control never wait in memory.
	window = 4 << 20
)

// Config is what a server needs.
type Config struct {
	// Name is the service's name as in identity.Actor: intake, matching or scheduling. Required.
	Name string
	// Log receives one line per call. Required.
	Log *zap.Logger
	// Clock measures the calls; the system's by default.
	Clock clock.Clock
	// Verifier checks the identity tokens of calls; without one every token is refused.
	Verifier *identity.Verifier
	// TLS is the certificate for connections from outside the process; without it only in-process connections are
	// accepted.
	TLS *tlsconf.Source
	// Metrics receives the call counters; may be nil.
	Metrics *prometheus.Registry
	// Reflection lets clients list the services.
	Reflection bool
}

// Server is a gRPC server with the product's chain around every method. Register, then Serve, then Shutdown.
type Server struct {
	cfg     Config
	log     *zap.Logger
	grpc    *grpc.Server
	direct  *direct
	health  *health
	steps   []step
	metrics *metrics

	prepareOnce sync.Once
	prepareErr  error
	methods     map[string]*method

	draining context.Context
	drain    context.CancelCauseFunc
}

// New returns a server without services. It has to be shut down, also when it never served.
func New(cfg Config) *Server {
	if cfg.Clock == nil {
		cfg.Clock = clock.System()
	}
	s := &Server{cfg: cfg, log: cfg.Log, metrics: newMetrics(), health: newHealth(), direct: newDirect()}
	s.draining, s.drain = context.WithCancelCause(context.Background())
	s.steps = s.chain()
	s.grpc = grpc.NewServer(s.options()...)
	return s
}

func (s *Server) options() []grpc.ServerOption {
	opts := []grpc.ServerOption{
		grpc.Creds(transport(s.cfg.TLS)),
		grpc.MaxRecvMsgSize(maxReceive),
		grpc.MaxSendMsgSize(maxSend),
		grpc.MaxHeaderListSize(maxHeaderList),
		grpc.ConnectionTimeout(connectTimeout),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: minPing}),
		grpc.UnaryInterceptor(s.unary),
		grpc.StreamInterceptor(s.stream),
		grpc.NumStreamWorkers(workers),
	}
	if s.cfg.TLS == nil {
		return append(opts, grpc.MaxConcurrentStreams(maxStreamsLocal),
			grpc.InitialWindowSize(window), grpc.InitialConnWindowSize(window))
	}
	return append(opts, grpc.MaxConcurrentStreams(maxStreams), grpc.KeepaliveParams(keepalive.ServerParameters{
		MaxConnectionIdle: maxIdle, MaxConnectionAge: maxAge, MaxConnectionAgeGrace: maxAgeGrace,
	}))
}

// Register lets each of the functions register its services.
func (s *Server) Register(registrations ...func(grpc.ServiceRegistrar)) {
	for _, register := range registrations {
		register(s)
	}
}

// Serve answers calls on the listener until Shutdown, and may be called for several listeners. It refuses to start,
// with policy.ErrIncomplete, when a registered method lacks its policy.
func (s *Server) Serve(lis net.Listener) error {
	s.prepareOnce.Do(func() { s.prepareErr = s.prepare() })
	if s.prepareErr != nil {
		return errors.Join(s.prepareErr, lis.Close())
	}
	inproc.Offer(lis, s.direct.handlers)
	if err := s.grpc.Serve(lis); err != nil && !errors.Is(err, grpc.ErrServerStopped) {
		return fmt.Errorf("serve %s: %w", s.cfg.Name, err)
	}
	return nil
}

// prepare runs once, after the last registration and before the first call.
func (s *Server) prepare() error {
	var services []string
	for name := range s.grpc.GetServiceInfo() {
		services = append(services, name)
	}
	methods, err := readMethods(services)
	if err != nil {
		return fmt.Errorf("serve %s: %w", s.cfg.Name, err)
	}
	if err := s.metrics.register(s.cfg.Metrics); err != nil {
		return fmt.Errorf("serve %s: %w", s.cfg.Name, err)
	}
	s.methods = methods
	s.health.register(s.grpc, services)
	if s.cfg.Reflection {
		reflection.Register(s.grpc)
	}
	return nil
}

// Shutdown stops taking calls, ends open streams with UNAVAILABLE, and waits for running calls until ctx ends; what
// then still runs is cut off and reported. It may be called before Serve and more than once.
func (s *Server) Shutdown(ctx context.Context) error {
	s.direct.mu.Lock()
	s.drain(errDraining)
	s.direct.mu.Unlock()
	s.SetReady(false)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.grpc.GracefulStop()
		s.direct.running.Wait()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.direct.end(errDraining)
		s.grpc.Stop()
		<-done
		return fmt.Errorf("shut %s down: calls were cut off: %w", s.cfg.Name, context.Cause(ctx))
	}
}
