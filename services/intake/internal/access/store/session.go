package store

import (
	"context"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
)

// AddSession implements [domain.Store].
func (s *Store) AddSession(ctx context.Context, session domain.Session, now time.Time, idle time.Duration) error {
	err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Batch(ctx,
			sqldb.Statement{
				Query: `DELETE FROM staff_sessions WHERE expire_us <= $1 OR used_us <= $2`,
				Args:  []any{sqldb.Micros(now), sqldb.Micros(now.Add(-idle))},
			},
			sqldb.Statement{
				Query: `
INSERT INTO staff_sessions (hash, token_hash, created_us, used_us, expire_us) VALUES ($1, $2, $3, $4, $5)`,
				Args: []any{
					session.Hash, session.TokenHash, sqldb.Micros(session.CreateTime),
					sqldb.Micros(session.UseTime), sqldb.Micros(session.ExpireTime),
				},
			})
		return err
	})
	if sqldb.Classify(err) == sqldb.ForeignKey {
		return domain.ErrUnauthenticated // the token went while we looked
	}
	if err != nil {
		return fmt.Errorf("add session: %w", err)
	}
	return nil
}

// UseSession implements [domain.Store].
func (s *Store) UseSession(ctx context.Context, hash string, at time.Time) error {
	const query = `UPDATE staff_sessions SET used_us = $2 WHERE hash = $1 AND used_us < $2`
	return s.exec(ctx, "use session", query, hash, sqldb.Micros(at))
}

// RemoveSession implements [domain.Store].
func (s *Store) RemoveSession(ctx context.Context, hash string) error {
	return s.exec(ctx, "remove session", `DELETE FROM staff_sessions WHERE hash = $1`, hash)
}

// exec runs one writing statement.
func (s *Store) exec(ctx context.Context, what, query string, args ...any) error {
	if err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
