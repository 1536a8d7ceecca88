package gateway

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
)

// healthTime bounds the question to one service.
const healthTime = time.Second

// health asks the services whether they are ready.
type health struct{ services map[string]*grpc.ClientConn }

func newHealth(deps Deps) *health {
	return &health{services: map[string]*grpc.ClientConn{
		"intake": deps.Intake, "scheduling": deps.Scheduling, "matching": deps.Matching,
	}}
}

// check asks all of them at the same time and names those that are not ready.
func (h *health) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(access.AsGateway(ctx), healthTime)
	defer cancel()
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		all error
	)
	for name, conn := range h.services {
		wg.Go(func() {
			reply, err := healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{})
			if err == nil && reply.GetStatus() == healthpb.HealthCheckResponse_SERVING {
				return
			}
			if err == nil {
				err = errors.New("not ready")
			}
			mu.Lock()
			defer mu.Unlock()
			all = errors.Join(all, fmt.Errorf("%s: %w", name, err))
		})
	}
	wg.Wait()
	return all
}
