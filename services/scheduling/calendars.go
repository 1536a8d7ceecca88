package scheduling

import (
	"context"
	"time"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const (
	// busyTimeout bounds one look at a calendar elsewhere; RefreshBusyCalendar may take a little longer.
	busyTimeout = 8 * time.Second
	// busyTick is how often a replica asks whether a calendar is due.
	busyTick = 15 * time.Second
)

// lookOutside looks at the calendars elsewhere as they come due. Several replicas share them by leases.
func (s *Service) lookOutside(ctx context.Context) error {
	ticker := s.deps.Clock.NewTicker(busyTick)
	defer ticker.Stop()
	for {
		for s.lookAtOne(ctx) {
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.calendars.Woken():
		case <-ticker.C():
		}
	}
}

// lookAtOne reports whether there may be another.
func (s *Service) lookAtOne(ctx context.Context) bool {
	b, found, err := s.calendars.RefreshDue(ctx)
	switch {
	case ctx.Err() != nil:
		return false
	case err != nil:
		s.deps.Log.Warn("looking at a calendar elsewhere failed", zap.String("component", "scheduling"), zap.Error(err))
		return false
	case b.Problem != domain.NoProblem:
		s.deps.Log.Info("a calendar elsewhere cannot be read", zap.String("component", "scheduling"),
			zap.String("resource", "busyCalendars/"+b.ID), zap.String("reason", string(b.Problem)))
	}
	return found
}
