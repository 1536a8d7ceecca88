package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// What is kept for how long after it has lost its use.
const (
	keepRequests = 24 * time.Hour
	keepReleased = 7 * 24 * time.Hour
	// A reader of the feed that was away for longer is told so.
	keepChanges = 90 * 24 * time.Hour
)

// sweepBatch bounds the rows of one sweeping transaction, so that nobody waits long for a row. It is part of the text: not
// knowing it, PostgreSQL would expect a tenth of the table.
const (
	sweepBatch = 500
	sweepLimit = " LIMIT 500"
)

// Sweep implements domain.Store.
func (s *Store) Sweep(ctx context.Context, now int64) error {
	released := `UPDATE appointments SET state = 'RELEASED', hold_expire_us = 0, version = version + 1, update_us = $1
		WHERE id IN (SELECT id FROM appointments WHERE state = 'HELD' AND hold_expire_us <= $1
		ORDER BY hold_expire_us` + sweepLimit + s.sql.skipLocked + `)`
	forgotten := `DELETE FROM appointments WHERE id IN (SELECT id FROM appointments
		WHERE state = 'RELEASED' AND update_us <= $1` + sweepLimit + s.sql.skipLocked + `)`
	answered := `DELETE FROM requests WHERE (scope, request_id) IN (SELECT scope, request_id FROM requests
		WHERE create_us <= $1 ORDER BY create_us` + sweepLimit + s.sql.skipLocked + `)`
	for _, step := range []struct {
		query string
		until int64
	}{
		{released, now},
		{forgotten, now - keepReleased.Microseconds()},
		{answered, now - keepRequests.Microseconds()},
		{s.sql.trimChanges, now - keepChanges.Microseconds()},
	} {
		if err := s.sweep(ctx, step.query, step.until); err != nil {
			return wrap("sweep", err)
		}
	}
	return nil
}

// sweep runs the query until it finds less than a batch.
func (s *Store) sweep(ctx context.Context, query string, until int64) error {
	for n := int64(sweepBatch); n == sweepBatch; {
		err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
			result, err := tx.ExecContext(ctx, query, until)
			if err != nil {
				return err
			}
			n, err = result.RowsAffected()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
