package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const readFeed = "SELECT id, coalesce(provider_id, ''), label, create_us, revoke_us FROM calendar_feeds "

func scanFeed(row interface{ Scan(dest ...any) error }) (domain.Feed, error) {
	var f domain.Feed
	err := row.Scan(&f.ID, &f.ProviderID, &f.Label, &f.Created, &f.Revoked)
	if errors.Is(err, sql.ErrNoRows) {
		return f, domain.ErrNotFound
	}
	return f, wrap("calendar feed", err)
}

// Feed implements domain.FeedStore.
func (s *Store) Feed(ctx context.Context, id string) (domain.Feed, error) {
	return scanFeed(s.db.Read().QueryRowContext(ctx, readFeed+"WHERE id = $1", id))
}

// FeedBySecret implements domain.FeedStore.
func (s *Store) FeedBySecret(ctx context.Context, hash string) (domain.Feed, error) {
	return scanFeed(s.db.Read().QueryRowContext(ctx, readFeed+"WHERE secret_hash = $1", hash))
}

// Feeds implements domain.FeedStore.
func (s *Store) Feeds(ctx context.Context, providerID string) ([]domain.Feed, error) {
	query, args := readFeed+"WHERE provider_id = $1", []any{providerID}
	if providerID == "" {
		query, args = readFeed+"WHERE provider_id IS NULL", nil
	}
	rows, err := s.db.Read().QueryContext(ctx, query+" ORDER BY create_us DESC, id", args...)
	if err != nil {
		return nil, wrap("calendar feeds", err)
	}
	defer rows.Close()
	var out []domain.Feed
	for rows.Next() {
		f, err := scanFeed(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, wrap("calendar feeds", rows.Err())
}

// FeedRows implements domain.FeedStore.
func (s *Store) FeedRows(
	ctx context.Context, f domain.Filter, cancelledSince int64, limit int,
) ([]domain.Appointment, error) {
	query := "SELECT " + appointmentColumns + " FROM appointments WHERE " + listed +
		" AND start_us > $1 AND start_us < $2 AND end_us > $3 AND (state <> 'CANCELLED' OR update_us >= $4)"
	args := []any{f.From - dayUS, f.To, f.From, cancelledSince}
	for column, value := range map[string]string{"provider_id": f.ProviderID, "type_id": f.TypeID} {
		if value != "" {
			args = append(args, value)
			query += " AND " + column + " = $" + strconv.Itoa(len(args))
		}
	}
	args = append(args, limit)
	return queryAppointments(ctx, s.db.Read(), query+" ORDER BY start_us, id LIMIT $"+strconv.Itoa(len(args)), args...)
}

const saveFeed = `INSERT INTO calendar_feeds (id, provider_id, label, secret_hash, create_us, revoke_us)
	VALUES ($1, NULLIF(CAST($2 AS TEXT), ''), $3, $4, $5, 0)
	ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash WHERE calendar_feeds.revoke_us = 0`

// SaveFeed implements domain.FeedTx.
func (t *tx) SaveFeed(ctx context.Context, f domain.Feed, secretHash string, r domain.Record) error {
	statement := sqldb.Statement{Query: saveFeed, Args: []any{f.ID, f.ProviderID, f.Label, secretHash, f.Created}}
	_, err := t.Batch(ctx, append([]sqldb.Statement{statement}, record("", 0, r)...)...)
	return wrap("save calendar feed", err)
}

// RevokeFeed implements domain.FeedTx.
func (t *tx) RevokeFeed(ctx context.Context, id string, now int64) error {
	_, err := t.ExecContext(ctx, "UPDATE calendar_feeds SET revoke_us = $2 WHERE id = $1 AND revoke_us = 0", id, now)
	return wrap("revoke calendar feed", err)
}
