// Package store keeps matching's state in SQLite or PostgreSQL with one SQL text. What must never happen (two clients
// in one place, two pairings of one client) is refused by the schema.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

//go:embed migrations
var migrations embed.FS

// Migrations returns the schema's history: a folder per engine.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}

// Store is a domain.Store on an open, migrated database.
type Store struct {
	db      *sqldb.DB
	keyring *sealed.Keyring
}

var _ domain.Store = (*Store)(nil)

// New returns the store on db. What staff typed is sealed with keys that the keyring wraps; it may be nil where none of that is
// read or written.
func New(db *sqldb.DB, keyring *sealed.Keyring) *Store { return &Store{db: db, keyring: keyring} }

// write runs fn in a transaction and names what failed.
func (s *Store) write(ctx context.Context, what string, fn func(tx *sqldb.Tx) error) error {
	return wrap(what, s.db.Tx(ctx, fn))
}

// repeatable is write for a request that may come twice at once: the twin that loses runs again and finds what the
// other made.
func (s *Store) repeatable(ctx context.Context, what string, fn func(tx *sqldb.Tx) error) error {
	err := s.write(ctx, what, fn)
	if sqldb.Classify(err) == sqldb.Unique {
		err = s.write(ctx, what, fn)
	}
	return err
}

// wrap names a fault; refusals of the domain pass as they are.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("matching store: %s: %w", what, err)
}

// notFound turns the absence of a row into the refusal given.
func notFound(err, refusal error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return refusal
	}
	return err
}

// collect reads all rows with scan.
func collect[T any](rows *sql.Rows, err error, scan func(interface{ Scan(...any) error }) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

func scanID(row interface{ Scan(...any) error }) (id string, err error) { return id, row.Scan(&id) }

// readAtOnce is how many rows one statement reads by their ids. Policy: far below what either engine takes.
const readAtOnce = 1000

// inParts has the rows of ids read, some at a time: read gets the list of a part as SQL, and the arguments, of which further are the first.
func inParts[T any](ids []string, read func(in string, args []any) ([]T, error), further ...any) ([]T, error) {
	var out []T
	for part := range slices.Chunk(ids, readAtOnce) {
		args := slices.Clone(further)
		var in strings.Builder
		for _, id := range part {
			args = append(args, id)
			fmt.Fprintf(&in, ", $%d", len(args))
		}
		found, err := read("("+in.String()[2:]+")", args)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// forUpdate locks the rows a query reads where the engine does not lock the whole database anyway. Rows that refer to
// them may still be added: no key changes.
func forUpdate(tx *sqldb.Tx, query string) string {
	if tx.Engine() == sqldb.Postgres {
		return query + " FOR NO KEY UPDATE"
	}
	return query
}
