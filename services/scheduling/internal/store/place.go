package store

import (
	"context"
	"fmt"
	"time"

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
	p := &placing{store: s}
	return untilWon(func() error { return fn(p) })
}

// placing implements domain.Placing on PostgreSQL.
type placing struct {
	store *Store
	// version is that of the catalog the last look showed.
	version int64
	// looked says that what was there a moment ago was not good enough.
	looked bool
	// before is written with the next insert.
	before []sqldb.Statement
}

// Look implements domain.Placing.
func (p *placing) Look(ctx context.Context, l domain.Look) (domain.View, error) {
	if l.Recent && !p.looked {
		p.looked = true
		if view, ok := p.store.recentView(); ok {
			p.version = view.Catalog.Version
			return view, nil
		}
	}
	begun := p.store.now()
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
	if l.To > l.From {
		p.store.looked.Store(&begun)
	}
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
	statements = append(statements, p.store.insert(a, p.version, r)...)
	var affected []int64
	var err error
	if len(a.Guards)+len(p.before) == 0 {
		affected, err = p.store.db.WriteShared(ctx, fmt.Sprint(a.ProviderID, a.Start), statements...)
	} else { // the locks of limits and of lapsed holds are taken in no order
		affected, err = p.store.db.WriteAlone(ctx, statements...)
	}
	p.before = nil
	if sqldb.Classify(err) == sqldb.Exclusion {
		return false, nil
	}
	if err != nil {
		return false, wrap("insert", err)
	}
	if affected[row] == 1 {
		p.store.mirror.placed(a)
		return true, nil
	}
	return false, nil
}

// recently is how long what a look found may be judged by without another: when many rows are placed, one look serves
// several. Only another replica's rows can be missing in it; where they are, the insert fails.
const recently = 50 * time.Millisecond

// instant is when a look began: by the clock, and by how many transactions of this process had changed rows.
type instant struct {
	at     time.Time
	writes int64
}

func (s *Store) now() instant { return instant{at: s.clock.Now(), writes: s.writes.Load()} }

// recentView returns what the last look found, with what was placed since; false when it is too long ago.
func (s *Store) recentView() (domain.View, bool) {
	now, last, catalog := s.now(), s.looked.Load(), s.catalog.Load()
	if last == nil || catalog == nil || last.writes != now.writes || now.at.Sub(last.at) > recently {
		return domain.View{}, false
	}
	state, ok := s.mirror.current(now.at.Add(-2 * reach).UnixMicro())
	return domain.View{Catalog: catalog, Rows: state.rows, Recent: true}, ok
}
