package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// placeReason is the place a sealed reason opens in, together with the client's inquiry: that of a pairing is its decision's, too.
const placeReason = "override_reason"

// reasonColumns read why staff chose as they did, of a table with a column inquiry.
func reasonColumns(table string) string {
	return `override_reason, override_sealed, (SELECT wrapped_key FROM client_keys k WHERE k.inquiry = ` + table + `.inquiry)`
}

// reason is what [reasonColumns] read.
type reason struct {
	// plain is set in rows from before reasons were sealed.
	plain           string
	sealed, wrapped []byte
}

// open returns the reason in the clear, or that it is erased: its key is gone for good.
func (s *Store) open(inquiry string, r reason) (text string, erased bool, err error) {
	switch {
	case r.sealed == nil:
		return r.plain, false, nil
	case r.wrapped == nil:
		return "", true, nil
	}
	key, err := s.keyring.Unwrap(r.wrapped)
	if err != nil {
		return "", false, err
	}
	opened, err := key.Open(r.sealed, placeReason, inquiry)
	return string(opened), false, err
}

// seal returns the reason sealed with the client's key; nil when there is none.
func (s *Store) seal(ctx context.Context, tx *sqldb.Tx, inquiry, text string, now time.Time) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	key, err := s.clientKey(ctx, tx, inquiry, now)
	if err != nil {
		return nil, err
	}
	return key.Seal([]byte(text), placeReason, inquiry), nil
}

// clientKey is the key of what is sealed about a client, made when there is none.
func (s *Store) clientKey(ctx context.Context, tx *sqldb.Tx, inquiry string, now time.Time) (sealed.Key, error) {
	find := func() (wrapped []byte, err error) {
		err = tx.QueryRowContext(ctx, `SELECT wrapped_key FROM client_keys WHERE inquiry = $1`, inquiry).Scan(&wrapped)
		return wrapped, err
	}
	wrapped, err := find()
	if errors.Is(err, sql.ErrNoRows) {
		_, fresh, failed := s.keyring.NewKey()
		if failed != nil {
			return sealed.Key{}, failed
		}
		// Of two at once the other's may be the one that counts.
		_, err = tx.ExecContext(ctx, `INSERT INTO client_keys (inquiry, wrapped_key, kek, create_us) VALUES ($1, $2, $3, $4)
ON CONFLICT (inquiry) DO NOTHING`, inquiry, fresh, s.keyring.Primary(), sqldb.Micros(now))
		if err == nil {
			wrapped, err = find()
		}
	}
	if err != nil {
		return sealed.Key{}, err
	}
	return s.keyring.Unwrap(wrapped)
}

// sealedAtOnce is how many reasons from before are sealed in one transaction. Policy.
const sealedAtOnce = 200

// sealOld seals what stands in the clear from before reasons were sealed.
func (s *Store) sealOld(ctx context.Context, now time.Time) error {
	for _, table := range []string{"decisions", "pairings"} {
		for left := true; left; {
			err := s.write(ctx, "seal "+table, func(tx *sqldb.Tx) error {
				rows, err := tx.QueryContext(ctx, forUpdate(tx, `SELECT id, inquiry, override_reason FROM `+table+
					` WHERE override_reason <> '' ORDER BY id LIMIT $1`), sealedAtOnce)
				found, err := collect(rows, err, func(row interface{ Scan(...any) error }) (r [3]string, err error) {
					return r, row.Scan(&r[0], &r[1], &r[2])
				})
				if err != nil {
					return err
				}
				left = len(found) == sealedAtOnce
				for _, r := range found {
					box, err := s.seal(ctx, tx, r[1], r[2], now)
					if err != nil {
						return err
					}
					_, err = tx.ExecContext(ctx, `UPDATE `+table+` SET override_reason = '', override_sealed = $2 WHERE id = $1`, r[0], box)
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
