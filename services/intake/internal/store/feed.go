package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// schedulingFeed is the name of scheduling's feed in the table feeds.
const schedulingFeed = "scheduling"

// Cursor implements domain.FeedStore.
func (s *Store) Cursor(ctx context.Context) (string, error) {
	var cursor string
	err := s.db.Read().QueryRowContext(ctx, `SELECT position FROM feeds WHERE name = $1`, schedulingFeed).Scan(&cursor)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return cursor, err
}

// Queue implements domain.FeedStore.
func (s *Store) Queue(ctx context.Context, changes []domain.VisitChange, cursor string, now time.Time) error {
	var w statements
	for n, c := range changes {
		w.add(`INSERT INTO visit_changes (n, id, inquiry_id, appointment, kind, actor, request_id, time_us)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
			sqldb.Micros(now)+int64(n), id.Derive(schedulingFeed, c.Cursor), c.Inquiry, c.Appointment, string(c.Kind),
			c.Actor, c.CallID, sqldb.Micros(c.Time))
	}
	w.add(`INSERT INTO feeds (name, position, update_us) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET position = excluded.position, update_us = excluded.update_us`,
		schedulingFeed, cursor, sqldb.Micros(now))
	return s.db.Tx(ctx, func(tx *sqldb.Tx) error { return w.run(ctx, tx) })
}

// Queued implements domain.FeedStore.
func (s *Store) Queued(ctx context.Context, limit int) ([]string, error) {
	rows, err := s.db.Read().QueryContext(ctx,
		`SELECT inquiry_id FROM visit_changes GROUP BY inquiry_id ORDER BY min(n), inquiry_id LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var inquiries []string
	for rows.Next() {
		var inquiry string
		if err := rows.Scan(&inquiry); err != nil {
			return nil, err
		}
		inquiries = append(inquiries, inquiry)
	}
	return inquiries, rows.Err()
}

// ChangesOf implements domain.FeedStore.
func (s *Store) ChangesOf(ctx context.Context, inquiry string) ([]domain.VisitChange, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id, inquiry_id, appointment, kind, actor, request_id, time_us
		FROM visit_changes WHERE inquiry_id = $1 ORDER BY n, time_us, id`, inquiry)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var changes []domain.VisitChange
	for rows.Next() {
		var c domain.VisitChange
		var at int64
		if err := rows.Scan(&c.Cursor, &c.Inquiry, &c.Appointment, &c.Kind, &c.Actor, &c.CallID, &at); err != nil {
			return nil, err
		}
		c.Time = sqldb.Time(at)
		changes = append(changes, c)
	}
	return changes, rows.Err()
}

// DropChanges implements domain.FeedStore. The changes are those of ChangesOf.
func (s *Store) DropChanges(ctx context.Context, changes []domain.VisitChange) error {
	var w statements
	for _, c := range changes {
		w.add(`DELETE FROM visit_changes WHERE id = $1`, c.Cursor)
	}
	return s.db.Tx(ctx, func(tx *sqldb.Tx) error { return w.run(ctx, tx) })
}
