// Package store keeps intake's inquiries in SQL. Whatever identifies a person is sealed under the person's key before it
// reaches a statement; what it is looked up by is a keyed index.
package store

import (
	"errors"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// Store implements domain.Store. It is safe for concurrent use.
type Store struct {
	db      *sqldb.DB
	keyring *sealed.Keyring
}

var _ domain.Store = (*Store)(nil)

// New returns the store over a migrated database.
func New(db *sqldb.DB, keyring *sealed.Keyring) *Store { return &Store{db: db, keyring: keyring} }

// forUpdate ends a query whose rows are to be changed. SQLite's write transactions exclude each other anyway.
func forUpdate(tx *sqldb.Tx, how string) string {
	if tx.Engine() == sqldb.Postgres {
		return " FOR UPDATE " + how
	}
	return ""
}

// translate gives the violated rule its name in the domain.
func translate(err error) error {
	switch sqldb.Classify(err) {
	case sqldb.ForeignKey:
		// The inquiry is gone: somebody gave it up.
		return errors.Join(domain.ErrOutdated, err)
	case sqldb.Unique:
	default:
		return err
	}
	switch rule := sqldb.Constraint(err); {
	case strings.Contains(rule, "requests_under_way"), strings.Contains(rule, "requests.inquiry_id"):
		return errors.Join(domain.ErrActUnderWay, err)
	case strings.Contains(rule, "requests_pkey"), strings.Contains(rule, "requests.request_id"):
		return errors.Join(domain.ErrRequestKnown, err)
	case strings.Contains(rule, "history_pkey"), strings.Contains(rule, "history.inquiry_id"):
		// Somebody else recorded the next event.
		return errors.Join(domain.ErrOutdated, err)
	default:
		return err
	}
}
