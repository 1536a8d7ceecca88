package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const insertAppointment = `INSERT INTO appointments (id, type_id, state, provider_id, room_id, mode, start_us, end_us,
	blocked_start_us, blocked_end_us, inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence,
	create_us, update_us, series_id, series_index, persons, accessible, contact_hash, overbook, overbook_reason)
	SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), NULLIF(CAST($5 AS TEXT), ''),
	CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT),
	CAST($11 AS TEXT), CAST($12 AS TEXT), CAST($13 AS BIGINT), CAST($14 AS BIGINT), CAST($15 AS BIGINT),
	CAST($16 AS BIGINT), CAST($17 AS BIGINT), CAST($18 AS BIGINT), NULLIF(CAST($19 AS TEXT), ''), CAST($20 AS BIGINT),
	CAST($22 AS BIGINT), CAST($23 AS BIGINT), CAST($24 AS TEXT), CAST($25 AS TEXT), CAST($26 AS TEXT)
	FROM catalog WHERE version = $21`

const insertChange = `INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor,
	type_id, provider_id, start_us, end_us, overbook)
	SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT),
	CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS TEXT), CAST($10 AS BIGINT), CAST($11 AS BIGINT),
	CAST($12 AS TEXT) WHERE EXISTS (SELECT 1 FROM appointments WHERE id = $1 AND version = $13)`

const insertRequest = `INSERT INTO requests (scope, request_id, hash, answer, create_us)
	SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT)
	WHERE CAST($6 AS TEXT) = '' OR EXISTS (SELECT 1 FROM appointments WHERE id = $6 AND version = $7)`

// Insert implements domain.Tx. The row goes in only if the catalog is still the one it was judged by; the event and
// the request's answer only if the row did.
func (t *tx) Insert(ctx context.Context, a *domain.Appointment, r domain.Record) (bool, error) {
	t.wrote = true
	statements := append(append(t.store.lockLimits(a), t.before...), closeCall(a)...)
	row := len(statements)
	t.before = nil
	affected, err := t.Batch(ctx, append(statements, t.store.insert(a, t.version, r)...)...)
	if sqldb.Classify(err) == sqldb.Exclusion {
		return false, nil
	}
	if err != nil {
		return false, wrap("insert", err)
	}
	return affected[row] == 1, nil
}

// insert returns the statements that insert the row by the catalog's version, the row's own first.
func (s *Store) insert(a *domain.Appointment, version int64, r domain.Record) []sqldb.Statement {
	query, args := guarded(insertAppointment, []any{
		a.ID, a.TypeID, string(a.State), a.ProviderID, a.RoomID, int64(a.Mode), a.Start, a.End,
		a.BlockedStart, a.BlockedEnd, a.InquiryID, a.HoldHash, a.HoldExpire, int64(a.HoldExtensions), a.Version,
		int64(a.Sequence), a.Created, a.Updated, a.SeriesID, int64(a.SeriesIndex), version,
		int64(a.Wish.Persons), bit(a.Wish.Accessible), a.Contact, string(a.Overbook), a.OverbookReason,
	}, a)
	return append([]sqldb.Statement{{Query: query + s.sql.orSkip, Args: args}}, record(a.ID, a.Version, r)...)
}

// record returns the statements that write r if the row was written.
func record(id string, version int64, r domain.Record) []sqldb.Statement {
	var out []sqldb.Statement
	for _, c := range []*domain.Change{r.Change, r.Freed} {
		if c == nil {
			continue
		}
		out = append(out, sqldb.Statement{Query: insertChange, Args: []any{
			c.AppointmentID, string(c.Kind), string(c.State), c.Time, c.RequestID, c.InquiryID, c.Actor,
			c.TypeID, c.ProviderID, c.Start, c.End, string(c.Overbook), version,
		}})
	}
	if o := r.Once; o.RequestID != "" {
		out = append(out, sqldb.Statement{Query: insertRequest, Args: []any{
			o.Scope, o.RequestID, o.Hash, string(r.Answer), r.Now, id, version,
		}})
	}
	return out
}

