package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// FirstDecision implements domain.PricingStore.
func (s *Store) FirstDecision(ctx context.Context) (time.Time, error) {
	var us int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT coalesce((SELECT create_us FROM decisions ORDER BY create_us LIMIT 1), 0)`).Scan(&us)
	if us == 0 {
		return time.Time{}, wrap("find first decision", err)
	}
	return sqldb.Time(us), wrap("find first decision", err)
}

// PastNeeds implements domain.PricingStore.
func (s *Store) PastNeeds(ctx context.Context, from, to time.Time, limit int) ([]domain.PastNeed, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectDecisions+` d WHERE d.create_us >= $1 AND d.create_us < $2
  AND NOT EXISTS (SELECT 1 FROM decisions l WHERE l.inquiry = d.inquiry AND (l.create_us > d.create_us OR (l.create_us = d.create_us AND l.id > d.id)))
ORDER BY d.create_us DESC LIMIT $3`, sqldb.Micros(from), sqldb.Micros(to), limit)
	out, err := collect(rows, err, func(row interface{ Scan(...any) error }) (domain.PastNeed, error) {
		d, err := scanDecision(row)
		return domain.PastNeed{Time: d.CreateTime, Need: d.Input.Need}, err
	})
	return out, wrap("read past needs", err)
}
