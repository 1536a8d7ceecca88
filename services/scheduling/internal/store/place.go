package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Place implements domain.Store. SQLite's writers take turns, so there the look is part of the transaction. PostgreSQL
// keeps no transaction open between look and insert: the insert takes the catalog's lock, sees whether the catalog is
// still the one that was looked at, and leaves the rest to the constraints, all in one round trip.
func (s *Store) Place(ctx context.Context, fn func(domain.Placing) error) error {
	if s.db.Engine() == sqldb.SQLite {
		return s.Write(ctx, func(t domain.Tx) error { return fn(t) })
	}
	return untilWon(func() error { return fn(&placing{store: s}) })
}

// placing implements domain.Placing on PostgreSQL.
type placing struct {
	store *Store
	// version is that of the catalog the last look showed.
	version int64
	// before is written with the next insert.
	before []sqldb.Statement
}

// Look implements domain.Placing.
func (p *placing) Look(ctx context.Context, l domain.Look) (domain.View, error) {
	got, err := p.store.seen(ctx, l, p.store.db.Read(), "''", false)
	if err != nil {
		return domain.View{}, err
	}
	view := got.view
	if view.Catalog = p.store.catalog.Load(); view.Catalog == nil || view.Catalog.Version != got.version {
		if view.Catalog, err = p.store.Catalog(ctx); err != nil {
			return domain.View{}, err
		}
	}
	p.version = view.Catalog.Version
	return view, nil
}

// Release implements domain.Placing.
func (p *placing) Release(_ context.Context, ids []string, now int64) error {
	p.before = release(ids, now)
	return nil
}

// Insert implements domain.Placing. The lock is a statement of its own, before the one that reads the catalog's version:
// a statement does not see what was committed while it waited.
func (p *placing) Insert(ctx context.Context, a *domain.Appointment, r domain.Record) (bool, error) {
	statements := append([]sqldb.Statement{{Query: "SELECT " + p.store.sql.shareCatalog}}, p.store.lockLimits(a)...)
	statements = append(append(statements, p.before...), closeCall(a)...)
	row := len(statements)
	// Whoever takes locks that somebody else may want in another order does so alone.
	write := p.store.db.WriteAlone
	if len(a.Guards)+len(p.before) == 0 {
		write = p.store.db.WriteShared
	}
	affected, err := write(ctx, append(statements, p.store.insert(a, p.version, r)...)...)
	p.before = nil
	if sqldb.Classify(err) == sqldb.Exclusion {
		return false, nil
	}
	if err != nil {
		return false, wrap("insert", err)
	}
	return affected[row] == 1, nil
}
