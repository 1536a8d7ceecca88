package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

const actColumns = `r.request_id, r.kind, r.body_hash, r.inquiry_id, r.act_id, r.actor, r.step, r.sealed, r.claim,
	r.lease_us, r.create_us`

const fromRequests = ` FROM requests r JOIN inquiries i ON i.id = r.inquiry_id JOIN persons p ON p.id = i.person_id `

// scanAct reads an act and opens it with the person's key.
func scanAct(r row, who *person, more ...any) (*domain.Act, error) {
	var a domain.Act
	var box []byte
	var lease, created int64
	dest := append([]any{
		&a.RequestID, &a.Kind, &a.BodyHash, &a.Inquiry, &a.ID, &a.Actor, &a.Step, &box, &a.Claim, &lease, &created,
	}, more...)
	if err := r.Scan(dest...); err != nil {
		return nil, err
	}
	a.Lease, a.CreateTime = sqldb.Time(lease), sqldb.Time(created)
	if who == nil {
		return &a, nil
	}
	return &a, openAct(&a, box, who)
}

func openAct(a *domain.Act, box []byte, who *person) error {
	if a.Step == domain.Done {
		return open(who.key, box, &a.Answer, placeRequest, a.RequestID)
	}
	return open(who.key, box, &a.Args, placeRequest, a.RequestID)
}

// scanWrapped reads an act along with the wrapped key it opens with.
func (s *Store) scanWrapped(r row) (*domain.Act, error) {
	var wrapped, box []byte
	a, err := scanAct(r, nil, &wrapped, &box)
	if err != nil {
		return nil, err
	}
	key, err := s.keyring.Unwrap(wrapped)
	if err != nil {
		return nil, err
	}
	return a, openAct(a, box, &person{key: key})
}

// Request implements domain.Store.
func (s *Store) Request(ctx context.Context, requestID string) (*domain.Act, error) {
	a, err := s.scanWrapped(s.db.Read().QueryRowContext(ctx,
		"SELECT "+actColumns+", p.wrapped_key, r.sealed"+fromRequests+"WHERE r.request_id = $1", requestID))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return a, err
}

// Claim implements domain.Store.
func (s *Store) Claim(ctx context.Context, a *domain.Act, lease time.Time) (bool, error) {
	changed, err := s.exec(ctx, `UPDATE requests SET claim = claim + 1, lease_us = $1
		WHERE request_id = $2 AND act_id = $3 AND claim = $4 AND step <> 'DONE'`,
		sqldb.Micros(lease), a.RequestID, a.ID, a.Claim)
	if err != nil || changed == 0 {
		return false, err
	}
	a.Claim, a.Lease = a.Claim+1, lease
	return true, nil
}

// Undo implements domain.Store.
func (s *Store) Undo(ctx context.Context, a *domain.Act) (bool, error) {
	undone := false
	err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		result, err := tx.ExecContext(ctx,
			`DELETE FROM requests WHERE request_id = $1 AND act_id = $2 AND claim = $3 AND step = 'STARTED'`,
			a.RequestID, a.ID, a.Claim)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if undone = n == 1; err != nil || !undone || a.Kind != domain.ActSubmit {
			return err
		}
		var person string
		err = tx.QueryRowContext(ctx, `DELETE FROM inquiries WHERE id = $1 AND state = 'PENDING' RETURNING person_id`,
			a.Inquiry).Scan(&person)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM persons WHERE id = $1`, person)
		return err
	})
	return undone, err
}

// Abandoned implements domain.Store.
func (s *Store) Abandoned(ctx context.Context, now time.Time, limit int) ([]domain.Act, error) {
	rows, err := s.db.Read().QueryContext(ctx, "SELECT "+actColumns+", p.wrapped_key, r.sealed"+fromRequests+
		"WHERE r.step <> 'DONE' AND r.lease_us <= $1 ORDER BY r.lease_us, r.request_id LIMIT $2",
		sqldb.Micros(now), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var acts []domain.Act
	for rows.Next() {
		a, err := s.scanWrapped(rows)
		if err != nil {
			return nil, err
		}
		acts = append(acts, *a)
	}
	return acts, rows.Err()
}

// exec runs one writing statement and returns how many rows it changed.
func (s *Store) exec(ctx context.Context, query string, args ...any) (int64, error) {
	var changed int64
	err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		changed, err = result.RowsAffected()
		return err
	})
	return changed, err
}
