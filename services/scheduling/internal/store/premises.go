package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

func loadRooms(ctx context.Context, q sqldb.Queryer) ([]domain.Room, error) {
	rows, err := q.QueryContext(ctx,
		"SELECT id, display_name, coalesce(site_id, ''), accessible, capacity FROM rooms ORDER BY id")
	if err != nil {
		return nil, wrap("rooms", err)
	}
	defer rows.Close()
	var out []domain.Room
	for rows.Next() {
		var r domain.Room
		if err := rows.Scan(&r.ID, &r.DisplayName, &r.SiteID, &r.Accessible, &r.Capacity); err != nil {
			return nil, wrap("rooms", err)
		}
		out = append(out, r)
	}
	return out, wrap("rooms", rows.Err())
}

func loadSites(ctx context.Context, q sqldb.Queryer) ([]domain.Site, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, display_name FROM sites ORDER BY id")
	if err != nil {
		return nil, wrap("sites", err)
	}
	defer rows.Close()
	var out []domain.Site
	for rows.Next() {
		var s domain.Site
		if err := rows.Scan(&s.ID, &s.DisplayName); err != nil {
			return nil, wrap("sites", err)
		}
		out = append(out, s)
	}
	return out, wrap("sites", rows.Err())
}

// SaveRoom implements domain.Tx.
func (t *tx) SaveRoom(ctx context.Context, room domain.Room, r domain.Record) error {
	const save = `INSERT INTO rooms (id, display_name, site_id, accessible, capacity) VALUES ($1, $2, NULLIF($3, ''), $4, $5)
		ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, site_id = excluded.site_id,
		accessible = excluded.accessible, capacity = excluded.capacity`
	return t.saveInCatalog(ctx, "save room", r, sqldb.Statement{Query: save, Args: []any{
		room.ID, room.DisplayName, room.SiteID, bit(room.Accessible), int64(room.Capacity),
	}})
}

// SaveSite implements domain.Tx.
func (t *tx) SaveSite(ctx context.Context, site domain.Site, r domain.Record) error {
	const save = `INSERT INTO sites (id, display_name) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name`
	return t.saveInCatalog(ctx, "save site", r, sqldb.Statement{Query: save, Args: []any{site.ID, site.DisplayName}})
}

// saveInCatalog runs the statement, raises the catalog's version and writes the record.
func (t *tx) saveInCatalog(ctx context.Context, what string, r domain.Record, s sqldb.Statement) error {
	_, err := t.Batch(ctx, append([]sqldb.Statement{s, {Query: raiseVersion}}, record("", 0, r)...)...)
	return wrap(what, err)
}

// bit is a truth value as both engines keep it.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
