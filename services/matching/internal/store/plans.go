package store

import (
	"context"
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// PlanOf implements domain.PlanStore.
func (s *Store) PlanOf(ctx context.Context, req domain.Request) (id string, err error) {
	err = s.write(ctx, "find plan", func(tx *sqldb.Tx) error {
		id, err = remembered(ctx, tx, req)
		return err
	})
	return id, err
}

// SavePlan implements domain.PlanStore.
func (s *Store) SavePlan(ctx context.Context, p *domain.Plan, req domain.Request) (id string, err error) {
	doc, err := json.Marshal(p)
	if err != nil {
		return "", wrap("save plan", err)
	}
	start, err := json.Marshal(p.Start)
	if err != nil {
		return "", wrap("save plan", err)
	}
	err = s.repeatable(ctx, "save plan", func(tx *sqldb.Tx) error {
		if id, err = remembered(ctx, tx, req); err != nil || id != "" {
			return err
		}
		id = p.ID
		us := sqldb.Micros(p.CreateTime)
		if _, err := tx.ExecContext(ctx, `INSERT INTO plans (id, doc, create_us) VALUES ($1, $2, $3)`, id, string(doc), us); err != nil {
			return err
		}
		// Of plans made at once the newer one stays.
		if _, err := tx.ExecContext(ctx, `UPDATE plan_start SET doc = $1, create_us = $2 WHERE create_us <= $2`, string(start), us); err != nil {
			return err
		}
		known, err := forecastInForce(ctx, tx, us)
		if err != nil {
			return err
		}
		if !known {
			if err := movePrices(ctx, tx, p.Prices, domain.PriceOfPlan, us); err != nil {
				return err
			}
		}
		return remember(ctx, tx, req, p.ID, p.CreateTime)
	})
	return id, err
}

// Plan implements domain.PlanStore.
func (s *Store) Plan(ctx context.Context, id string) (p domain.Plan, err error) {
	var doc string
	err = s.db.Read().QueryRowContext(ctx, `SELECT doc FROM plans WHERE id = $1`, id).Scan(&doc)
	if err == nil {
		err = json.Unmarshal([]byte(doc), &p)
	}
	return p, wrap("read plan", notFound(err, domain.ErrNotFound))
}

// PlanStart implements domain.PlanStore.
func (s *Store) PlanStart(ctx context.Context) (out domain.PlanStart, err error) {
	var doc string
	err = s.db.Read().QueryRowContext(ctx, `SELECT doc FROM plan_start`).Scan(&doc)
	if err == nil {
		err = json.Unmarshal([]byte(doc), &out)
	}
	return out, wrap("read start of plans", err)
}

// OffersOf implements domain.PlanStore.
func (s *Store) OffersOf(ctx context.Context, id string) (map[string]domain.Proposal, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectProposals+` WHERE plan_id = $1 AND plan_id <> '' AND state <> 'PENDING' ORDER BY create_us`, id)
	found, err := collect(rows, err, scanProposal)
	if err != nil {
		return nil, wrap("read offers", err)
	}
	out := make(map[string]domain.Proposal, len(found))
	for _, p := range found {
		out[p.Inquiry] = p
	}
	return out, nil
}
