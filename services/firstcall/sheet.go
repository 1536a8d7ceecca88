package firstcall

import (
	"context"
	"errors"
	"io"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching"
)

// errNotMigrated is the answer to a command that works on a database directly.
var errNotMigrated = errors.New("the database is not at this version's schema; run `firstcall migrate` first")

// ImportTherapists takes profiles from a CSV file into matching's database.
func ImportTherapists(ctx context.Context, cfg Config, file string, mode matching.ImportMode) (result matching.ImportResult, err error) {
	err = withMatching(ctx, cfg, func(db *sqldb.DB) error {
		result, err = matching.ImportSheet(ctx, db, clock.System(), file, mode)
		return err
	})
	return result, err
}

// ExportTherapists writes the profiles of matching's database as CSV.
func ExportTherapists(ctx context.Context, cfg Config, w io.Writer) error {
	return withMatching(ctx, cfg, func(db *sqldb.DB) error { return matching.ExportSheet(ctx, db, clock.System(), w) })
}

// ReplayDecisions computes the decisions of matching's database again that this version of the engine made; the error names the
// first that came out otherwise.
func ReplayDecisions(ctx context.Context, cfg Config) (replayed matching.Replayed, err error) {
	err = withMatching(ctx, cfg, func(db *sqldb.DB) error {
		replayed, err = matching.ReplayDecisions(ctx, db, clock.System())
		return err
	})
	return replayed, err
}

func withMatching(ctx context.Context, cfg Config, do func(*sqldb.DB) error) error {
	return withDatabase(ctx, cfg, RoleMatching, func(db *sqldb.DB) error {
		behind, err := sqldb.Behind(ctx, db, matching.Migrations())
		switch {
		case err != nil:
			return err
		case behind:
			return errNotMigrated
		default:
			return do(db)
		}
	})
}