const updateAppointment = `UPDATE appointments SET state = $2, provider_id = $3, room_id = NULLIF($4, ''), mode = $5,
	start_us = $6, end_us = $7, blocked_start_us = $8, blocked_end_us = $9, inquiry_id = $10, hold_hash = $11,
	hold_expire_us = $12, hold_extensions = $13, version = version + 1, sequence = $14, update_us = $15,
	persons = $18, accessible = $19, contact_hash = $20, overbook = $21, overbook_reason = $22, late_cancel = $23
	WHERE id = $1 AND version = $16 AND CAST($17 AS BIGINT) IN (0, (SELECT version FROM catalog))`

// Update implements domain.Tx.
func (t *tx) Update(ctx context.Context, a *domain.Appointment, r domain.Record) error {
	t.wrote = true
	statements := closeCall(a)
	row := len(statements)
	affected, err := t.Batch(ctx, append(statements, t.update(a, r)...)...)
	if err != nil {
		return wrap("update", err)
	}
	if affected[row] == 0 {
		return domain.ErrRaced
	}
	return nil
}

// update returns the statements that write the row, its own first, if the catalog is still the one that the transaction
// looked at: a look that had to wait for it on PostgreSQL shows it as it was before.
func (t *tx) update(a *domain.Appointment, r domain.Record) []sqldb.Statement {
	query, args := guarded(updateAppointment, []any{
		a.ID, string(a.State), a.ProviderID, a.RoomID, int64(a.Mode), a.Start, a.End, a.BlockedStart, a.BlockedEnd,
		a.InquiryID, a.HoldHash, a.HoldExpire, int64(a.HoldExtensions), int64(a.Sequence), a.Updated, a.Version - 1,
		t.version, int64(a.Wish.Persons), bit(a.Wish.Accessible), a.Contact, string(a.Overbook), a.OverbookReason, a.LateCancel,
	}, a)
	return append([]sqldb.Statement{{Query: query, Args: args}}, record(a.ID, a.Version, r)...)
}

// Move implements domain.Tx.
func (t *tx) Move(ctx context.Context, a *domain.Appointment, r domain.Record) (bool, error) {
	t.wrote = true
	if _, err := t.Batch(ctx, append(t.store.lockLimits(a), t.before...)...); err != nil {
		return false, wrap("move", err)
	}
	t.before = nil
	statements := t.update(a, r)
	if t.store.sql.savepoint {
		if _, err := t.ExecContext(ctx, "SAVEPOINT claim"); err != nil {
			return false, wrap("move", err)
		}
	}
	affected, err := t.Batch(ctx, statements...)
	switch {
	case sqldb.Classify(err) == sqldb.Exclusion:
		if t.store.sql.savepoint {
			_, err := t.ExecContext(ctx, "ROLLBACK TO SAVEPOINT claim")
			return false, wrap("move", err)
		}
		return false, nil
	case err != nil:
		return false, wrap("move", err)
	case affected[0] == 0:
		return false, domain.ErrRaced
	default:
		return true, nil
	}
}

// closeCall returns the statement that takes the mark of an open call from those of the contact whose time has passed:
// nobody has said what became of them, and they are in nobody's way.
func closeCall(a *domain.Appointment) []sqldb.Statement {
	if a.Contact == "" || a.State != domain.Booked {
		return nil
	}
	const query = `UPDATE appointments SET contact_hash = '' WHERE contact_hash = $1 AND contact_hash <> '' AND state = 'BOOKED'
		AND end_us <= $2 AND id <> $3`
	return []sqldb.Statement{{Query: query, Args: []any{a.Contact, a.Updated, a.ID}}}
}

// Release implements domain.Tx. The rows are locked after the limits of the provider whose row comes next, as placing does
// it: the other way round two who want the same lapsed hold out of the way would wait for each other.
func (t *tx) Release(_ context.Context, ids []string, now int64) error {
	t.wrote = true
	t.before = append(t.before, release(ids, now)...)
	return nil
}

func release(ids []string, now int64) []sqldb.Statement {
	const query = `UPDATE appointments SET state = 'RELEASED', hold_expire_us = 0, version = version + 1, update_us = $2
		WHERE id = $1 AND state = 'HELD' AND hold_expire_us <= $2`
	statements := make([]sqldb.Statement, len(ids))
	for i, id := range ids {
		statements[i] = sqldb.Statement{Query: query, Args: []any{id, now}}
	}
	return statements
}
