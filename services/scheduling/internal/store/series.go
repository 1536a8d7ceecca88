package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

const readSeries = `SELECT id, type_id, provider_id, inquiry_id, mode, rules, exceptions, version, create_us, update_us,
	persons, accessible, site_id FROM series`

func scanSeries(row interface{ Scan(dest ...any) error }) (domain.Series, error) {
	var s domain.Series
	var rules, exceptions []byte
	err := row.Scan(&s.ID, &s.TypeID, &s.ProviderID, &s.InquiryID, &s.Mode, &rules, &exceptions, &s.Version,
		&s.Created, &s.Updated, &s.Wish.Persons, &s.Wish.Accessible, &s.Wish.SiteID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return s, domain.ErrNotFound
	case err != nil:
		return s, wrap("series", err)
	}
	return s, wrap("series", errors.Join(json.Unmarshal(rules, &s.Rules), json.Unmarshal(exceptions, &s.Exceptions)))
}

// Series implements domain.Store.
func (s *Store) Series(ctx context.Context, id string) (one domain.Series, err error) {
	err = s.db.ReadTx(ctx, func(tx *sqldb.Tx) error {
		if one, err = scanSeries(tx.QueryRowContext(ctx, readSeries+" WHERE id = $1", id)); err != nil {
			return err
		}
		one.Appointments, err = occurrences(ctx, tx, "", id)
		return err
	})
	return one, err
}

// occurrences reads the appointments of the series, by series and index.
func occurrences(ctx context.Context, q sqldb.Queryer, lock string, ids ...string) ([]domain.Appointment, error) {
	args, marks := make([]any, len(ids)), make([]string, len(ids))
	for i, id := range ids {
		args[i], marks[i] = id, "$"+strconv.Itoa(i+1)
	}
	return queryAppointments(ctx, q, "SELECT "+appointmentColumns+" FROM appointments WHERE series_id IS NOT NULL AND series_id IN ("+
		strings.Join(marks, ", ")+") ORDER BY series_id, series_index"+lock, args...)
}

// ListSeries implements domain.Store.
func (s *Store) ListSeries(ctx context.Context, f domain.SeriesFilter, limit int) ([]domain.Series, error) {
	var where []string
	var args []any
	and := func(condition string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args))))
	}
	if f.InquiryID != "" {
		and("inquiry_id = ?", f.InquiryID)
	}
	if f.ProviderID != "" {
		and("provider_id = ?", f.ProviderID)
	}
	if f.BeforeCreated != 0 {
		and("create_us <= ?", f.BeforeCreated)
		and("(create_us < "+"$"+strconv.Itoa(len(args))+" OR id < ?)", f.BeforeID)
	}
	query := readSeries
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	args = append(args, limit)
	query += " ORDER BY create_us DESC, id DESC LIMIT $" + strconv.Itoa(len(args))
	var out []domain.Series
	err := s.db.ReadTx(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = querySeries(ctx, tx, query, args...)
		return err
	})
	return out, err
}

func querySeries(ctx context.Context, tx *sqldb.Tx, query string, args ...any) ([]domain.Series, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, wrap("list series", err)
	}
	defer rows.Close()
	var out []domain.Series
	var ids []string
	at := make(map[string]int)
	for rows.Next() {
		one, err := scanSeries(rows)
		if err != nil {
			return nil, err
		}
		at[one.ID] = len(out)
		out, ids = append(out, one), append(ids, one.ID)
	}
	if err := rows.Err(); err != nil || len(out) == 0 {
		return nil, wrap("list series", err)
	}
	rows.Close()
	all, err := occurrences(ctx, tx, "", ids...)
	for _, a := range all {
		one := &out[at[a.SeriesID]]
		one.Appointments = append(one.Appointments, a)
	}
	return out, err
}
