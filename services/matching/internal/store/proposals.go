package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

const selectProposals = `SELECT id, decision_id, inquiry, state, options, hold, create_us, expire_us, plan_id FROM proposals`

func scanProposal(row interface{ Scan(...any) error }) (domain.Proposal, error) {
	var p domain.Proposal
	var options string
	var create, expire int64
	if err := row.Scan(&p.ID, &p.Decision, &p.Inquiry, &p.State, &options, &p.Hold, &create, &expire, &p.Plan); err != nil {
		return p, err
	}
	p.CreateTime, p.ExpireTime = sqldb.Time(create), sqldb.Time(expire)
	return p, json.Unmarshal([]byte(options), &p.Options)
}

// Proposal implements domain.ProposalStore.
func (s *Store) Proposal(ctx context.Context, id string) (domain.Proposal, error) {
	p, err := scanProposal(s.db.Read().QueryRowContext(ctx, selectProposals+` WHERE id = $1`, id))
	return p, wrap("read proposal", notFound(err, domain.ErrNotFound))
}

// BeginProposal implements domain.ProposalStore.
func (s *Store) BeginProposal(
	ctx context.Context, p *domain.Proposal, req domain.Request,
) (out domain.Proposal, err error) {
	now := p.CreateTime
	err = s.repeatable(ctx, "begin proposal", func(tx *sqldb.Tx) error {
		known, err := remembered(ctx, tx, req)
		if err != nil {
			return err
		}
		if known != "" {
			// Another attempt at a pending one keeps the sweep away from it.
			if _, err := tx.ExecContext(ctx, `UPDATE proposals SET attempt_us = $2 WHERE id = $1 AND state = 'PENDING'`,
				known, sqldb.Micros(now)); err != nil {
				return err
			}
			out, err = scanProposal(tx.QueryRowContext(ctx, selectProposals+` WHERE id = $1`, known))
			if err != nil || out.State != domain.ProposalPending {
				return err
			}
			return heard(ctx, tx, p.Inquiry)
		}
		if err := heard(ctx, tx, p.Inquiry); err != nil {
			return err
		}
		out = *p
		if err := insertProposal(ctx, tx, p); err != nil {
			return err
		}
		if err := settleAll(ctx, tx, therapistsOf(p), p.Inquiry, now, settlement{severe: &p.Severe}); err != nil {
			return err
		}
		return remember(ctx, tx, req, p.ID, now)
	})
	return out, err
}

func insertProposal(ctx context.Context, tx *sqldb.Tx, p *domain.Proposal) error {
	options, err := json.Marshal(p.Options)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO proposals
  (id, decision_id, inquiry, state, options, hold, create_us, attempt_us, expire_us, plan_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
		p.ID, p.Decision, p.Inquiry, string(p.State), string(options), p.Hold, sqldb.Micros(p.CreateTime), sqldb.Micros(p.ExpireTime), p.Plan)
	if err != nil {
		return err
	}
	for _, t := range therapistsOf(p) {
		if _, err := tx.ExecContext(ctx, `INSERT INTO proposal_therapists (proposal_id, therapist_id) VALUES ($1, $2)`, p.ID, t); err != nil {
			return err
		}
	}
	return nil
}

// therapistsOf are the proposed therapists in the order in which they are locked.
func therapistsOf(p *domain.Proposal) []string {
	out := make([]string, len(p.Options))
	for i, o := range p.Options {
		out[i] = o.Therapist
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func settleAll(ctx context.Context, tx *sqldb.Tx, therapists []string, inquiry string, now time.Time, how settlement) error {
	for _, t := range therapists {
		if err := settle(ctx, tx, t, inquiry, now, how); err != nil {
			return err
		}
	}
	return nil
}

// OpenProposal implements domain.ProposalStore.
func (s *Store) OpenProposal(ctx context.Context, id, hold string, expire time.Time) (out domain.Proposal, err error) {
	err = s.write(ctx, "open proposal", func(tx *sqldb.Tx) error {
		if out, err = scanProposal(tx.QueryRowContext(ctx, forUpdate(tx, selectProposals+` WHERE id = $1`), id)); err != nil {
			return notFound(err, domain.ErrNotFound)
		}
		if out.State == domain.ProposalPending {
			if err := heard(ctx, tx, out.Inquiry); err != nil {
				return err
			}
			out.State, out.Hold, out.ExpireTime = domain.ProposalOpen, hold, expire
			_, err := tx.ExecContext(ctx, `UPDATE proposals SET state = 'OPEN', hold = $2, expire_us = $3 WHERE id = $1`, id, hold, sqldb.Micros(expire))
			if err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE places SET until_us = $2 WHERE inquiry = $1 AND until_us < $2
  AND therapist_id IN (SELECT therapist_id FROM proposal_therapists WHERE proposal_id = $3)`, out.Inquiry, sqldb.Micros(expire), id)
		return err
	})
	return out, err
}
