package firstcall

import (
	"context"

	"go.uber.org/zap"

	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/intake"
)

func (p *process) startIntake(ctx context.Context) error {
	if !p.cfg.Has(RoleIntake) {
		return nil
	}
	db, err := p.openDatabase(ctx, RoleIntake, intake.Migrations())
	if err != nil {
		return err
	}
	cfg, err := p.intakeConfig()
	if err != nil {
		return err
	}
	deps := intake.Deps{
		DB: db, Clock: p.clock, Log: p.log.With(zap.String("component", RoleIntake)), Ephemeral: p.ephemeral,
	}
	if deps.Keyring, err = p.openKeyring("key.json"); err != nil {
		return err
	}
	if deps.Scheduling, err = p.dial(RoleIntake, RoleScheduling); err != nil {
		return err
	}
	if deps.Matching, err = p.dial(RoleIntake, RoleMatching); err != nil {
		return err
	}
	svc, err := intake.New(ctx, cfg, deps)
	if err != nil {
		return err
	}
	return p.startService(ctx, RoleIntake, svc)
}

// intakeConfig is intake's part of the settings; a demo fills in what the practice is called.
func (p *process) intakeConfig() (intake.Config, error) {
	c := p.cfg
	cfg := intake.Config{
		Demo: c.Demo(), DataDir: c.DataDir, PublicBaseURL: c.PublicURL, MailFrom: c.SMTP.From,
		SMTP: intake.SMTPConfig{Host: c.SMTP.Host, Port: c.SMTP.Port, User: c.SMTP.User, Password: c.SMTP.Password},
		Practice: intake.Practice{
			DisplayName: c.Practice.Name, ShortName: c.Practice.ShortName, Phone: c.Practice.Phone, TimeZone: c.Practice.TimeZone,
			PrivacyNoticeVersion: c.Practice.PrivacyNoticeVersion, Locales: []string{"en", "es"}, Currency: "USD",
		},
	}
	var err error
	if cfg.Grace, err = c.mailDelay(); err != nil {
		return cfg, err
	}
	if cfg.PublicBaseURL == "" {
		cfg.PublicBaseURL = "http://" + c.PublicAddr
	}
	if !c.Demo() {
		return cfg, nil
	}
	data, err := demo.Load()
	if err != nil {
		return cfg, err
	}
	cfg.DemoClinicianProvider = "providers/" + data.Therapists[0].ID
	if c.Practice.Name == "" {
		cfg.Practice.DisplayName, cfg.Practice.ShortName, cfg.Practice.Phone = data.Practice.Name, data.Practice.ShortName, data.Practice.Phone
	}
	return cfg, nil
}
