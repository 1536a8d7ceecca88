package firstcall

import (
	"context"
	"errors"
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
	return withDatabase(ctx, cfg, service, func(db *sqldb.DB) error { return sqldb.Migrate(ctx, db, files) })
}

// AddStaff makes a member of staff and returns the bearer token, which is shown once and never kept.
func AddStaff(ctx context.Context, cfg Config, member intake.StaffMember) (token string, err error) {
	err = withDatabase(ctx, cfg, RoleIntake, func(db *sqldb.DB) error {
		behind, err := sqldb.Behind(ctx, db, intake.Migrations())
		if err != nil {
			return err
		}
		if behind {
			return errNotMigrated
		}
		token, err = intake.AddStaff(ctx, db, member)
		return err
	})
	return token, err
}

func withDatabase(ctx context.Context, cfg Config, service string, do func(*sqldb.DB) error) (err error) {
	db, err := sqldb.Open(ctx, sqldb.Config{URL: cfg.databaseURL(service), Schema: service, MaxConns: 2})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(db)
}
