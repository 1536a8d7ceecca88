package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/services/gateway/internal/access"
	"github.com/firstcall-health/firstcall/services/gateway/internal/edge"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
)

const defaultShutdown = 10 * time.Second

// Gateway serves the public and the staff listener.
type Gateway struct {
	cfg           Config
	deps          Deps
	public, staff *door
	health        *health
	closeOnce     sync.Once
	closeErr      error
}

// door is one listener with its server.
type door struct {
	name   string
	lis    net.Listener
	server *http.Server
}

// New opens both listeners; what arrives before Run waits.
func New(ctx context.Context, cfg Config, deps Deps) (*Gateway, error) {
	if err := errors.Join(cfg.validate(), deps.validate()); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	if cfg.ShutdownTime <= 0 {
		cfg.ShutdownTime = defaultShutdown
	}
	g := &Gateway{cfg: cfg, deps: deps, health: newHealth(deps)}
	public, staff, err := g.handlers(ctx)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	if g.public, err = g.open(ctx, "public", cfg.PublicAddr, public); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	if g.staff, err = g.open(ctx, "staff", cfg.StaffAddr, staff); err != nil {
		return nil, errors.Join(fmt.Errorf("gateway: %w", err), g.public.lis.Close())
	}
	return g, nil
}

// handlers builds the two handlers, which share the connections, the people and the limits.
func (g *Gateway) handlers(ctx context.Context) (public, staff http.Handler, err error) {
	observe, err := newMetrics(g.deps.Metrics)
	if err != nil {
		return nil, nil, err
	}
	common := edge.Common{
		TrustedProxies: g.cfg.TrustedProxies, Ready: g.Ready, Clock: g.deps.Clock, Log: g.deps.Log,
	}
	var limits *limit.Limits
	if g.cfg.RateLimits {
		limits = limit.New(g.deps.Ephemeral, ephemeral.Memory(g.deps.Clock), g.cfg.RateLimitKey, limit.Rates())
	}
	auth := access.NewAuthenticator(intakev1.NewAccessServiceClient(g.deps.Intake), g.deps.Signer, g.deps.Clock)
	sessions := access.NewSessions(auth, limits, https(g.cfg.StaffURL))
	inquiries := limit.Intake(intakev1.NewPublicIntakeServiceClient(g.deps.Intake), limits)
	slots := limit.Slots(schedulingv1.NewPublicSchedulingServiceClient(g.deps.Scheduling), limits)

	publicCommon := common
	publicCommon.HTTPS, publicCommon.Observe = https(g.cfg.PublicURL), observe("public")
	public, err = edge.Public{
		Common: publicCommon, Inquiries: inquiries, Slots: slots, Auth: auth, Limits: limits,
		Feeds:          schedulingv1.NewBookingServiceClient(g.deps.Scheduling),
		AllowedOrigins: g.cfg.AllowedOrigins, Pages: g.publicPages(inquiries, slots),
	}.Handler(ctx)
	if err != nil {
		return nil, nil, err
	}
	staffOrigin, err := origin(g.cfg.StaffURL)
	if err != nil {
		return nil, nil, err
	}
	staffCommon := common
	staffCommon.HTTPS, staffCommon.Observe = https(g.cfg.StaffURL), observe("staff")
	staff, err = edge.Staff{
		Common: staffCommon, Intake: g.deps.Intake, Scheduling: g.deps.Scheduling, Matching: g.deps.Matching,
		Auth: auth, Sessions: sessions, Origin: staffOrigin, Pages: g.staffPages(sessions),
	}.Handler(ctx)
	return public, staff, err
}

// PublicAddr is the address the public listener has.
func (g *Gateway) PublicAddr() string { return g.public.lis.Addr().String() }

// StaffAddr is the address the staff listener has.
func (g *Gateway) StaffAddr() string { return g.staff.lis.Addr().String() }

// Ready fails while one of the services does not answer that it is ready.
func (g *Gateway) Ready(ctx context.Context) error { return g.health.check(ctx) }
