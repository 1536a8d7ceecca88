package store

import (
	"context"
	"database/sql"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// The parts of a view come in one statement, so they show one instant and cost one round trip. Every row has a part
// number first; the columns after it mean what the part says.
const (
	partVersion = iota
	partRow
	partReplay
	partLoad
)

const rowsPart = `SELECT 1, blocked_start_us, blocked_end_us, start_us, end_us, hold_expire_us,
	id, provider_id, coalesce(room_id, ''), NULL
	FROM appointments WHERE ` + occupying + `
	AND blocked_start_us > $1 AND blocked_start_us < $2 AND blocked_end_us > $3`

// View implements domain.Store.
func (s *Store) View(ctx context.Context, from, to int64) (domain.View, error) {
	const query = `SELECT 0, version, 0, 0, 0, 0, '', '', '', NULL FROM catalog UNION ALL ` + rowsPart
	for {
		rows, err := s.db.Read().QueryContext(ctx, query, from-dayUS, to, from)
		view, version, err := scanView(rows, err)
		if err != nil {
			return domain.View{}, wrap("view", err)
		}
		if c := s.catalog.Load(); c != nil && c.Version == version {
			view.Catalog = c
			return view, nil
		}
		if _, err := s.Catalog(ctx); err != nil {
			return domain.View{}, err
		}
	}
}

// Look implements domain.Tx.
func (t *tx) Look(ctx context.Context, l domain.Look) (domain.View, error) {
	query := `SELECT 0, version, 0, 0, 0, 0, ` + t.store.sql.shareCatalog + `, '', '', NULL FROM catalog UNION ALL ` +
		rowsPart + `
		UNION ALL SELECT 2, 0, 0, 0, 0, 0, hash, '', '', answer FROM requests
		WHERE scope = $4 AND request_id = $5 AND $5 <> ''`
	args := []any{l.From - dayUS, l.To, l.From, l.Once.Scope, l.Once.RequestID}
	if l.LoadType != "" {
		query += `
		UNION ALL SELECT 3, count(*), 0, 0, 0, 0, provider_id, '', '', NULL FROM appointments WHERE ` + occupying + `
		AND blocked_start_us >= $6 AND blocked_start_us < $7 AND type_id = $8 GROUP BY provider_id`
		args = append(args, l.LoadFrom, l.LoadTo, l.LoadType)
	}
	rows, err := t.QueryContext(ctx, query, args...)
	view, version, err := scanView(rows, err)
	if err != nil {
		return domain.View{}, wrap("look", err)
	}
	if l.HoldHash != "" {
		if view.Hold, err = holdRows(ctx, t, l.HoldHash); err != nil {
			return domain.View{}, err
		}
	}
	if view.Catalog, err = t.catalogAt(ctx, version); err != nil {
		return domain.View{}, err
	}
	t.version = view.Catalog.Version
	return view, nil
}

// catalogAt returns the catalog of this version, or the one the transaction sees now.
func (t *tx) catalogAt(ctx context.Context, version int64) (*domain.Catalog, error) {
	if c := t.store.catalog.Load(); c != nil && c.Version == version {
		return c, nil
	}
	return t.store.load(ctx, t)
}

// LockCatalog implements domain.Tx.
func (t *tx) LockCatalog(ctx context.Context, o domain.Once) (domain.View, error) {
	var nothing string
	if err := t.QueryRowContext(ctx, "SELECT "+t.store.sql.lockCatalog).Scan(&nothing); err != nil {
		return domain.View{}, wrap("lock catalog", err)
	}
	view, err := t.Look(ctx, domain.Look{Once: o})
	if err != nil {
		return domain.View{}, err
	}
	return view, nil
}

func scanView(rows *sql.Rows, err error) (domain.View, int64, error) {
	if err != nil {
		return domain.View{}, 0, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var (
		view    domain.View
		version int64
		part    int
		n       [5]int64
		s       [3]string
		blob    []byte
	)
	dest := []any{&part, &n[0], &n[1], &n[2], &n[3], &n[4], &s[0], &s[1], &s[2], &blob}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return domain.View{}, 0, err
		}
		switch part {
		case partVersion:
			version = n[0]
		case partRow:
			view.Rows = append(view.Rows, domain.Occupied{
				ID: s[0], Provider: s[1], Room: s[2], BlockedStart: n[0], BlockedEnd: n[1],
				Start: n[2], End: n[3], HoldExpire: n[4],
			})
		case partReplay:
			view.Replay = &domain.Replay{Hash: s[0], Answer: blob}
			blob = nil
		case partLoad:
			if view.Load == nil {
				view.Load = make(map[string]int)
			}
			view.Load[s[0]] = int(n[0])
		}
	}
	return view, version, rows.Err()
}
