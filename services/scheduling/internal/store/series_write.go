package store

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// LockSeries implements domain.Tx. The series comes before its appointments, and those by index, so that two who change
// it do not wait for each other.
func (t *tx) LockSeries(ctx context.Context, id string) (domain.Series, error) {
	one, err := scanSeries(t.QueryRowContext(ctx, readSeries+" WHERE id = $1"+t.store.sql.forUpdate, id))
	if err != nil {
		return one, err
	}
	one.Appointments, err = occurrences(ctx, t, t.store.sql.forUpdate, id)
	return one, err
}

// InsertSeries implements domain.Tx.
func (t *tx) InsertSeries(ctx context.Context, s *domain.Series, r domain.Record) error {
	const query = `INSERT INTO series (id, type_id, provider_id, inquiry_id, mode, rules, exceptions, version,
		create_us, update_us, persons, accessible, site_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	rules, exceptions, err := encodeSeries(s)
	if err != nil {
		return wrap("series", err)
	}
	t.wrote = true
	_, err = t.Batch(ctx, append([]sqldb.Statement{{Query: query, Args: []any{
		s.ID, s.TypeID, s.ProviderID, s.InquiryID, int64(s.Mode), rules, exceptions, s.Version, s.Created, s.Updated,
		int64(s.Wish.Persons), bit(s.Wish.Accessible), s.Wish.SiteID,
	}}}, record("", 0, r)...)...)
	return wrap("insert series", err)
}

// UpdateSeries implements domain.Tx.
func (t *tx) UpdateSeries(ctx context.Context, s *domain.Series, r domain.Record) error {
	const query = `UPDATE series SET rules = $2, exceptions = $3, version = version + 1, update_us = $4
		WHERE id = $1 AND version = $5`
	rules, exceptions, err := encodeSeries(s)
	if err != nil {
		return wrap("series", err)
	}
	t.wrote = true
	affected, err := t.Batch(ctx, append([]sqldb.Statement{{
		Query: query, Args: []any{s.ID, rules, exceptions, s.Updated, s.Version - 1},
	}}, record("", 0, r)...)...)
	switch {
	case err != nil:
		return wrap("update series", err)
	case affected[0] == 0:
		return domain.ErrRaced
	default:
		return nil
	}
}

func encodeSeries(s *domain.Series) (rules, exceptions string, err error) {
	r, err := json.Marshal(s.Rules)
	e, wrong := json.Marshal(s.Exceptions)
	return string(r), string(e), errors.Join(err, wrong)
}
