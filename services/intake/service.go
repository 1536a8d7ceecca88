// Package intake is the only part of the product that knows who people are: it takes in inquiries, keeps them sealed,
// and leads each from the first contact to the first session, asking scheduling for times and matching for therapists.
package intake

import (
	"context"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/access"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/peers"
	"github.com/firstcall-health/firstcall/services/intake/internal/rpc"
	"github.com/firstcall-health/firstcall/services/intake/internal/store"
)

// Service is intake. Register it on a server, then Run it.
type Service struct {
	cfg    Config
	deps   Deps
	access *access.Access
	intake *domain.Intake
}

// New returns the service. It stores the practice's settings on the first start, and in a demo the staff; nothing else
// runs yet.
func New(ctx context.Context, cfg Config, deps Deps) (*Service, error) {
	if err := deps.validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	staff, err := newAccess(ctx, cfg, deps)
	if err != nil {
		return nil, err
	}
	practice := &settings{access: staff, clock: deps.Clock}
	sender, err := newPost(cfg, deps.Clock, practice)
	if err != nil {
		return nil, err
	}
	s := &Service{cfg: cfg, deps: deps, access: staff}
	s.intake = domain.NewIntake(domain.Deps{
		Store: store.New(deps.DB, deps.Keyring), Scheduling: peers.NewScheduling(deps.Scheduling),
		Matching: peers.NewMatching(deps.Matching), Clock: deps.Clock, Index: deps.Keyring,
		Tries: newTries(deps.Ephemeral, deps.Clock), Sender: sender, Practice: practice.forDomain,
		Grace: cfg.Grace, PublicURL: cfg.PublicBaseURL, Problem: s.problem,
	})
	return s, nil
}

func newAccess(ctx context.Context, cfg Config, deps Deps) (*access.Access, error) {
	staff, err := access.New(access.Config{
		Demo: cfg.Demo, DataDir: cfg.DataDir, DemoClinicianProvider: cfg.DemoClinicianProvider,
		SessionIdle: cfg.SessionIdle, SessionLifetime: cfg.SessionLifetime, Practice: cfg.Practice,
	}, access.Deps{DB: deps.DB, Clock: deps.Clock})
	if err != nil {
		return nil, err
	}
	if err := staff.EnsurePractice(ctx); err != nil {
		return nil, err
	}
	if !cfg.Demo {
		return staff, nil
	}
	return staff, staff.Seed(ctx)
}

// Register adds intake's three services to a server.
func (s *Service) Register(r grpc.ServiceRegistrar) {
	intakev1.RegisterPublicIntakeServiceServer(r, rpc.NewPublic(s.intake))
	intakev1.RegisterIntakeServiceServer(r, rpc.NewStaff(s.intake, matchingv1.NewPairingServiceClient(s.deps.Matching)))
	s.access.Register(r)
}

// Ready says why the service cannot answer yet; nil when it can.
func (s *Service) Ready(ctx context.Context) error { return s.deps.DB.Ping(ctx) }

// Close releases what the service made; it holds nothing of its own.
func (s *Service) Close() error { return nil }

// problem logs a failure that nobody waits for.
func (s *Service) problem(component string, err error) {
	s.deps.Log.Warn("background work failed and will be tried again",
		zap.String("work", component), zap.Error(err))
}
