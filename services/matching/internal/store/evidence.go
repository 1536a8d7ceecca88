package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// agreed is true of pairings that were agreed, also when they have ended.
const agreed = `p.first_session_us > 0 AND p.state IN ('CONFIRMED', 'CANCELLED')`

// NewPairings implements outcome.Store.
func (s *Store) NewPairings(ctx context.Context, limit int) ([]outcome.Case, []string, error) {
	var decisions []string
	rows, err := s.db.Read().QueryContext(ctx, `SELECT p.id, p.inquiry, p.therapist_id, p.first_session_us, p.create_us, p.decision_id,
  (SELECT min(d.create_us) FROM decisions d WHERE d.inquiry = p.inquiry)
FROM pairings p WHERE `+agreed+` AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.pairing_id = p.id) ORDER BY p.id LIMIT $1`, limit)
	out, err := collect(rows, err, func(row interface{ Scan(...any) error }) (outcome.Case, error) {
		var c outcome.Case
		var decision string
		var first, paired, since int64
		err := row.Scan(&c.Pairing, &c.Inquiry, &c.Therapist, &first, &paired, &decision, &since)
		c.FirstSession, c.PairTime, c.Since = sqldb.Time(first), sqldb.Time(paired), sqldb.Time(since)
		decisions = append(decisions, decision)
		return c, err
	})
	return out, decisions, wrap("find new pairings", err)
}

// SaveCase implements outcome.Store.
func (s *Store) SaveCase(ctx context.Context, c *outcome.Case) error {
	facts, err := json.Marshal(c.Facts)
	if err != nil {
		return wrap("save case", err)
	}
	return s.write(ctx, "save case", func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO cases (pairing_id, since_us, facts, pair_us, learning) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (pairing_id) DO NOTHING`, c.Pairing, sqldb.Micros(c.Since), string(facts), sqldb.Micros(c.PairTime), c.Facts.Learning)
		return err
	})
}

// Recent implements domain.DecisionStore.
func (s *Store) Recent(ctx context.Context, since time.Time) (out domain.Recent, err error) {
	err = s.db.Read().QueryRowContext(ctx, `SELECT count(*), coalesce(sum(CASE WHEN learning THEN 1 ELSE 0 END), 0) FROM cases WHERE pair_us >= $1`,
		sqldb.Micros(since)).Scan(&out.Clients, &out.Learning)
	return out, wrap("count new clients", err)
}

// Cases implements outcome.Store.
func (s *Store) Cases(ctx context.Context, from, to time.Time) ([]outcome.Case, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT p.id, p.inquiry, p.therapist_id, p.first_session_us, c.pair_us, c.since_us, c.facts
FROM cases c JOIN pairings p ON p.id = c.pairing_id
WHERE `+agreed+` AND p.first_session_us >= $1 AND p.first_session_us < $2 ORDER BY p.id`, sqldb.Micros(from), sqldb.Micros(to))
	out, err := collect(rows, err, func(row interface{ Scan(...any) error }) (outcome.Case, error) {
		var c outcome.Case
		var first, paired, since int64
		var facts string
		if err := row.Scan(&c.Pairing, &c.Inquiry, &c.Therapist, &first, &paired, &since, &facts); err != nil {
			return c, err
		}
		c.FirstSession, c.PairTime, c.Since = sqldb.Time(first), sqldb.Time(paired), sqldb.Time(since)
		return c, json.Unmarshal([]byte(facts), &c.Facts)
	})
	return out, wrap("read cases", err)
}

// sumsBelow keeps a sum of times from overflowing; it is a prime, so that other times make another sum. Policy.
const sumsBelow = "1000000007"

// Basis implements outcome.Store. Measures are never changed, first sessions may be.
func (s *Store) Basis(ctx context.Context) (string, error) {
	var measures, newest, cases, sessions int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM measures), (SELECT coalesce(max(create_us), 0) FROM measures),
  (SELECT count(*) FROM cases),
  (SELECT coalesce(sum(p.first_session_us % `+sumsBelow+`), 0) FROM cases c JOIN pairings p ON p.id = c.pairing_id WHERE `+agreed+`)`).
		Scan(&measures, &newest, &cases, &sessions)
	return fmt.Sprintf("%d measures to %d, %d cases %d", measures, newest, cases, sessions), wrap("read basis", err)
}

// Evidence implements outcome.Store.
func (s *Store) Evidence(ctx context.Context) (outcome.Evidence, error) {
	var e outcome.Evidence
	var create int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT version, basis, tau2, rho, courses, create_us FROM evidence ORDER BY create_us DESC, version LIMIT 1`).
		Scan(&e.Version, &e.Basis, &e.Tau2, &e.Rho, &e.Courses, &create)
	if errors.Is(err, sql.ErrNoRows) {
		return outcome.Evidence{}, nil
	}
	e.CreateTime = sqldb.Time(create)
	return e, wrap("read evidence", err)
}
