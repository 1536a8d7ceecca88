package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const busyColumns = `b.id, b.provider_id, b.label, b.host, b.sealed_url, b.create_us, b.attempt_us, b.success_us,
	b.problem, b.failures, b.unreadable, b.zone, b.etag, b.modified, b.whole_us, b.covered_us, b.digest, b.next_us, b.lease`

const readBusy = "SELECT " + busyColumns + `, coalesce(t.spans, '') FROM busy_calendars b
	LEFT JOIN busy_times t ON t.calendar_id = b.id `

func scanBusy(row interface{ Scan(dest ...any) error }) (domain.BusyCalendar, error) {
	var b domain.BusyCalendar
	var spans []byte
	last := &b.Reading
	err := row.Scan(&b.ID, &b.ProviderID, &b.Label, &b.Host, &b.SealedURL, &b.Created, &b.Attempt, &b.Success,
		&b.Problem, &b.Failures, &b.Unreadable, &last.Zone, &last.ETag, &last.Modified, &last.At, &last.Covered,
		&last.Digest, &b.Next, &b.Lease, &spans)
	if errors.Is(err, sql.ErrNoRows) {
		return b, domain.ErrNotFound
	}
	if err == nil {
		var known []domain.Span
		known, err = decodeSpans(spans)
		b.Spans = len(known)
	}
	return b, wrap("busy calendar", err)
}

// encodeSpans writes pairs of numbers.
func encodeSpans(spans []domain.Span) (string, error) {
	pairs := make([][2]int64, len(spans))
	for i, s := range spans {
		pairs[i] = [2]int64{s.Start, s.End}
	}
	text, err := json.Marshal(pairs)
	return string(text), err
}

// decodeSpans is the inverse of encodeSpans; nothing is no pairs.
func decodeSpans(text []byte) ([]domain.Span, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var pairs [][2]int64
	if err := json.Unmarshal(text, &pairs); err != nil {
		return nil, err
	}
	out := make([]domain.Span, len(pairs))
	for i, p := range pairs {
		out[i] = domain.Span{Start: p[0], End: p[1]}
	}
	return out, nil
}

// loadBusy reads the busy time of the calendars elsewhere, by provider.
func loadBusy(ctx context.Context, q sqldb.Queryer) (map[string][]domain.Span, error) {
	rows, err := q.QueryContext(ctx, `SELECT b.provider_id, t.spans FROM busy_times t
		JOIN busy_calendars b ON b.id = t.calendar_id ORDER BY b.provider_id, b.id`)
	if err != nil {
		return nil, wrap("busy times", err)
	}
	defer rows.Close()
	out := make(map[string][]domain.Span)
	for rows.Next() {
		var provider string
		var text []byte
		if err := rows.Scan(&provider, &text); err != nil {
			return nil, wrap("busy times", err)
		}
		spans, err := decodeSpans(text)
		if err != nil {
			return nil, wrap("busy times", err)
		}
		out[provider] = append(out[provider], spans...)
	}
	return out, wrap("busy times", rows.Err())
}

// BusyCalendar implements domain.BusyStore.
func (s *Store) BusyCalendar(ctx context.Context, id string) (domain.BusyCalendar, error) {
	return scanBusy(s.db.Read().QueryRowContext(ctx, readBusy+"WHERE b.id = $1", id))
}

// BusyCalendars implements domain.BusyStore.
func (s *Store) BusyCalendars(ctx context.Context, providerID string) ([]domain.BusyCalendar, error) {
	rows, err := s.db.Read().QueryContext(ctx,
		readBusy+"WHERE $1 = '' OR b.provider_id = $1 ORDER BY b.provider_id, b.create_us, b.id", providerID)
	if err != nil {
		return nil, wrap("busy calendars", err)
	}
	defer rows.Close()
	var out []domain.BusyCalendar
	for rows.Next() {
		b, err := scanBusy(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, wrap("busy calendars", rows.Err())
}

// ClaimBusy implements domain.BusyStore. Whoever finds the row claimed by another meanwhile gets none.
func (s *Store) ClaimBusy(
	ctx context.Context, id, lease string, now, until int64,
) (claimed domain.BusyCalendar, ok bool, err error) {
	find, args := "SELECT id FROM busy_calendars WHERE lease_us <= $1 AND next_us <= $1 ORDER BY next_us, id LIMIT 1", []any{now}
	if id != "" {
		find, args = "SELECT id FROM busy_calendars WHERE lease_us <= $1 AND id = $2", []any{now, id}
	}
	err = s.db.Tx(ctx, func(t *sqldb.Tx) error {
		ok = false
		var found string
		err := t.QueryRowContext(ctx, find+s.sql.skipLocked, args...).Scan(&found)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		const claim = "UPDATE busy_calendars SET lease = $2, lease_us = $3 WHERE id = $1"
		if _, err := t.ExecContext(ctx, claim, found, lease, until); err != nil {
			return err
		}
		claimed, err = scanBusy(t.QueryRowContext(ctx, readBusy+"WHERE b.id = $1", found))
		ok = err == nil
		return err
	})
	return claimed, ok, wrap("claim busy calendar", err)
}
