package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// TakeChores implements domain.ChoreStore.
func (s *Store) TakeChores(ctx context.Context, now, until time.Time, limit int) ([]domain.Chore, error) {
	var due bool
	err := s.db.Read().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM chores WHERE due_us <= $1)`,
		sqldb.Micros(now)).Scan(&due)
	if err != nil || !due {
		return nil, err
	}
	var chores []domain.Chore
	err = s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		chores = nil
		rows, err := tx.QueryContext(ctx, `SELECT id, inquiry_id, kind, target, actor, attempts FROM chores
			WHERE due_us <= $1 ORDER BY due_us, id LIMIT $2`+forUpdate(tx, "SKIP LOCKED"), sqldb.Micros(now), limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		var w statements
		for rows.Next() {
			var c domain.Chore
			if err := rows.Scan(&c.ID, &c.Inquiry, &c.Kind, &c.Target, &c.Actor, &c.Attempts); err != nil {
				return err
			}
			c.Due = until
			chores = append(chores, c)
			w.add(`UPDATE chores SET due_us = $1, attempts = attempts + 1 WHERE id = $2`, sqldb.Micros(until), c.ID)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return w.run(ctx, tx)
	})
	return chores, err
}

// FinishChore implements domain.ChoreStore.
func (s *Store) FinishChore(ctx context.Context, chore string) error {
	_, err := s.exec(ctx, `DELETE FROM chores WHERE id = $1`, chore)
	return err
}

// DelayChore implements domain.ChoreStore.
func (s *Store) DelayChore(ctx context.Context, chore string, due time.Time) error {
	_, err := s.exec(ctx, `UPDATE chores SET due_us = $1 WHERE id = $2`, sqldb.Micros(due), chore)
	return err
}

// TakeMessages implements domain.MessageStore.
func (s *Store) TakeMessages(ctx context.Context, now, until time.Time, limit int) ([]domain.Message, error) {
	var due bool
	err := s.db.Read().QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM messages WHERE state = 'WAITING' AND due_us <= $1)`, sqldb.Micros(now)).Scan(&due)
	if err != nil || !due {
		return nil, err
	}
	var messages []domain.Message
	err = s.db.Tx(ctx, func(tx *sqldb.Tx) error {
		messages = nil
		rows, err := tx.QueryContext(ctx, `SELECT m.id, m.inquiry_id, m.topic, m.attempts, m.sealed, p.wrapped_key
			FROM messages m JOIN inquiries i ON i.id = m.inquiry_id JOIN persons p ON p.id = i.person_id
			WHERE m.state = 'WAITING' AND m.due_us <= $1
			ORDER BY m.due_us, m.id LIMIT $2`+forUpdate(tx, "OF m SKIP LOCKED"), sqldb.Micros(now), limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		var w statements
		for rows.Next() {
			m, err := s.scanMessage(rows)
			if err != nil {
				return err
			}
			m.Due = until
			messages = append(messages, m)
			w.add(`UPDATE messages SET due_us = $1, attempts = attempts + 1 WHERE id = $2`, sqldb.Micros(until), m.ID)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return w.run(ctx, tx)
	})
	return messages, err
}

func (s *Store) scanMessage(r row) (domain.Message, error) {
	var m domain.Message
	var box, wrapped []byte
	if err := r.Scan(&m.ID, &m.Inquiry, &m.Topic, &m.Attempts, &box, &wrapped); err != nil {
		return m, err
	}
	key, err := s.keyring.Unwrap(wrapped)
	if err != nil {
		return m, err
	}
	return m, open(key, box, &m.Letter, placeMessage, m.ID)
}

// DelayMessage implements domain.MessageStore.
func (s *Store) DelayMessage(ctx context.Context, message string, due time.Time) error {
	_, err := s.exec(ctx, `UPDATE messages SET due_us = $1 WHERE id = $2`, sqldb.Micros(due), message)
	return err
}

// MarkMessage implements domain.MessageStore. The letter is not needed any more and goes; only that there was one stays.
func (s *Store) MarkMessage(ctx context.Context, m domain.Message, sent bool, by domain.By) error {
	state, kind := "FAILED", domain.EventMessageFailed
	if sent {
		state, kind = "SENT", domain.EventMessageSent
	}
	facts, err := json.Marshal(map[string]string{"message": string(m.Letter.Kind)})
	if err != nil {
		return err
	}
	var w statements
	// The inquiry first, as every other change does it: two that meet wait for one another instead of going in circles.
	w.add(`UPDATE inquiries SET events = events + 1 WHERE id = $1`, m.Inquiry)
	w.addOne(`UPDATE messages SET state = $1, sealed = $2 WHERE id = $3 AND state IN ('WAITING', 'SUPERSEDED')`,
		state, []byte{}, m.ID)
	w.add(`INSERT INTO history (inquiry_id, n, time_us, actor, kind, state, facts, request_id)
		SELECT id, events, `+inOrder(1, 6)+`, $2, $3, state, $4, $5 FROM inquiries WHERE id = $6`,
		sqldb.Micros(by.Time), by.Actor, string(kind), string(facts), by.CallID, m.Inquiry)
	err = w.commit(ctx, s.db)
	if errors.Is(err, domain.ErrOutdated) {
		return nil // marked already
	}
	return err
}
