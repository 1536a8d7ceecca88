package matching

import (
	"context"
	"io"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/rpc"
	"github.com/firstcall-health/firstcall/services/matching/internal/sheet"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// What an import of profiles is told and answers.
type (
	// ImportMode says how a file is taken.
	ImportMode = domain.ImportMode
	// ImportResult is what became of a file, row by row.
	ImportResult = domain.ImportResult
	// SheetColumn is a column of the file.
	SheetColumn = sheet.Column
)

// ImportSheet takes profiles from a CSV file into a migrated database. Providers of new therapists are made by the
// service when it next tidies up.
func ImportSheet(ctx context.Context, db *sqldb.DB, c clock.Clock, file string, mode ImportMode) (ImportResult, error) {
	s, err := sheetOn(db, c)
	if err != nil {
		return ImportResult{}, err
	}
	return s.Import(ctx, file, mode, "")
}

// ExportSheet writes the profiles of a migrated database as CSV.
func ExportSheet(ctx context.Context, db *sqldb.DB, c clock.Clock, w io.Writer) error {
	s, err := sheetOn(db, c)
	if err != nil {
		return err
	}
	return s.Export(ctx, w)
}

// sheetOn needs no scheduling: files change profiles only.
func sheetOn(db *sqldb.DB, c clock.Clock) (*rpc.Sheet, error) {
	return rpc.NewSheet(domain.New(store.New(db, nil), nil, c, domain.Rules{}))
}

// SheetColumns lists the columns of the file with what each holds.
func SheetColumns() []SheetColumn { return sheet.Columns() }
