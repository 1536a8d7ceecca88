package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// Made implements domain.ProposalStore.
func (s *Store) Made(ctx context.Context, req domain.Request) (resource string, err error) {
	resource, err = remembered(ctx, s.db.Read(), req)
	return resource, wrap("find request", err)
}

// remembered returns the resource the same request made, empty when there is none.
func remembered(ctx context.Context, tx sqldb.Queryer, req domain.Request) (string, error) {
	if req.ID == "" {
		return "", nil
	}
	var hash, resource string
	err := tx.QueryRowContext(ctx, `SELECT hash, resource FROM requests WHERE method = $1 AND id = $2`, req.Method, req.ID).
		Scan(&hash, &resource)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", nil
	case err != nil:
		return "", err
	case hash != req.Hash:
		return "", domain.ErrRequestIDReused
	default:
		return resource, nil
	}
}

// remember records what the request made, in the write's own transaction. A racing twin fails here on PostgreSQL and
// is run again by whoever asked.
func remember(ctx context.Context, tx *sqldb.Tx, req domain.Request, resource string, now time.Time) error {
	if req.ID == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO requests (method, id, hash, resource, create_us) VALUES ($1, $2, $3, $4, $5)`,
		req.Method, req.ID, req.Hash, resource, sqldb.Micros(now))
	return err
}

func forget(ctx context.Context, tx *sqldb.Tx, method, resource string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM requests WHERE method = $1 AND resource = $2`, method, resource)
	return err
}
