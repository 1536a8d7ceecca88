// Package store keeps staff accounts, hashes of their secrets and the practice settings in SQL.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
)

// Store implements [domain.Store] on the database of the intake service.
type Store struct{ db *sqldb.DB }

// New returns a store on a migrated database.
func New(db *sqldb.DB) *Store { return &Store{db: db} }

// One row per role; both lookups are primary key reads all the way.
const (
	accountOfToken = `
SELECT a.id, a.display_name, a.provider, r.role
  FROM staff_tokens t
  JOIN staff_accounts a ON a.id = t.account_id
  JOIN staff_roles r ON r.account_id = a.id
 WHERE t.hash = $1
 ORDER BY r.role`
	accountOfSession = `
SELECT a.id, a.display_name, a.provider, r.role, s.token_hash, s.created_us, s.used_us, s.expire_us
  FROM staff_sessions s
  JOIN staff_tokens t ON t.hash = s.token_hash
  JOIN staff_accounts a ON a.id = t.account_id
  JOIN staff_roles r ON r.account_id = a.id
 WHERE s.hash = $1
 ORDER BY r.role`
)

// AccountOfToken implements [domain.Store].
func (s *Store) AccountOfToken(ctx context.Context, hash string) (domain.Account, error) {
	return s.account(ctx, accountOfToken, hash)
}

// Session implements [domain.Store].
func (s *Store) Session(ctx context.Context, hash string) (domain.Session, domain.Account, error) {
	session := domain.Session{Hash: hash}
	var created, used, expire int64
	account, err := s.account(ctx, accountOfSession, hash, &session.TokenHash, &created, &used, &expire)
	if err != nil {
		return domain.Session{}, domain.Account{}, err
	}
	session.CreateTime, session.UseTime, session.ExpireTime = sqldb.Time(created), sqldb.Time(used), sqldb.Time(expire)
	return session, account, nil
}

// account gathers the roles of the one account a query finds; extra takes the query's further columns.
func (s *Store) account(ctx context.Context, query, hash string, extra ...any) (a domain.Account, err error) {
	rows, err := s.db.Read().QueryContext(ctx, query, hash)
	if err != nil {
		return domain.Account{}, fmt.Errorf("find account: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var role string
		if err := rows.Scan(append([]any{&a.ID, &a.DisplayName, &a.Provider, &role}, extra...)...); err != nil {
			return domain.Account{}, fmt.Errorf("find account: %w", err)
		}
		a.Roles = append(a.Roles, identity.Role(role))
	}
	if err := rows.Err(); err != nil {
		return domain.Account{}, fmt.Errorf("find account: %w", err)
	}
	if len(a.Roles) == 0 {
		return domain.Account{}, domain.ErrUnauthenticated
	}
	return a, nil
}

// PutAccount implements [domain.Store].
func (s *Store) PutAccount(ctx context.Context, a domain.Account, tokenHash string, now time.Time) error {
	at := sqldb.Micros(now)
	statements := []sqldb.Statement{
		{Query: `
INSERT INTO staff_accounts (id, display_name, provider, created_us) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, provider = excluded.provider`,
			Args: []any{a.ID, a.DisplayName, a.Provider, at}},
		{Query: `DELETE FROM staff_roles WHERE account_id = $1`, Args: []any{a.ID}},
		{Query: `DELETE FROM staff_tokens WHERE account_id = $1`, Args: []any{a.ID}}, // and, by cascade, its sessions
		{Query: `INSERT INTO staff_tokens (hash, account_id, created_us) VALUES ($1, $2, $3)`,
			Args: []any{tokenHash, a.ID, at}},
	}
	for _, role := range a.Roles {
		statements = append(statements, sqldb.Statement{
			Query: `INSERT INTO staff_roles (account_id, role) VALUES ($1, $2)`, Args: []any{a.ID, string(role)},
		})
	}
	if err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Batch(ctx, statements...)
		return err
	}); err != nil {
		return fmt.Errorf("put account: %w", err)
	}
	return nil
}
