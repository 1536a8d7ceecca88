package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const insertBusy = `INSERT INTO busy_calendars (id, provider_id, label, host, sealed_url, create_us, attempt_us, success_us,
	problem, failures, unreadable, zone, etag, modified, whole_us, covered_us, digest, next_us, lease, lease_us)
	VALUES ($1, $2, $3, $4, $5, $6, 0, 0, '', 0, 0, '', '', '', 0, 0, '', $7, '', 0)`

// AddBusy implements domain.BusyTx.
func (t *tx) AddBusy(ctx context.Context, b domain.BusyCalendar, r domain.Record) error {
	row := sqldb.Statement{Query: insertBusy, Args: []any{
		b.ID, b.ProviderID, b.Label, b.Host, b.SealedURL, b.Created, b.Next,
	}}
	_, err := t.Batch(ctx, append([]sqldb.Statement{row}, record("", 0, r)...)...)
	return wrap("add busy calendar", err)
}

const finishBusy = `UPDATE busy_calendars SET attempt_us = $3, success_us = $4, problem = $5, failures = $6, unreadable = $7,
	zone = $8, etag = $9, modified = $10, whole_us = $11, covered_us = $12, digest = $13, next_us = $14, lease = '', lease_us = 0
	WHERE id = $1 AND lease = $2`

// FinishBusy implements domain.BusyTx.
func (t *tx) FinishBusy(ctx context.Context, b domain.BusyCalendar) (bool, error) {
	last := b.Reading
	result, err := t.ExecContext(ctx, finishBusy, b.ID, b.Lease, b.Attempt, b.Success, string(b.Problem), int64(b.Failures),
		int64(b.Unreadable), last.Zone, last.ETag, last.Modified, last.At, last.Covered, last.Digest, b.Next)
	if err != nil {
		return false, wrap("finish busy calendar", err)
	}
	n, err := result.RowsAffected()
	return n == 1, wrap("finish busy calendar", err)
}

// SetBusy implements domain.BusyTx.
func (t *tx) SetBusy(ctx context.Context, id string, spans []domain.Span) error {
	text, err := encodeSpans(spans)
	if err != nil {
		return wrap("busy times", err)
	}
	const save = `INSERT INTO busy_times (calendar_id, spans) VALUES ($1, $2)
		ON CONFLICT (calendar_id) DO UPDATE SET spans = excluded.spans`
	_, err = t.Batch(ctx, sqldb.Statement{Query: save, Args: []any{id, text}}, sqldb.Statement{Query: raiseVersion})
	return wrap("set busy times", err)
}

// DeleteBusy implements domain.BusyTx.
func (t *tx) DeleteBusy(ctx context.Context, id string) error {
	affected, err := t.Batch(ctx,
		sqldb.Statement{Query: "DELETE FROM busy_times WHERE calendar_id = $1", Args: []any{id}},
		sqldb.Statement{Query: "DELETE FROM busy_calendars WHERE id = $1", Args: []any{id}},
		sqldb.Statement{Query: raiseVersion})
	if err == nil && affected[1] == 0 {
		return domain.ErrNotFound
	}
	return wrap("delete busy calendar", err)
}
