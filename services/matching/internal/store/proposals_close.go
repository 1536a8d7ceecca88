package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// AbandonProposal implements domain.ProposalStore.
func (s *Store) AbandonProposal(ctx context.Context, id string, now time.Time) error {
	return s.write(ctx, "abandon proposal", func(tx *sqldb.Tx) error {
		p, err := scanProposal(tx.QueryRowContext(ctx, forUpdate(tx, selectProposals+` WHERE id = $1`), id))
		if err != nil {
			return notFound(err, nil)
		}
		if p.State != domain.ProposalPending {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM proposals WHERE id = $1`, id); err != nil {
			return err
		}
		if err := forget(ctx, tx, "CreateProposal", id); err != nil {
			return err
		}
		return settleAll(ctx, tx, therapistsOf(&p), p.Inquiry, now, settlement{})
	})
}

// WithdrawProposal implements domain.ProposalStore.
func (s *Store) WithdrawProposal(ctx context.Context, id string, now time.Time) (out domain.Proposal, err error) {
	err = s.write(ctx, "withdraw proposal", func(tx *sqldb.Tx) error {
		if out, err = scanProposal(tx.QueryRowContext(ctx, forUpdate(tx, selectProposals+` WHERE id = $1`), id)); err != nil {
			return notFound(err, domain.ErrNotFound)
		}
		if out.State != domain.ProposalOpen {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `UPDATE proposals SET state = 'WITHDRAWN', release_due = TRUE WHERE id = $1`, id); err != nil {
			return err
		}
		out.State = domain.ProposalWithdrawn
		return settleAll(ctx, tx, therapistsOf(&out), out.Inquiry, now, settlement{})
	})
	return out, err
}

// PendingProposals implements domain.ProposalStore.
func (s *Store) PendingProposals(ctx context.Context, before time.Time) ([]domain.Proposal, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectProposals+` WHERE state = 'PENDING' AND attempt_us < $1 ORDER BY id`, sqldb.Micros(before))
	out, err := collect(rows, err, scanProposal)
	return out, wrap("list pending proposals", err)
}

// DueReleases implements domain.ProposalStore.
func (s *Store) DueReleases(ctx context.Context) ([]domain.Proposal, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectProposals+` WHERE release_due ORDER BY id`)
	out, err := collect(rows, err, scanProposal)
	return out, wrap("list holds to release", err)
}

// MarkReleased implements domain.ProposalStore.
func (s *Store) MarkReleased(ctx context.Context, id string) error {
	return s.write(ctx, "mark hold released", func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE proposals SET release_due = FALSE WHERE id = $1`, id)
		return err
	})
}

// Sweep implements domain.PairingStore.
func (s *Store) Sweep(ctx context.Context, now, forget time.Time) error {
	err := s.write(ctx, "sweep", func(tx *sqldb.Tx) error {
		// In the order in which everybody else locks: therapists by id, then their places.
		lapsed := forUpdate(tx, `SELECT id FROM therapists WHERE id IN (SELECT therapist_id FROM places WHERE until_us <= $1) ORDER BY id`)
		if _, err := tx.ExecContext(ctx, lapsed, sqldb.Micros(now)); err != nil {
			return err
		}
		for _, statement := range []string{
			`UPDATE pairings SET state = 'LAPSED' WHERE state = 'RESERVED' AND expire_us <= $1`,
			`UPDATE proposals SET state = 'EXPIRED' WHERE state = 'OPEN' AND expire_us <= $1`,
			`DELETE FROM places WHERE until_us <= $1`,
		} {
			if _, err := tx.ExecContext(ctx, statement, sqldb.Micros(now)); err != nil {
				return err
			}
		}
		for _, statement := range []string{
			`DELETE FROM requests WHERE create_us < $1`,
			`DELETE FROM waitlist WHERE state = 'LEFT' AND update_us < $1`,
		} {
			if _, err := tx.ExecContext(ctx, statement, sqldb.Micros(forget)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.sealOld(ctx, now)
}
