package firstcall

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// Migrate brings the databases of the process's roles to this version's schema and reports each.
func Migrate(ctx context.Context, cfg Config, done func(service string)) error {
	for _, part := range []struct {
		service string
		files   fs.FS
	}{
		{RoleScheduling, scheduling.Migrations()}, {RoleMatching, matching.Migrations()}, {RoleIntake, intake.Migrations()},
	} {
		if !cfg.Has(part.service) {
			continue
		}
		if err := migrate(ctx, cfg, part.service, part.files); err != nil {
			return fmt.Errorf("%s: %w", part.service, err)
		}
		done(part.service)
	}
	return nil
}

func migrate(ctx context.Context, cfg Config, service string, files fs.FS) error {
	db, err := sqldb.Open(ctx, sqldb.Config{URL: cfg.databaseURL(service), Schema: service, MaxConns: 2})
	if err != nil {
		return err
	}
	defer db.Close()
	return sqldb.Migrate(ctx, db, files)
}
