package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const appointmentColumns = `id, type_id, state, provider_id, coalesce(room_id, ''), mode, start_us, end_us,
	blocked_start_us, blocked_end_us, inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence,
	create_us, update_us, coalesce(series_id, ''), series_index, persons, accessible, contact_hash,
	overbook, overbook_reason, late_cancel`

const readAppointment = "SELECT " + appointmentColumns + " FROM appointments WHERE id = $1"

func scanAppointment(row interface{ Scan(dest ...any) error }) (domain.Appointment, error) {
	var a domain.Appointment
	err := row.Scan(&a.ID, &a.TypeID, &a.State, &a.ProviderID, &a.RoomID, &a.Mode, &a.Start, &a.End,
		&a.BlockedStart, &a.BlockedEnd, &a.InquiryID, &a.HoldHash, &a.HoldExpire, &a.HoldExtensions, &a.Version,
		&a.Sequence, &a.Created, &a.Updated, &a.SeriesID, &a.SeriesIndex, &a.Wish.Persons,
		&a.Wish.Accessible, &a.Contact, &a.Overbook, &a.OverbookReason, &a.LateCancel)
	if errors.Is(err, sql.ErrNoRows) {
		return a, domain.ErrNotFound
	}
	return a, wrap("appointment", err)
}

func queryAppointments(ctx context.Context, q sqldb.Queryer, query string, args ...any) ([]domain.Appointment, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, wrap("appointments", err)
	}
	defer rows.Close()
	var out []domain.Appointment
	for rows.Next() {
		a, err := scanAppointment(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, wrap("appointments", rows.Err())
}

// Appointment implements domain.Store.
func (s *Store) Appointment(ctx context.Context, id string) (domain.Appointment, error) {
	return scanAppointment(s.db.Read().QueryRowContext(ctx, readAppointment, id))
}

// Lock implements domain.Tx. On PostgreSQL it must come before any write of the transaction: then the transaction gets
// its number after the row's previous change was committed, and the feed shows the two in order.
func (t *tx) Lock(ctx context.Context, id string) (domain.Appointment, error) {
	return scanAppointment(t.QueryRowContext(ctx, readAppointment+t.store.sql.forUpdate, id))
}

func holdRows(ctx context.Context, t *tx, hash string) ([]domain.Appointment, error) {
	const query = "SELECT " + appointmentColumns + ` FROM appointments
		WHERE hold_hash = $1 AND hold_hash <> '' AND state = 'HELD' ORDER BY start_us, id`
	return queryAppointments(ctx, t, query, hash)
}

// HeldFor implements domain.Tx.
func (t *tx) HeldFor(ctx context.Context, inquiryID string) ([]domain.Appointment, error) {
	const query = "SELECT " + appointmentColumns + ` FROM appointments
		WHERE inquiry_id = $1 AND inquiry_id <> '' AND state = 'HELD' ORDER BY start_us, id`
	return queryAppointments(ctx, t, query, inquiryID)
}

// Affected implements domain.Tx.
func (t *tx) Affected(ctx context.Context, providerID string, from, to int64) ([]domain.Appointment, error) {
	const query = "SELECT " + appointmentColumns + " FROM appointments WHERE " + listed +
		" AND state = 'BOOKED' AND start_us > $1 AND start_us < $2 AND end_us > $3"
	const inOrder = " ORDER BY start_us, id"
	if providerID == "" {
		return queryAppointments(ctx, t, query+inOrder, from-dayUS, to, from)
	}
	return queryAppointments(ctx, t, query+" AND provider_id = $4"+inOrder, from-dayUS, to, from, providerID)
}

// List implements domain.Store.
func (s *Store) List(ctx context.Context, f domain.Filter, limit int) ([]domain.Appointment, error) {
	query := strings.Builder{}
	query.WriteString("SELECT " + appointmentColumns + " FROM appointments WHERE " + listed)
	var args []any
	where := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		query.WriteString(" AND " + condition)
	}
	where("(start_us, id) > (?, ?)", max(f.AfterStart, f.From-dayUS), f.AfterID)
	if f.From != 0 {
		where("end_us > ?", f.From)
	}
	if f.To != 0 {
		where("start_us < ?", f.To)
	}
	if f.ProviderID != "" {
		where("provider_id = ?", f.ProviderID)
	}
	if f.UnresolvedAt != 0 {
		where("state = 'BOOKED' AND start_us < ? AND end_us <= ?", f.UnresolvedAt, f.UnresolvedAt)
	}
	if f.TypeID != "" {
		where("type_id = ?", f.TypeID)
	}
	args = append(args, limit)
	query.WriteString(" ORDER BY start_us, id LIMIT $" + strconv.Itoa(len(args)))
	return queryAppointments(ctx, s.db.Read(), query.String(), args...)
}

// OfInquiries implements domain.Store.
func (s *Store) OfInquiries(ctx context.Context, ids []string) ([]domain.Appointment, error) {
	args := make([]any, len(ids))
	marks := make([]string, len(ids))
	for i, id := range ids {
		args[i], marks[i] = id, "$"+strconv.Itoa(i+1)
	}
	query := "SELECT " + appointmentColumns + " FROM appointments WHERE inquiry_id <> '' AND inquiry_id IN (" +
		strings.Join(marks, ", ") + ") AND " + listed + " ORDER BY create_us DESC, id DESC"
	return queryAppointments(ctx, s.db.Read(), query, args...)
}
