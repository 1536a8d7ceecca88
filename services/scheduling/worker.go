package scheduling

import (
	"context"
	"fmt"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// sweep tidies up at every interval. Nothing depends on it: every reader honours the instants itself.
func (s *Service) sweep(ctx context.Context) error {
	ticker := s.deps.Clock.NewTicker(s.cfg.SweepInterval)
	defer ticker.Stop()
	for {
		if err := s.scheduler.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.deps.Log.Warn("sweeping failed", zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C():
		}
	}
}

// seed makes what must exist.
func (s *Service) seed(ctx context.Context) error {
	for _, site := range s.cfg.Seed.Sites {
		if err := s.scheduler.EnsureSite(ctx, site); err != nil {
			return fmt.Errorf("seed site: %w", err)
		}
	}
	for _, r := range s.cfg.Seed.Rooms {
		if err := s.scheduler.EnsureRoom(ctx, r); err != nil {
			return fmt.Errorf("seed room: %w", err)
		}
	}
	for _, c := range s.cfg.Seed.Coordinators {
		types := c.Types
		if len(types) == 0 {
			types = []string{"consultation"}
		}
		if _, err := s.scheduler.EnsureProvider(ctx, domain.Provider{
			ID: c.ID, DisplayName: c.DisplayName, Types: types,
			Schedule: domain.Schedule{TimeZone: c.TimeZone, Hours: c.Hours},
		}); err != nil {
			return fmt.Errorf("seed coordinator: %w", err)
		}
	}
	return nil
}

// channel is the doorbell's name in the ephemeral store.
const channel = "firstcall.scheduling.changes"

// doorbell implements domain.Bell. Ringing never waits for the store: run does the publishing.
type doorbell struct {
	store ephemeral.Store
	rung  chan struct{}
}

func newDoorbell(store ephemeral.Store) *doorbell {
	return &doorbell{store: store, rung: make(chan struct{}, 1)}
}

// Ring implements domain.Bell.
func (d *doorbell) Ring() {
	select {
	case d.rung <- struct{}{}:
	default:
	}
}

// Listen implements domain.Bell.
func (d *doorbell) Listen(ctx context.Context) (<-chan string, error) {
	return d.store.Subscribe(ctx, channel)
}

func (d *doorbell) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.rung:
			// A lost ring only makes watchers wait for their next look.
			_ = d.store.Publish(ctx, channel, "")
		}
	}
}
