package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// The parts of a look come in one statement, so they show one instant and cost one round trip. Every row has a part
// number first; the columns after it mean what the part says.
const (
	partVersion = iota
	partRow
	partReplay
	partOpen
)

// rowColumns are those of partRow.
const rowColumns = `SELECT 1, blocked_start_us, blocked_end_us, start_us, end_us, hold_expire_us, version, create_us,
	id, provider_id, coalesce(room_id, ''), type_id, CASE WHEN ` + occupying + ` THEN 'yes' ELSE '' END FROM appointments `

// recent are the rows of writes that were not over at the mark $1.
const recent = rowColumns + "WHERE changed >= $1"

// occupiedSince are all rows that matter from $1 on.
const occupiedSince = rowColumns + "WHERE " + occupying + " AND blocked_start_us > $1"

const replayed = `SELECT 2, 0, 0, 0, 0, 0, 0, 0, hash, answer, '', '', '' FROM requests
	WHERE scope = $2 AND request_id = $3`

// openCalls are those of the contact $4.
const openCalls = `SELECT 3, end_us, 0, 0, 0, 0, 0, 0, '', '', '', '', '' FROM appointments
	WHERE contact_hash = $4 AND contact_hash <> '' AND state = 'BOOKED'`

// versionPart shows the catalog's version and the mark for the next look; lock is the expression of a lock to take.
func (s *Store) versionPart(lock string) string {
	return "SELECT 0, version, " + s.sql.mark + ", 0, 0, 0, 0, 0, " + lock + ", '', '', '', '' FROM catalog"
}

// The mirror reaches this far back, which is more than the ledger does, and is loaded anew when it reaches twice as far.
const reach = 30 * 24 * time.Hour

// View implements domain.Store.
func (s *Store) View(ctx context.Context) (domain.View, error) {
	for {
		state, err := s.mirrored(ctx, s.db.Read())
		if err != nil {
			return domain.View{}, err
		}
		got, err := s.look(ctx, s.db.Read(), s.versionPart("''")+" UNION ALL "+recent, state.mark)
		if err != nil {
			return domain.View{}, wrap("view", err)
		}
		view := domain.View{Rows: s.mirror.apply(state, got.delta).rows}
		if c := s.catalog.Load(); c != nil && c.Version == got.version {
			view.Catalog = c
			return view, nil
		}
		if _, err := s.Catalog(ctx); err != nil {
			return domain.View{}, err
		}
	}
}

// mirrored returns a state of the mirror to look from, loaded through q if need be.
func (s *Store) mirrored(ctx context.Context, q sqldb.Queryer) (snapshot, error) {
	now := s.clock.Now()
	stale := now.Add(-2 * reach).UnixMicro()
	if state, ok := s.mirror.current(stale); ok {
		return state, nil
	}
	floor := now.Add(-reach).UnixMicro()
	got, err := s.look(ctx, q, s.versionPart("''")+" UNION ALL "+occupiedSince, floor-dayUS)
	if err != nil {
		return snapshot{}, wrap("load", err)
	}
	return s.mirror.load(stale, floor, got.delta), nil
}

// Look implements domain.Tx.
func (t *tx) Look(ctx context.Context, l domain.Look) (domain.View, error) {
	got, err := t.store.seen(ctx, l, t, t.store.sql.shareCatalog, t.wrote)
	if err != nil {
		return domain.View{}, err
	}
	view := got.view
	if l.HoldHash != "" {
		if view.Hold, err = holdRows(ctx, t, l.HoldHash); err != nil {
			return domain.View{}, err
		}
	}
	if view.Catalog, err = t.catalogAt(ctx, got.version); err != nil {
		return domain.View{}, err
	}
	t.version = view.Catalog.Version
	return view, nil
}

// seen is the part of a look that one statement answers. lock is the expression of a lock to take with it; wrote says
// that q sees rows of its own, which others must not learn of.
func (s *Store) seen(ctx context.Context, l domain.Look, q sqldb.Queryer, lock string, wrote bool) (looked, error) {
	const impossible = int64(1<<63 - 1)
	state, mark := snapshot{}, impossible
	if l.To > l.From {
		// Loaded through q itself if possible: it must not wait for a second connection while others of its kind hold
		// all of them.
		outside := q
		if wrote {
			outside = s.db.Read()
		}
		var err error
		if state, err = s.mirrored(ctx, outside); err != nil {
			return looked{}, err
		}
		mark = state.mark
	}
	query, args := s.versionPart(lock)+" UNION ALL "+recent+" UNION ALL "+replayed, []any{mark, l.Once.Scope, l.Once.RequestID}
	if l.Contact != "" {
		query, args = query+" UNION ALL "+openCalls, append(args, l.Contact)
	}
	got, err := s.look(ctx, q, query, args...)
	if err != nil {
		return looked{}, wrap("look", err)
	}
	if mark == impossible {
		return got, nil
	}
	if wrote {
		state = state.over(got.delta)
	} else {
		state = s.mirror.apply(state, got.delta)
	}
	got.view.Rows = state.rows
	return got, nil
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
	return t.Look(ctx, domain.Look{Once: o})
}

// looked is the answer to one look.
type looked struct {
	version int64
	delta   delta
	view    domain.View
}

func (s *Store) look(ctx context.Context, q sqldb.Queryer, query string, args ...any) (looked, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return looked{}, err
	}
	return scanLook(rows)
}

func scanLook(rows *sql.Rows) (looked, error) {
	defer rows.Close()
	var (
		out  looked
		part int
		n    [7]int64
		s    [5]string
	)
	dest := []any{&part, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &s[0], &s[1], &s[2], &s[3], &s[4]}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return looked{}, err
		}
		switch part {
		case partVersion:
			out.version, out.delta.mark = n[0], n[1]
		case partRow:
			out.delta.rows = append(out.delta.rows, found{
				Occupied: domain.Occupied{
					ID: s[0], Provider: s[1], Room: s[2], TypeID: s[3], BlockedStart: n[0], BlockedEnd: n[1],
					Start: n[2], End: n[3], HoldExpire: n[4], Created: n[6],
				},
				version:  n[5],
				occupies: s[4] != "",
			})
		case partReplay:
			out.view.Replay = &domain.Replay{Hash: s[0], Answer: []byte(s[1])}
		case partOpen:
			out.view.OpenUntil = max(out.view.OpenUntil, n[0])
		}
	}
	return out, rows.Err()
}
