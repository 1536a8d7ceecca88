package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

var selectPairings = `SELECT id, therapist_id, inquiry, state, decision_id, coalesce(proposal_id, ''), slot,
  create_us, expire_us, first_session_us, ` + reasonColumns("pairings") + ` FROM pairings`

func (s *Store) scanPairing(row interface{ Scan(...any) error }) (domain.Pairing, error) {
	var p domain.Pairing
	var create, expire, first int64
	var why reason
	err := row.Scan(&p.ID, &p.Therapist, &p.Inquiry, &p.State, &p.Decision, &p.Proposal, &p.Slot, &create, &expire, &first,
		&why.plain, &why.sealed, &why.wrapped)
	if err != nil {
		return p, err
	}
	p.CreateTime, p.ExpireTime, p.FirstSession = sqldb.Time(create), sqldb.Time(expire), sqldb.Time(first)
	p.OverrideReason, _, err = s.open(p.Inquiry, why)
	if errors.Is(err, sealed.ErrOpen) { // no step of a pairing needs it: a place is not to be kept for ever, nor a first session unconfirmed
		err = nil
	}
	return p, err
}

// ReservePairing implements domain.PairingStore.
func (s *Store) ReservePairing(ctx context.Context, p *domain.Pairing, req domain.Request) (out domain.Pairing, err error) {
	now := p.CreateTime
	err = s.repeatable(ctx, "reserve pairing", func(tx *sqldb.Tx) error {
		known, err := remembered(ctx, tx, req)
		if err != nil {
			return err
		}
		if known != "" {
			out, err = s.renewPairing(ctx, tx, known, p)
			return err
		}
		if err := heard(ctx, tx, p.Inquiry); err != nil {
			return err
		}
		if err := lapse(ctx, tx, p.Inquiry, now); err != nil {
			return err
		}
		if err := stillOpen(ctx, tx, p.Proposal, now); err != nil {
			return err
		}
		if agreed, err := s.agreedPairing(ctx, tx, p); err != nil || agreed.ID != "" {
			if out = agreed; err != nil {
				return err
			}
			return remember(ctx, tx, req, out.ID, now)
		}
		if err := s.insertPairing(ctx, tx, p, req.ID); err != nil {
			return err
		}
		out = *p
		if err := settle(ctx, tx, p.Therapist, p.Inquiry, now, settlement{severe: &p.Severe}); err != nil {
			return err
		}
		return remember(ctx, tx, req, p.ID, now)
	})
	return out, underWay(err)
}

// recordChoice writes down with the decision whom a pairing was agreed with, and why against the ranking.
func recordChoice(ctx context.Context, tx *sqldb.Tx, p *domain.Pairing) error {
	_, err := tx.ExecContext(ctx, `UPDATE decisions SET choice = $2, choose_us = $3, override_reason = p.override_reason,
  override_sealed = p.override_sealed FROM pairings p WHERE decisions.id = $1 AND p.id = $4`,
		p.Decision, p.Therapist, sqldb.Micros(p.CreateTime), p.ID)
	return err
}

// underWay reads a broken "one pairing per inquiry".
func underWay(err error) error {
	if sqldb.Classify(err) == sqldb.Unique {
		return domain.ErrPairingUnderWay.Wrap(err)
	}
	return err
}

// renewPairing returns the pairing an earlier attempt made; a lapsed one is reserved anew, if the rules were asked again and no answer asks
// for a licensed person first.
func (s *Store) renewPairing(ctx context.Context, tx *sqldb.Tx, id string, wish *domain.Pairing) (domain.Pairing, error) {
	now := wish.CreateTime
	p, err := s.scanPairing(tx.QueryRowContext(ctx, forUpdate(tx, selectPairings+` WHERE id = $1`), id))
	if err != nil || p.At(now).State != domain.PairingLapsed {
		return p, err
	}
	if !wish.Judged {
		return p, domain.ErrLapsed
	}
	if err := heard(ctx, tx, p.Inquiry); err != nil {
		return p, err
	}
	if err := stillOpen(ctx, tx, p.Proposal, now); err != nil {
		return p, err
	}
	p.State, p.ExpireTime = domain.PairingReserved, wish.ExpireTime
	_, err = tx.ExecContext(ctx, `UPDATE pairings SET state = 'RESERVED', expire_us = $2 WHERE id = $1`, id, sqldb.Micros(p.ExpireTime))
	if err != nil {
		return p, err
	}
	return p, settle(ctx, tx, p.Therapist, p.Inquiry, now, settlement{severe: &wish.Severe})
}

// agreedPairing is the pairing the inquiry has with the therapist already; zero when there is none. It has its place.
func (s *Store) agreedPairing(ctx context.Context, tx *sqldb.Tx, wish *domain.Pairing) (domain.Pairing, error) {
	p, err := s.scanPairing(tx.QueryRowContext(ctx, forUpdate(tx, selectPairings+
		` WHERE inquiry = $1 AND therapist_id = $2 AND state = 'CONFIRMED'`), wish.Inquiry, wish.Therapist))
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Pairing{}, nil
	}
	return p, err
}

// lapse writes down reservations of the inquiry whose time has passed, so that they do not stand in the way.
func lapse(ctx context.Context, tx *sqldb.Tx, inquiry string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE pairings SET state = 'LAPSED' WHERE inquiry = $1 AND state = 'RESERVED' AND expire_us <= $2`,
		inquiry, sqldb.Micros(now))
	return err
}

// stillOpen refuses a proposal that is no longer open at now. It is locked, so that it is not closed meanwhile.
func stillOpen(ctx context.Context, tx *sqldb.Tx, proposal string, now time.Time) error {
	if proposal == "" {
		return nil
	}
	p, err := scanProposal(tx.QueryRowContext(ctx, forUpdate(tx, selectProposals+` WHERE id = $1`), proposal))
	if err != nil {
		return notFound(err, domain.ErrNotFound)
	}
	if state := p.At(now).State; state != domain.ProposalOpen {
		return domain.ErrProposalClosed.With("state", string(state))
	}
	return nil
}

func (s *Store) insertPairing(ctx context.Context, tx *sqldb.Tx, p *domain.Pairing, requestID string) error {
	why, err := s.seal(ctx, tx, p.Inquiry, p.OverrideReason, p.CreateTime)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO pairings
  (id, therapist_id, inquiry, state, decision_id, proposal_id, slot, override_sealed, request_id, create_us, expire_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.Therapist, p.Inquiry, string(p.State), p.Decision,
		sql.NullString{String: p.Proposal, Valid: p.Proposal != ""}, p.Slot, why, requestID,
		sqldb.Micros(p.CreateTime), sqldb.Micros(p.ExpireTime))
	return err
}
