package sqldb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Write is [DB.WriteShared] that is undone when keep, which is asked before COMMIT with how many rows each statement
// affected, returns an error. It must have no effect of its own, because it may be asked several times.
func (db *DB) Write(ctx context.Context, keep func(affected []int64) error, statements ...Statement) error {
	_, err := db.write(ctx, &write{keep: keep, statements: statements})
	return err
}

// WriteShared runs statements in a write transaction that has nothing to read first, and returns how many rows each
// affected.
//
// On PostgreSQL, callers who write at the same time share transactions, so that a busy service pays for fewer commits
// and round trips. None can tell: each succeeds or fails by itself. Those who share take their locks one after the
// other, and when one waits so do all, a short while; so that no two wait for each other they go in the order of what
// they want most, which order names. Whoever takes several locks that others want belongs into [DB.WriteAlone].
func (db *DB) WriteShared(ctx context.Context, order string, statements ...Statement) (affected []int64, err error) {
	return db.write(ctx, &write{order: order, statements: statements})
}

func (db *DB) write(ctx context.Context, w *write) (affected []int64, err error) {
	if db.engine == Postgres {
		w.ctx, w.done = ctx, make(chan error, 1)
		if err := db.group.write(ctx, w); err != nil {
			return nil, err
		}
		return w.affected, nil
	}
	err = db.Tx(ctx, func(tx *Tx) (err error) {
		affected, err = tx.Batch(ctx, w.statements...)
		if err == nil && w.keep != nil {
			err = w.keep(affected)
		}
		return err
	})
	return affected, err
}

// WriteAlone runs statements in a write transaction of their own, in one round
// trip on PostgreSQL, and returns how many rows each affected.
func (db *DB) WriteAlone(ctx context.Context, statements ...Statement) (affected []int64, err error) {
	if db.engine == SQLite {
		err = db.Tx(ctx, func(tx *Tx) (err error) {
			affected, err = tx.Batch(ctx, statements...)
			return err
		})
		return affected, err
	}
	err = db.retry(ctx, func() (err error) {
		affected, err = db.implicit(ctx, statements)
		return err
	})
	return affected, err
}

// implicit sends statements as one pipeline, which PostgreSQL commits or undoes
// as a whole.
func (db *DB) implicit(ctx context.Context, statements []Statement) (affected []int64, err error) {
	err = db.onConn(ctx, func(conn *pgx.Conn) (err error) {
		affected, err = send(ctx, conn, statements)
		if err != nil && pgconn.SafeToRetry(err) && ctx.Err() == nil {
			return &lostConn{err}
		}
		return err
	})
	return affected, err
}

// explicit runs writes in one transaction. The error is an undone one when
// nothing of it can have been committed.
func (db *DB) explicit(ctx context.Context, before []Statement, writes ...*write) error {
	all := append([]Statement{{Query: "begin"}}, before...)
	skip := len(all)
	for _, w := range writes {
		all = append(all, w.statements...)
	}
	return db.onConn(ctx, func(conn *pgx.Conn) error {
		affected, err := send(ctx, conn, all)
		if err != nil && conn.IsClosed() && ctx.Err() == nil {
			return &undone{&lostConn{err}, nil}
		}
		if err != nil {
			return &undone{err, rollback(ctx, conn)}
		}
		affected = affected[skip:]
		for _, w := range writes {
			n := len(w.statements)
			w.affected, affected = affected[:n:n], affected[n:]
			if w.keep != nil {
				if err := w.keep(w.affected); err != nil {
					return &undone{err, rollback(ctx, conn)}
				}
			}
		}
		return commit(ctx, conn)
	})
}

// onConn runs fn on a connection of the pool. What fn says is kept apart:
// database/sql would see a lost connection in some of it.
func (db *DB) onConn(ctx context.Context, fn func(conn *pgx.Conn) error) (err error) {
	conn, err := db.lease(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // hands the connection back; one in doubt is dropped there
	lost := conn.Raw(func(c any) error {
		err = fn(c.(*stdlib.Conn).Conn())
		return nil
	})
	return errors.Join(err, lost)
}

// send runs statements as one pipeline.
func send(ctx context.Context, conn *pgx.Conn, statements []Statement) ([]int64, error) {
	batch := &pgx.Batch{QueuedQueries: make([]*pgx.QueuedQuery, 0, len(statements))}
	for _, s := range statements {
		batch.Queue(s.Query, s.Args...)
	}
	results := conn.SendBatch(ctx, batch)
	affected := make([]int64, len(statements))
	for i := range statements {
		tag, err := results.Exec()
		if err != nil {
			return nil, errors.Join(err, ignoreSame(err, results.Close()))
		}
		affected[i] = tag.RowsAffected()
	}
	return affected, results.Close()
}

// commit ends the transaction, also when the caller has gone, so that the
// outcome is known.
func commit(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	tag, err := conn.Exec(ctx, "commit")
	if _, refused := errors.AsType[*pgconn.PgError](err); refused {
		return &undone{err, nil}
	}
	if err == nil && tag.String() == "ROLLBACK" {
		return &undone{sql.ErrTxDone, nil}
	}
	return err
}

func rollback(ctx context.Context, conn *pgx.Conn) error {
	if conn.IsClosed() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	_, err := conn.Exec(ctx, "rollback")
	return err
}

// undone is the failure of a transaction of which nothing was committed.
type undone struct{ cause, rollback error }

func (e *undone) Error() string { return errors.Join(e.cause, e.rollback).Error() }

func (e *undone) Unwrap() error { return e.cause }
