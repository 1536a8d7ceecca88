package store

import (
	"context"
	"encoding/json"
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

// PastNeeds implements domain.PricingStore. Of rows from before needs stood beside bodies it is the bodies that are read.
func (s *Store) PastNeeds(ctx context.Context, from, to time.Time, limit int) ([]domain.PastNeed, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT d.create_us, d.input, CASE WHEN d.input = '' THEN d.body END
FROM decisions d WHERE d.create_us >= $1 AND d.create_us < $2
  AND NOT EXISTS (SELECT 1 FROM decisions l WHERE l.inquiry = d.inquiry AND (l.create_us > d.create_us OR (l.create_us = d.create_us AND l.id > d.id)))
ORDER BY d.create_us DESC LIMIT $3`, sqldb.Micros(from), sqldb.Micros(to), limit)
	out, err := collect(rows, err, scanPastNeed)
	return out, wrap("read past needs", err)
}

func scanPastNeed(row interface{ Scan(...any) error }) (domain.PastNeed, error) {
	var p domain.PastNeed
	var create int64
	var input string
	var body []byte
	if err := row.Scan(&create, &input, &body); err != nil {
		return p, err
	}
	p.Time = sqldb.Time(create)
	if body != nil {
		var err error
		p.Need, err = deflatedNeed(body)
		return p, err
	}
	var s sought
	err := json.Unmarshal([]byte(input), &s)
	p.Need = s.Need
	return p, err
}
