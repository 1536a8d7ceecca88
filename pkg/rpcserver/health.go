package rpcserver

import (
	"context"
	"sync"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"
	grpchealth "google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	// liveness is the health name that asks only whether the process answers.
	liveness = "liveness"
	// readyCheckTime bounds one readiness check.
	readyCheckTime = 2 * time.Second
)

// health answers Check for "" and every service with the server's readiness, and for liveness always with SERVING.
// Watch is not offered: its streams would outlive a shutdown.
type health struct {
	healthpb.UnimplementedHealthServer
	inner *grpchealth.Server

	mu       sync.Mutex
	services []string
	ready    bool
}

func newHealth() *health {
	h := &health{inner: grpchealth.NewServer(), services: []string{""}}
	h.inner.SetServingStatus("", healthpb.HealthCheckResponse_NOT_SERVING)
	h.inner.SetServingStatus(liveness, healthpb.HealthCheckResponse_SERVING)
	return h
}

func (h *health) register(server *grpc.Server, services []string) {
	healthpb.RegisterHealthServer(server, h)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.services = append(h.services, services...)
	h.publish()
}

// set returns what the readiness was before.
func (h *health) set(ready bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.ready
	h.ready = ready
	h.publish()
	return before
}

func (h *health) publish() {
	status := healthpb.HealthCheckResponse_NOT_SERVING
	if h.ready {
		status = healthpb.HealthCheckResponse_SERVING
	}
	for _, name := range h.services {
		h.inner.SetServingStatus(name, status)
	}
}

// Check implements healthpb.HealthServer.
func (h *health) Check(
	ctx context.Context, req *healthpb.HealthCheckRequest,
) (*healthpb.HealthCheckResponse, error) {
	return h.inner.Check(ctx, req)
}

// SetReady tells health checks whether calls are welcome. A new server is not ready.
func (s *Server) SetReady(ready bool) { s.setReady(ready) }

// setReady returns what the readiness was before. A server that shuts down stays not ready.
func (s *Server) setReady(ready bool) bool {
	return s.health.set(ready && s.draining.Err() == nil)
}

// startingInterval is how often a server that was never ready asks again: whoever starts it waits for that.
const startingInterval = 20 * time.Millisecond

// WatchReady keeps the readiness what check says, asking at once, often until it is ready for the first time and then
// every interval, until ctx ends. It logs the changes.
func (s *Server) WatchReady(ctx context.Context, interval time.Duration, check func(context.Context) error) error {
	for started := false; ; {
		started = s.updateReady(ctx, check) || started
		pause := interval
		if !started {
			pause = min(interval, startingInterval)
		}
		timer := s.cfg.Clock.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C():
		}
	}
}

// updateReady asks once and returns whether the answer was yes.
func (s *Server) updateReady(ctx context.Context, check func(context.Context) error) bool {
	bounded, cancel := context.WithTimeout(ctx, readyCheckTime)
	defer cancel()
	err := check(bounded)
	if ctx.Err() != nil {
		return false
	}
	before := s.setReady(err == nil)
	switch {
	case err != nil && before:
		s.log.Warn("not ready", zap.Error(err))
	case err == nil && !before:
		s.log.Info("ready")
	}
	return err == nil
}
