// Package scheduling is the service that knows providers, rooms, calendars, holds and appointments. It knows no
// person, only an opaque inquiry id.
package scheduling

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/run"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/outside"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/rpc"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/store"
)

// Service is the scheduling service.
type Service struct {
	cfg       Config
	deps      Deps
	bell      *doorbell
	scheduler *domain.Scheduler
	calendars *domain.Calendars
	own       *run.Closers
}

// Migrations returns the schema's history, a folder per engine.
func Migrations() fs.FS { return store.Migrations() }

// New returns the service over a migrated database, with what Config.Seed names made.
func New(ctx context.Context, cfg Config, deps Deps) (_ *Service, err error) {
	cfg = cfg.withDefaults()
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("scheduling: %w", err)
	}
	s := &Service{cfg: cfg, own: &run.Closers{}}
	s.deps = s.complete(deps)
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("scheduling: %w", err), s.Close())
		}
	}()
	if err := s.Ready(ctx); err != nil {
		return nil, err
	}
	practice, err := domain.Zone(cfg.PracticeTimeZone)
	if err != nil {
		return nil, err
	}
	s.bell = newDoorbell(s.deps.Ephemeral)
	fallback := ephemeral.Memory(s.deps.Clock)
	s.own.AddFunc("hold budgets", fallback.Close)
	rules := domain.Rules{
		HoldFor: cfg.HoldFor, HoldExtensions: cfg.HoldExtensions, Poll: cfg.PollInterval,
		Budget: newBudget(s.deps.Ephemeral, fallback, cfg.HoldBudget, cfg.HoldFor),
	}
	s.scheduler, err = domain.NewScheduler(ctx, store.New(s.deps.DB, s.deps.Clock, practice, cfg.Types), s.deps.Clock, s.bell,
		practice, cfg.Types, rules)
	if err != nil {
		return nil, err
	}
	s.calendars = domain.NewCalendars(s.scheduler, outside.NewClient(cfg.Outside), domain.Looking{
		Interval: cfg.BusyInterval, StaleAfter: cfg.BusyStaleAfter, Timeout: busyTimeout,
	})
	return s, s.seed(ctx)
}

// complete fills in what the process did not give.
func (s *Service) complete(deps Deps) Deps {
	if deps.Clock == nil {
		deps.Clock = clock.System()
	}
	if deps.Log == nil {
		deps.Log = zap.NewNop()
	}
	if deps.Ephemeral == nil {
		memory := ephemeral.Memory(deps.Clock)
		s.own.AddFunc("doorbell", memory.Close)
		deps.Ephemeral = memory
	}
	return deps
}

// Register adds the service's three faces to a server.
func (s *Service) Register(reg grpc.ServiceRegistrar) { rpc.Register(reg, s.scheduler, s.calendars) }

// Run tidies up, looks at calendars elsewhere and rings the doorbell until ctx ends. It returns nil then.
func (s *Service) Run(ctx context.Context) error {
	group, _ := run.NewGroup(ctx)
	group.Go("sweeper", s.sweep)
	group.Go("calendars elsewhere", s.lookOutside)
	group.Go("doorbell", func(ctx context.Context) error {
		s.bell.run(ctx)
		return nil
	})
	return group.Wait()
}

// Ready reports whether the database answers and is migrated.
func (s *Service) Ready(ctx context.Context) error {
	behind, err := sqldb.Behind(ctx, s.deps.DB, Migrations())
	if err != nil {
		return err
	}
	if behind {
		return errors.New("the database is not migrated")
	}
	return nil
}

// Close releases what New made. The database stays open.
func (s *Service) Close() error { return s.own.Close(context.Background()) }
