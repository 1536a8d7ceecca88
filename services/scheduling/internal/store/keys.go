package store

import (
	"context"
	"crypto/rand"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// Keys implements domain.Store. Whichever replica comes first makes them.
func (s *Store) Keys(ctx context.Context) (domain.Keys, error) {
	var keys domain.Keys
	err := s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		for name, key := range map[string]*[]byte{"slot": &keys.Slot, "hold": &keys.Hold, "address": &keys.Address} {
			fresh := make([]byte, 32)
			rand.Read(fresh) // never fails: it ends the process instead
			const insert = "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
			if _, err := tx.ExecContext(ctx, insert, name, fresh); err != nil {
				return err
			}
			const read = "SELECT value FROM secrets WHERE name = $1"
			if err := tx.QueryRowContext(ctx, read, name).Scan(key); err != nil {
				return err
			}
		}
		return nil
	})
	return keys, wrap("keys", err)
}
