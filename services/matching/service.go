package matching

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
	"github.com/firstcall-health/firstcall/services/matching/internal/rpc"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// startPause is the wait before what has to be done at the start is tried again.
const startPause = 500 * time.Millisecond

// Why the service is not ready.
var (
	errStarting = errors.New("matching: the therapists are still being read")
	errBehind   = errors.New("matching: the database is not migrated")
)

// Service is matching. Register it on a server, then Run it.
type Service struct {
	cfg      Config
	deps     Deps
	matching *domain.Matching
	staff    *rpc.MatchingServer
	pairing  *rpc.PairingServer
	outcomes *outcome.Outcomes
	// started is true once the first therapists are there and the index of all of them is made.
	started atomic.Bool
}

// New returns the service; nothing runs yet.
func New(_ context.Context, cfg Config, deps Deps) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if deps.DB == nil || deps.Clock == nil || deps.Log == nil || deps.Scheduling == nil || deps.Keyring == nil {
		return nil, errors.New("matching: DB, Clock, Log, Scheduling and Keyring are required")
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	calendar := rpc.NewCalendar(deps.Scheduling, rpc.CalendarConfig{
		Zone: cfg.TimeZone, FirstSession: cfg.FirstSessionType, Horizon: cfg.Horizon, PerTherapist: cfg.OpeningsPerTherapist,
	})
	kept := store.New(deps.DB, deps.Keyring)
	m := domain.New(kept, calendar, deps.Clock, domain.Rules{
		Zone: cfg.TimeZone, State: cfg.State, ProposalTTL: cfg.ProposalTTL, ReservationTTL: cfg.ReservationTTL,
	})
	staff, err := rpc.NewMatchingServer(m)
	if err != nil {
		return nil, err
	}
	outcomes := outcome.New(kept, deps.Clock, zone)
	return &Service{
		cfg: cfg, deps: deps, matching: m, staff: staff, pairing: rpc.NewPairingServer(m, outcomes), outcomes: outcomes,
	}, nil
}

// Register adds matching's services to a server.
func (s *Service) Register(r grpc.ServiceRegistrar) {
	matchingv1.RegisterMatchingServiceServer(r, s.staff)
	matchingv1.RegisterPairingServiceServer(r, s.pairing)
	matchingv1.RegisterOutcomeServiceServer(r, rpc.NewOutcomeServer(s.outcomes))
}

// Run adds the first therapists and reads all there are, then tidies up now and then until ctx ends. It returns nil then.
func (s *Service) Run(ctx context.Context) error {
	for !s.started.Load() {
		var err error
		if len(s.cfg.Seed) > 0 {
			err = s.matching.Seed(ctx, s.cfg.Seed)
		}
		if err == nil {
			err = s.matching.Refresh(ctx)
		}
		if err == nil {
			s.started.Store(true)
			break
		}
		if ctx.Err() == nil {
			s.deps.Log.Warn("the first therapists could not be added, or the therapists not be read, yet", zap.Error(err))
		}
		if !s.pause(ctx, startPause) {
			return nil
		}
	}
	var learned time.Time
	for s.pause(ctx, s.cfg.SweepEvery) {
		err := errors.Join(s.matching.Sweep(ctx), s.matching.SyncProviders(ctx), s.matching.Refresh(ctx))
		if now := s.deps.Clock.Now(); now.Sub(learned) >= s.cfg.LearnEvery {
			learned = now
			_, failed := s.outcomes.Learn(ctx)
			err = errors.Join(err, failed, s.forecast(ctx))
		}
		if err != nil && ctx.Err() == nil {
			s.deps.Log.Warn("tidying up failed and will be tried again", zap.Error(err))
		}
	}
	return nil
}

// forecast computes the prices of scarce therapists anew when it is time. Without enough of a past there is nothing to tell.
func (s *Service) forecast(ctx context.Context) error {
	p, done, err := s.matching.Forecast(ctx)
	if done && p.Ways > 0 {
		s.deps.Log.Info("prices were forecast", zap.Int("ways", p.Ways), zap.Int("needs", p.Needs), zap.Int("waiting", p.Waiting),
			zap.Int("therapists", p.Therapists), zap.Int("priced", len(p.Prices)))
	}
	return err
}

// pause waits and reports whether ctx still runs.
func (s *Service) pause(ctx context.Context, d time.Duration) bool {
	timer := s.deps.Clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C():
		return ctx.Err() == nil
	}
}

// Ready says why the service cannot answer yet; nil when it can.
func (s *Service) Ready(ctx context.Context) error {
	if !s.started.Load() {
		return errStarting
	}
	behind, err := sqldb.Behind(ctx, s.deps.DB, Migrations())
	if err == nil && behind {
		err = errBehind
	}
	return err
}

// Replayed says how many decisions were computed again, and how many of which version were not.
type Replayed = domain.Replayed

// ReplayDecisions computes every decision again that this version of the engine stored; the error names the first that was not
// reproduced.
func ReplayDecisions(ctx context.Context, db *sqldb.DB, c clock.Clock) (Replayed, error) {
	return domain.New(store.New(db, nil), nil, c, domain.Rules{}).ReplayDecisions(ctx)
}

// Close releases what the service made; it holds nothing of its own.
func (s *Service) Close() error { return nil }
