package firstcall

import (
	"context"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/gateway"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

func (p *process) startScheduling(ctx context.Context) error {
	if !p.cfg.Has(RoleScheduling) {
		return nil
	}
	db, err := p.openDatabase(ctx, RoleScheduling, scheduling.Migrations())
	if err != nil {
		return err
	}
	networks, err := p.cfg.calendarNetworks()
	if err != nil {
		return err
	}
	cfg := scheduling.Config{PracticeTimeZone: p.cfg.Practice.TimeZone, Outside: scheduling.Outside{Allowed: networks}}
	cfg.Types = scheduling.DefaultTypes()
	for i := range cfg.Types {
		if cfg.Types[i].ID == "consultation" {
			cfg.Types[i].OnePerContact = p.cfg.oneOpenCall()
		}
	}
	if p.cfg.Demo() {
		data, err := demo.Load()
		if err != nil {
			return err
		}
		if cfg.Seed, err = data.Scheduling(); err != nil {
			return err
		}
	}
	svc, err := scheduling.New(ctx, cfg, scheduling.Deps{
		DB: db, Clock: p.clock, Log: p.log.With(zap.String("component", RoleScheduling)), Ephemeral: p.ephemeral,
	})
	if err != nil {
		return err
	}
	return p.startService(ctx, RoleScheduling, svc)
}

func (p *process) startMatching(ctx context.Context) error {
	if !p.cfg.Has(RoleMatching) {
		return nil
	}
	db, err := p.openDatabase(ctx, RoleMatching, matching.Migrations())
	if err != nil {
		return err
	}
	toScheduling, err := p.dial(RoleMatching, RoleScheduling)
	if err != nil {
		return err
	}
	keyring, err := p.openKeyring("matching-key.json")
	if err != nil {
		return err
	}
	cfg := matching.Config{TimeZone: p.cfg.Practice.TimeZone, State: p.cfg.Practice.State}
	if p.cfg.Demo() {
		data, err := demo.Load()
		if err != nil {
			return err
		}
		cfg.Seed = data.Seeds()
	}
	svc, err := matching.New(ctx, cfg, matching.Deps{
		DB: db, Clock: p.clock, Log: p.log.With(zap.String("component", RoleMatching)), Scheduling: toScheduling, Keyring: keyring,
	})
	if err != nil {
		return err
	}
	return p.startService(ctx, RoleMatching, svc)
}

func (p *process) startGateway(ctx context.Context) error {
	if !p.cfg.Has(RoleGateway) {
		return nil
	}
	deps := gateway.Deps{
		Signer: identity.NewSigner(p.keys.private, p.clock), Ephemeral: p.ephemeral, Clock: p.clock,
		Log: p.log.With(zap.String("component", RoleGateway)), Metrics: p.metrics,
	}
	var err error
	if deps.Intake, err = p.dial(RoleGateway, RoleIntake); err != nil {
		return err
	}
	if deps.Scheduling, err = p.dial(RoleGateway, RoleScheduling); err != nil {
		return err
	}
	if deps.Matching, err = p.dial(RoleGateway, RoleMatching); err != nil {
		return err
	}
	edge, err := gateway.New(ctx, gateway.Config{
		PublicAddr: p.cfg.PublicAddr, StaffAddr: p.cfg.StaffAddr, PublicURL: p.cfg.PublicURL, StaffURL: p.cfg.StaffURL,
		TrustedProxies: p.cfg.TrustedProxies, RateLimits: p.cfg.RateLimits == "on", RateLimitKey: []byte(p.cfg.RateLimitKey),
		ShutdownTime: p.cfg.Shutdown / 2,
	}, deps)
	if err != nil {
		return err
	}
	p.closers.AddFunc(RoleGateway, edge.Close)
	p.background(RoleGateway+" requests", edge.Run)
	p.ready = append(p.ready, edge.Ready)
	p.addrs.Public, p.addrs.Staff = edge.PublicAddr(), edge.StaffAddr()
	return nil
}
