// Package access is the corner of intake that knows who is on staff and what the practice is called: accounts with role
// sets, bearer tokens, sessions of the staff pages, practice settings. The edge asks it about every staff call.
package access

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/rpc"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/store"
)

// Practice is what pages and messages show of the practice.
type Practice = domain.Practice

// The limits of a session when the configuration says nothing.
const (
	DefaultSessionIdle     = 30 * time.Minute
	DefaultSessionLifetime = 12 * time.Hour
)

// Config is what the deployment decides.
type Config struct {
	// Demo allows [Access.Seed]. Never set in production.
	Demo bool
	// DataDir is where the demo tokens are written.
	DataDir string
	// DemoClinicianProvider is providers/{id} of the therapist the demo's clinician is.
	DemoClinicianProvider string
	// SessionIdle is how long a session of the staff pages lasts unused; [DefaultSessionIdle] when zero.
	SessionIdle time.Duration
	// SessionLifetime is how long it lasts at most; [DefaultSessionLifetime] when zero.
	SessionLifetime time.Duration
	// Practice are the settings of a first start.
	Practice Practice
}

// Deps is what the deployment provides.
type Deps struct {
	// DB is the migrated database of the intake service.
	DB *sqldb.DB
	// Clock tells the time.
	Clock clock.Clock
}

// Access answers who is on staff. It is safe for concurrent use.
type Access struct {
	cfg   Config
	rules *domain.Access
}

// New checks the configuration. It touches no table.
func New(cfg Config, deps Deps) (*Access, error) {
	if deps.DB == nil || deps.Clock == nil {
		return nil, errors.New("access: a database and a clock are required")
	}
	if !cfg.Demo && cfg.DemoClinicianProvider != "" {
		return nil, errors.New("access: demo settings are refused outside the demo mode")
	}
	limits := domain.Limits{Idle: cfg.SessionIdle, Lifetime: cfg.SessionLifetime}
	if limits.Idle == 0 {
		limits.Idle = DefaultSessionIdle
	}
	if limits.Lifetime == 0 {
		limits.Lifetime = max(DefaultSessionLifetime, limits.Idle)
	}
	rules, err := domain.New(store.New(deps.DB), deps.Clock, limits)
	if err != nil {
		return nil, err
	}
	return &Access{cfg: cfg, rules: rules}, nil
}

// Register registers the AccessService.
func (a *Access) Register(r grpc.ServiceRegistrar) {
	intakev1.RegisterAccessServiceServer(r, rpc.New(a.rules))
}

// EnsurePractice stores the settings of the configuration on the first start; later ones leave them alone. In every mode
// it has to be called once the database is migrated, before calls are served.
func (a *Access) EnsurePractice(ctx context.Context) error {
	return a.rules.EnsurePractice(ctx, a.cfg.Practice)
}

// Practice returns the settings of the practice.
func (a *Access) Practice(ctx context.Context) (Practice, error) { return a.rules.Practice(ctx) }

// IssueToken makes a new account with these roles and returns its bearer token, which is shown once and never kept.
// provider is providers/{id} for a clinician and "" for everybody else. Errors: INVALID_FIELDS.
func (a *Access) IssueToken(
	ctx context.Context, roles []identity.Role, displayName, provider string,
) (token string, err error) {
	return a.rules.Issue(ctx, domain.Account{ID: id.New(), DisplayName: displayName, Provider: provider, Roles: roles})
}
