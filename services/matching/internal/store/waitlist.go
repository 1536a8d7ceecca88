package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

const selectWaitlist = `SELECT inquiry, state, need, zone, since_us, revision FROM waitlist`

func scanWaiting(row interface{ Scan(...any) error }) (domain.Waiting, error) {
	var w domain.Waiting
	var need string
	var since int64
	if err := row.Scan(&w.Inquiry, &w.State, &need, &w.Zone, &since, &w.Revision); err != nil {
		return w, err
	}
	w.Since = sqldb.Time(since)
	return w, json.Unmarshal([]byte(need), &w.Need)
}

// TrackWaiting implements domain.WaitlistStore.
func (s *Store) TrackWaiting(ctx context.Context, w *domain.Waiting, now time.Time) error {
	need, err := json.Marshal(w.Need)
	if err != nil {
		return wrap("track waiting", err)
	}
	return s.write(ctx, "track waiting", func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO waitlist (inquiry, state, need, zone, since_us, revision, update_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (inquiry) DO UPDATE SET state = excluded.state, need = excluded.need, zone = excluded.zone,
  since_us = excluded.since_us, revision = excluded.revision, update_us = excluded.update_us
WHERE waitlist.revision <= excluded.revision`,
			w.Inquiry, string(w.State), string(need), w.Zone, sqldb.Micros(w.Since), w.Revision, sqldb.Micros(now))
		return err
	})
}

// ListWaiting implements domain.WaitlistStore.
func (s *Store) ListWaiting(ctx context.Context, since time.Time, inquiry string, limit int) ([]domain.Waiting, error) {
	query := selectWaitlist + ` WHERE state <> 'LEFT' AND (since_us > $1 OR (since_us = $1 AND inquiry > $2)) ORDER BY since_us, inquiry`
	args := []any{sqldb.Micros(since), inquiry}
	if limit > 0 {
		query += ` LIMIT $3`
		args = append(args, limit)
	}
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	out, err := collect(rows, err, scanWaiting)
	return out, wrap("list waitlist", err)
}

// WaitingOf implements domain.WaitlistStore.
func (s *Store) WaitingOf(ctx context.Context, inquiries []string) ([]domain.Waiting, error) {
	out, err := inParts(inquiries, func(in string, args []any) ([]domain.Waiting, error) {
		rows, err := s.db.Read().QueryContext(ctx, selectWaitlist+` WHERE state <> 'LEFT' AND inquiry IN `+in, args...)
		return collect(rows, err, scanWaiting)
	})
	return out, wrap("read waitlist", err)
}

// Care implements domain.WaitlistStore.
func (s *Store) Care(ctx context.Context, now time.Time) (domain.Care, error) {
	var ended, lasted int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT count(CASE WHEN end_us > 0 THEN 1 END),
  CAST(coalesce(sum(CASE WHEN end_us > 0 THEN end_us ELSE $1 END - create_us), 0) AS BIGINT)
FROM pairings WHERE state = 'CONFIRMED' OR end_us > 0`, sqldb.Micros(now)).Scan(&ended, &lasted)
	return domain.Care{Ended: ended, Weeks: (time.Duration(lasted) * time.Microsecond).Hours() / (7 * 24)}, wrap("sum up pairings", err)
}
