package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

const selectCheckIns = `SELECT id, inquiry, therapist_id, session, fit, take_us, create_us FROM check_ins`

func scanCheckIn(row interface{ Scan(...any) error }) (outcome.CheckIn, error) {
	var c outcome.CheckIn
	var take, create int64
	err := row.Scan(&c.ID, &c.Inquiry, &c.Therapist, &c.Session, &c.Fit, &take, &create)
	c.TakeTime, c.CreateTime = sqldb.Time(take), sqldb.Time(create)
	return c, err
}

// SaveCheckIn implements outcome.Store.
func (s *Store) SaveCheckIn(ctx context.Context, c *outcome.CheckIn, own string, req domain.Request) (out outcome.CheckIn, err error) {
	err = s.repeatable(ctx, "save check-in", func(tx *sqldb.Tx) error {
		known, err := remembered(ctx, tx, req)
		if err != nil {
			return err
		}
		if known != "" {
			out, err = scanCheckIn(tx.QueryRowContext(ctx, selectCheckIns+` WHERE id = $1`, known))
			return err
		}
		therapist, err := pairedWith(ctx, tx, c.Inquiry, own)
		if err != nil {
			return err
		}
		if therapist == "" {
			return domain.ErrNotFound
		}
		out, err = scanCheckIn(tx.QueryRowContext(ctx, `INSERT INTO check_ins (id, inquiry, therapist_id, session, fit, take_us, create_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (inquiry, therapist_id, session) DO UPDATE SET fit = excluded.fit, take_us = excluded.take_us
RETURNING id, inquiry, therapist_id, session, fit, take_us, create_us`,
			c.ID, c.Inquiry, therapist, c.Session, c.Fit, sqldb.Micros(c.TakeTime), sqldb.Micros(c.CreateTime)))
		if err != nil {
			return err
		}
		return remember(ctx, tx, req, out.ID, c.CreateTime)
	})
	return out, err
}

// CheckIns implements outcome.Store.
func (s *Store) CheckIns(ctx context.Context, from, to time.Time) ([]outcome.CheckIn, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectCheckIns+` WHERE take_us >= $1 AND take_us < $2 ORDER BY take_us, id`,
		sqldb.Micros(from), sqldb.Micros(to))
	out, err := collect(rows, err, scanCheckIn)
	return out, wrap("read check-ins", err)
}
