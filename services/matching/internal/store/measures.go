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

var _ outcome.Store = (*Store)(nil)

const selectMeasures = `SELECT id, inquiry, coalesce(therapist_id, ''), instrument, total, band, parts, needs_human, take_us, create_us,
  seen_by, seen_us FROM measures`

func scanMeasure(row interface{ Scan(...any) error }) (outcome.Measure, error) {
	var m outcome.Measure
	var parts string
	var take, create, seen int64
	err := row.Scan(&m.ID, &m.Inquiry, &m.Therapist, &m.Instrument, &m.Total, &m.Band, &parts, &m.NeedsHuman, &take, &create, &m.SeenBy, &seen)
	if err != nil {
		return m, err
	}
	m.TakeTime, m.CreateTime = sqldb.Time(take), sqldb.Time(create)
	m.SeenTime = sqldb.Time(seen)
	return m, json.Unmarshal([]byte(parts), &m.Parts)
}

// pairedWith is the therapist the inquiry is paired with now, empty when there is none. For a therapist's own clients
// (own is set) anybody else's do not exist.
func pairedWith(ctx context.Context, tx *sqldb.Tx, inquiry, own string) (string, error) {
	var therapist string
	err := tx.QueryRowContext(ctx, `SELECT therapist_id FROM pairings WHERE inquiry = $1 AND state = 'CONFIRMED'`, inquiry).Scan(&therapist)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if own != "" && therapist != own {
		return "", domain.ErrNotFound
	}
	return therapist, nil
}

// SaveMeasure implements outcome.Store.
func (s *Store) SaveMeasure(ctx context.Context, m *outcome.Measure, own string, req domain.Request) (out outcome.Measure, err error) {
	parts, err := json.Marshal(m.Parts)
	if err != nil {
		return out, wrap("save measure", err)
	}
	err = s.repeatable(ctx, "save measure", func(tx *sqldb.Tx) error {
		known, err := remembered(ctx, tx, req)
		if err != nil {
			return err
		}
		if known != "" {
			out, err = scanMeasure(tx.QueryRowContext(ctx, selectMeasures+` WHERE id = $1`, known))
			return err
		}
		out = *m
		if out.Therapist, err = pairedWith(ctx, tx, m.Inquiry, own); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO measures
  (id, inquiry, therapist_id, instrument, total, band, parts, needs_human, take_us, create_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			m.ID, m.Inquiry, sql.NullString{String: out.Therapist, Valid: out.Therapist != ""}, string(m.Instrument), m.Total, string(m.Band),
			string(parts), m.NeedsHuman, sqldb.Micros(m.TakeTime), sqldb.Micros(m.CreateTime))
		if err != nil {
			return err
		}
		return remember(ctx, tx, req, m.ID, m.CreateTime)
	})
	return out, err
}

// ListMeasures implements outcome.Store.
func (s *Store) ListMeasures(ctx context.Context, f outcome.Filter, before time.Time, id string, limit int) ([]outcome.Measure, error) {
	query, args := selectMeasures+` WHERE TRUE`, []any{}
	and := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = fmt.Sprintf(condition, len(args))
		}
		query += ` AND ` + condition
	}
	if f.Inquiry != "" {
		and(`inquiry = $%d`, f.Inquiry)
	}
	if f.Therapist != "" {
		and(`therapist_id = $%d`, f.Therapist)
	}
	if f.Unseen {
		and(`needs_human AND seen_us = 0`)
	}
	if !before.IsZero() {
		args = append(args, sqldb.Micros(before), id)
		query += fmt.Sprintf(` AND (take_us < $%d OR (take_us = $%d AND id < $%d))`, len(args)-1, len(args)-1, len(args))
	}
	args = append(args, limit)
	query += fmt.Sprintf(` ORDER BY take_us DESC, id DESC LIMIT $%d`, len(args))
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	out, err := collect(rows, err, scanMeasure)
	return out, wrap("list measures", err)
}

// Flagged implements outcome.Store.
func (s *Store) Flagged(ctx context.Context, inquiries []string, own string) ([]string, error) {
	out, err := inParts(inquiries, func(in string, args []any) ([]string, error) {
		rows, err := s.db.Read().QueryContext(ctx, `SELECT DISTINCT inquiry FROM measures
WHERE needs_human AND seen_us = 0 AND ($1 = '' OR therapist_id = $1) AND inquiry IN `+in, args...)
		return collect(rows, err, scanID)
	}, any(own))
	return out, wrap("read who is flagged", err)
}

// heard refuses to offer somebody to a client of whom an answer asks for a licensed person and nobody licensed has looked.
func heard(ctx context.Context, tx *sqldb.Tx, inquiry string) error {
	var unseen int64
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM measures WHERE inquiry = $1 AND needs_human AND seen_us = 0`, inquiry).Scan(&unseen)
	if err == nil && unseen > 0 {
		err = domain.ErrAnswerFlagged.With("inquiry", "inquiries/"+inquiry)
	}
	return err
}

// SeeMeasure implements outcome.Store.
func (s *Store) SeeMeasure(ctx context.Context, id, by string, now time.Time, req domain.Request) (out outcome.Measure, err error) {
	err = s.repeatable(ctx, "see measure", func(tx *sqldb.Tx) error {
		known, err := remembered(ctx, tx, req)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE measures SET seen_by = $2, seen_us = $3 WHERE id = $1 AND seen_us = 0 AND needs_human`,
			id, by, sqldb.Micros(now))
		if err != nil {
			return err
		}
		out, err = scanMeasure(tx.QueryRowContext(ctx, selectMeasures+` WHERE id = $1`, id))
		if err != nil || known != "" {
			return notFound(err, domain.ErrNotFound)
		}
		return remember(ctx, tx, req, id, now)
	})
	return out, err
}

// Measures implements outcome.Store.
func (s *Store) Measures(ctx context.Context) ([]outcome.Measure, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectMeasures+` ORDER BY inquiry, take_us, id`)
	out, err := collect(rows, err, scanMeasure)
	return out, wrap("read measures", err)
}
