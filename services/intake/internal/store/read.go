package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// columns are what scan reads, of inquiries i and persons p.
const columns = `i.id, i.person_id, i.state, i.close_reason, i.origin, i.therapist, i.risk_alert, i.details, i.sealed,
	i.version, i.events, i.create_us, i.update_us, p.wrapped_key`

const fromInquiries = ` FROM inquiries i JOIN persons p ON p.id = i.person_id `

// row is a *sql.Row or *sql.Rows.
type row interface{ Scan(dest ...any) error }

// scan reads an inquiry and opens what is sealed in it.
func (s *Store) scan(r row, more ...any) (domain.Inquiry, *person, error) {
	var i domain.Inquiry
	var who person
	var details string
	var box, wrapped []byte
	var created, updated int64
	dest := append([]any{
		&i.ID, &who.id, &i.State, &i.CloseReason, &i.Origin, &i.Therapist, &i.RiskAlert, &details, &box,
		&i.Version, &i.Events, &created, &updated, &wrapped,
	}, more...)
	if err := r.Scan(dest...); err != nil {
		return i, nil, err
	}
	i.CreateTime, i.UpdateTime = sqldb.Time(created), sqldb.Time(updated)
	if err := json.Unmarshal([]byte(details), &i.Details); err != nil {
		return i, nil, fmt.Errorf("inquiry %s: %w", i.ID, err)
	}
	var err error
	if who.key, err = s.keyring.Unwrap(wrapped); err != nil {
		return i, nil, err
	}
	return i, &who, open(who.key, box, &i.Person, placePerson, i.ID)
}

// Inquiry implements domain.Store.
func (s *Store) Inquiry(ctx context.Context, inquiry string) (domain.Inquiry, error) {
	i, _, err := s.scan(s.db.Read().QueryRowContext(ctx,
		"SELECT "+columns+fromInquiries+"WHERE i.id = $1 AND i.state <> 'PENDING'", inquiry))
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Inquiry{}, domain.ErrInquiryNotFound
	}
	return i, err
}

// take reads an inquiry to change it, with the act that holds it.
func (s *Store) take(ctx context.Context, tx *sqldb.Tx, inquiry string, by domain.By) (*domain.File, error) {
	i, who, err := s.scan(tx.QueryRowContext(ctx,
		"SELECT "+columns+fromInquiries+"WHERE i.id = $1"+forUpdate(tx, "OF i"), inquiry))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, domain.ErrInquiryNotFound
	}
	if err != nil {
		return nil, err
	}
	f := &domain.File{Inquiry: i, By: by, Handle: who}
	act, err := scanAct(tx.QueryRowContext(ctx,
		"SELECT "+actColumns+" FROM requests r WHERE r.inquiry_id = $1 AND r.step <> 'DONE'", inquiry), who)
	if !errors.Is(err, sql.ErrNoRows) {
		f.UnderWay = act
		return f, err
	}
	return f, nil
}

// History implements domain.Store.
func (s *Store) History(ctx context.Context, inquiry string) ([]domain.Event, error) {
	rows, err := s.db.Read().QueryContext(ctx,
		`SELECT time_us, actor, kind, state, facts, request_id FROM history WHERE inquiry_id = $1 ORDER BY n`, inquiry)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var events []domain.Event
	for rows.Next() {
		var e domain.Event
		var at int64
		var facts string
		if err := rows.Scan(&at, &e.Actor, &e.Kind, &e.State, &facts, &e.RequestID); err != nil {
			return nil, err
		}
		e.Time = sqldb.Time(at)
		if err := json.Unmarshal([]byte(facts), &e.Facts); err != nil {
			return nil, fmt.Errorf("history: %w", err)
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

// Link implements domain.Store.
func (s *Store) Link(ctx context.Context, hash string, now time.Time) (domain.Inquiry, error) {
	return s.found(ctx, `SELECT inquiry_id FROM links WHERE hash = $1 AND expire_us > $2`, hash, sqldb.Micros(now))
}

// ByCode implements domain.Store.
func (s *Store) ByCode(ctx context.Context, code, e164 string) (domain.Inquiry, error) {
	return s.found(ctx, `SELECT c.inquiry_id FROM contact_index c
		JOIN contact_index p ON p.inquiry_id = c.inquiry_id AND p.label = $1 AND p.digest = $2
		WHERE c.label = $3 AND c.digest = $4`,
		labelPhone, s.keyring.Index(labelPhone, e164), labelCode, s.keyring.Index(labelCode, code))
}

// found reads the inquiry a query names; ErrLinkNotFound when it names none.
func (s *Store) found(ctx context.Context, query string, args ...any) (domain.Inquiry, error) {
	var inquiry string
	err := s.db.Read().QueryRowContext(ctx, query, args...).Scan(&inquiry)
	if err == nil {
		var i domain.Inquiry
		if i, err = s.Inquiry(ctx, inquiry); err == nil {
			return i, nil
		}
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, domain.ErrInquiryNotFound) {
		return domain.Inquiry{}, domain.ErrLinkNotFound
	}
	return domain.Inquiry{}, err
}
