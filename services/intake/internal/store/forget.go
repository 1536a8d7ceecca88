package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// keepMessages is for how much longer a message is kept that needs no sending; that it was sent is in the history.
const keepMessages = 30 * 24 * time.Hour

// forgetBatch bounds the rows of one transaction, so that nobody waits long for one, and what has piled up while nobody
// forgot does not take longer than a statement may. It is part of the texts.
const forgetBatch = 500

const (
	forgetRequests = `DELETE FROM requests WHERE request_id IN
		(SELECT request_id FROM requests WHERE create_us < $1 AND step = 'DONE' ORDER BY create_us LIMIT 500)`
	forgetMessages = `DELETE FROM messages WHERE id IN
		(SELECT id FROM messages WHERE create_us < $1 AND state <> 'WAITING' LIMIT 500)`
)

// Forget implements domain.Store.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	if err := s.forget(ctx, forgetRequests, before); err != nil {
		return err
	}
	return s.forget(ctx, forgetMessages, before.Add(-keepMessages))
}

// forget deletes until it finds less than a batch.
func (s *Store) forget(ctx context.Context, query string, before time.Time) error {
	for {
		n, err := s.exec(ctx, query, sqldb.Micros(before))
		if err != nil || n < forgetBatch {
			return err
		}
	}
}
