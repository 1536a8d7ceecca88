package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// ConfirmPairing implements domain.PairingStore.
func (s *Store) ConfirmPairing(ctx context.Context, id string, first, now time.Time) (out domain.Pairing, err error) {
	err = s.write(ctx, "confirm pairing", func(tx *sqldb.Tx) error {
		if out, err = s.scanPairing(tx.QueryRowContext(ctx, forUpdate(tx, selectPairings+` WHERE id = $1`), id)); err != nil {
			return notFound(err, domain.ErrNotFound)
		}
		switch out.State {
		case domain.PairingConfirmed:
			return s.moveFirstSession(ctx, tx, &out, first)
		case domain.PairingCancelled:
			return domain.ErrNotFound
		}
		out.State, out.FirstSession = domain.PairingConfirmed, first
		if err := lapse(ctx, tx, out.Inquiry, now); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE pairings SET state = 'CONFIRMED', first_session_us = $2 WHERE id = $1`, id, sqldb.Micros(first))
		if err != nil {
			return err
		}
		if err := recordChoice(ctx, tx, &out); err != nil {
			return err
		}
		return s.closeProposals(ctx, tx, &out, now)
	})
	return out, underWay(err)
}

// moveFirstSession notes another first session of an agreed pairing.
func (s *Store) moveFirstSession(ctx context.Context, tx *sqldb.Tx, p *domain.Pairing, first time.Time) error {
	if p.FirstSession.Equal(first) {
		return nil
	}
	p.FirstSession = first
	_, err := tx.ExecContext(ctx, `UPDATE pairings SET first_session_us = $2 WHERE id = $1`, p.ID, sqldb.Micros(first))
	return err
}

// EndPairing implements domain.PairingStore.
func (s *Store) EndPairing(ctx context.Context, id string, now time.Time) (out domain.Pairing, err error) {
	err = s.write(ctx, "end pairing", func(tx *sqldb.Tx) error {
		if out, err = s.scanPairing(tx.QueryRowContext(ctx, forUpdate(tx, selectPairings+` WHERE id = $1`), id)); err != nil {
			return notFound(err, domain.ErrNotFound)
		}
		if out.State != domain.PairingConfirmed {
			return nil
		}
		out.State = domain.PairingCancelled
		if _, err := tx.ExecContext(ctx, `UPDATE pairings SET state = 'CANCELLED', end_us = $2 WHERE id = $1`, id, sqldb.Micros(now)); err != nil {
			return err
		}
		return settle(ctx, tx, out.Therapist, out.Inquiry, now, settlement{})
	})
	return out, err
}

// closeProposals accepts the proposal a pairing came from, takes the inquiry's other ones back, and gives every place
// but the pairing's own back. The accepted proposal's other openings were let go by the booking.
func (s *Store) closeProposals(ctx context.Context, tx *sqldb.Tx, p *domain.Pairing, now time.Time) error {
	for _, statement := range []string{
		`UPDATE proposals SET state = 'ACCEPTED' WHERE inquiry = $1 AND id = $2 AND state IN ('OPEN', 'EXPIRED')`,
		`UPDATE proposals SET state = 'WITHDRAWN', release_due = TRUE WHERE inquiry = $1 AND id <> $2 AND state = 'OPEN'`,
	} {
		if _, err := tx.ExecContext(ctx, statement, p.Inquiry, p.Proposal); err != nil {
			return err
		}
	}
	rows, err := tx.QueryContext(ctx, `SELECT therapist_id FROM places WHERE inquiry = $1
UNION SELECT id FROM therapists WHERE id = $2 ORDER BY 1`, p.Inquiry, p.Therapist)
	therapists, err := collect(rows, err, func(row interface{ Scan(...any) error }) (t string, err error) {
		return t, row.Scan(&t)
	})
	if err != nil {
		return err
	}
	for _, t := range therapists {
		if err := settle(ctx, tx, t, p.Inquiry, now, settlement{regardless: true}); err != nil {
			return err
		}
	}
	return nil
}

// CancelPairing implements domain.PairingStore.
func (s *Store) CancelPairing(ctx context.Context, requestID, inquiry string, now time.Time) error {
	return s.write(ctx, "cancel pairing", func(tx *sqldb.Tx) error {
		p, err := s.scanPairing(tx.QueryRowContext(ctx, forUpdate(tx, selectPairings+` WHERE request_id = $1 AND inquiry = $2`), requestID, inquiry))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		case p.State == domain.PairingCancelled:
			return nil
		case p.State == domain.PairingConfirmed:
			return domain.ErrPairingAgreed
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pairings SET state = 'CANCELLED' WHERE id = $1`, p.ID); err != nil {
			return err
		}
		return settle(ctx, tx, p.Therapist, p.Inquiry, now, settlement{})
	})
}
