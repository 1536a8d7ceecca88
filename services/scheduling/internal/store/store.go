// Package store keeps scheduling's tables in SQLite or PostgreSQL.
//
// That two occupying rows of one provider or one room never overlap is a rule of the schema on both engines: an
// exclusion constraint in PostgreSQL, triggers in SQLite. The code only decides what to do when it refuses.
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

//go:embed migrations
var files embed.FS

// Migrations returns the schema's history, a folder per engine.
func Migrations() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// occupying are the states whose rows take time, as the partial indexes say it.
const occupying = "state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')"

// listed are the states of rows that staff see.
const listed = "state IN ('BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED')"

// dayUS is the longest blocked range, which a CHECK of the schema enforces.
const dayUS = 86_400_000_000

// Store implements domain.Store.
type Store struct {
	db       *sqldb.DB
	sql      dialect
	practice *time.Location
	types    []domain.Type
	clock    clock.Clock
	catalog  atomic.Pointer[domain.Catalog]
	mirror   mirror
	// looked is when the last look by which a row may be placed began, writes how many transactions have changed rows.
	looked atomic.Pointer[instant]
	writes atomic.Int64
}

// New returns the store over a migrated database. Types and the practice's zone are configuration; they become part of
// the catalog.
func New(db *sqldb.DB, c clock.Clock, practice *time.Location, types []domain.Type) *Store {
	return &Store{db: db, sql: dialectOf(db.Engine()), clock: c, practice: practice, types: types}
}

// maxRaces bounds how often a transaction is run again after losing a race over one row or one request id. Each
// further run means that another one of the kind was committed.
const maxRaces = 8

// Write implements domain.Store.
func (s *Store) Write(ctx context.Context, fn func(domain.Tx) error) error {
	defer s.writes.Add(1)
	return untilWon(func() error {
		return s.db.Tx(ctx, func(q *sqldb.Tx) error {
			t := &tx{Tx: q, store: s}
			if err := fn(t); err != nil || len(t.before) == 0 {
				return err
			}
			_, err := t.Batch(ctx, t.before...)
			return wrap("release", err)
		})
	})
}

// untilWon runs attempt again while it loses races.
func untilWon(attempt func() error) error {
	for n := 1; ; n++ {
		err := attempt()
		raced := errors.Is(err, domain.ErrRaced) || sqldb.Classify(err) == sqldb.Unique
		if err == nil || !raced || n == maxRaces {
			return err
		}
	}
}

// tx implements domain.Tx.
type tx struct {
	*sqldb.Tx
	store *Store
	// version is that of the catalog the last look showed.
	version int64
	// wrote says that the transaction sees rows of its own, which others must not learn of before it ends.
	wrote bool
	// before is written with the next row that is inserted or moved, or in the end.
	before []sqldb.Statement
}

// wrap says which step of the store failed; the error's kind is kept.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("scheduling store: %s: %w", what, err)
}
