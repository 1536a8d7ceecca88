package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Retries of a transaction: at most maxAttempts in all, with a pause that
// doubles from firstPause and is drawn at random up to that length.
const (
	maxAttempts = 10
	firstPause  = 2 * time.Millisecond
	maxPause    = 100 * time.Millisecond
)

// endTimeout bounds COMMIT and ROLLBACK, which run even when the caller has
// gone, so that their outcome is known.
const endTimeout = 5 * time.Second

// Tx runs fn in a write transaction: BEGIN IMMEDIATE in SQLite, READ COMMITTED
// in PostgreSQL, where invariants are constraints. When fn fails everything is
// undone and its error returned. fn runs again, some times and after a short
// pause, when the engine gives the transaction up (see [Serialization]); it
// must therefore have no effect but through tx.
func (db *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	begin := "begin isolation level read committed"
	if db.engine == SQLite {
		begin = "begin immediate"
	}
	return db.retry(ctx, func() error {
		if db.writer == nil {
			return db.pooled(ctx, begin, fn)
		}
		if err := db.writer.take(ctx); err != nil {
			return err
		}
		defer db.writer.give()
		w := db.writer
		return db.once(ctx, &Tx{engine: SQLite, conn: w.conn, queries: cached{w.conn, w.statements}}, begin, fn)
	})
}

// ReadTx runs fn on one snapshot of the database. Writing through tx fails.
func (db *DB) ReadTx(ctx context.Context, fn func(tx *Tx) error) error {
	begin := "begin isolation level repeatable read read only"
	if db.engine == SQLite {
		begin = "begin deferred"
	}
	return db.retry(ctx, func() error { return db.pooled(ctx, begin, fn) })
}

func (db *DB) pooled(ctx context.Context, begin string, fn func(tx *Tx) error) error {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // hands the connection back
	return db.once(ctx, &Tx{engine: db.engine, conn: conn, queries: conn}, begin, fn)
}

// once runs fn between begin and commit. A connection that does not end its
// transaction properly is thrown away.
func (db *DB) once(ctx context.Context, tx *Tx, begin string, fn func(tx *Tx) error) (err error) {
	if _, err := tx.ExecContext(ctx, begin); err != nil {
		if tx.engine == Postgres && (errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)) {
			discard(tx.conn)
			return &lostConn{err}
		}
		return err
	}
	end := "rollback"
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
		defer cancel()
		if _, endErr := tx.queries.ExecContext(tx.context(ctx), end); endErr != nil {
			if end == "commit" {
				err = endErr
				_, endErr = tx.queries.ExecContext(tx.context(ctx), "rollback")
			}
			if endErr != nil && tx.engine == Postgres {
				discard(tx.conn)
			}
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	end = "commit"
	return nil
}

// discard makes the pool close conn instead of using it again.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

// lostConn is an idle connection that turned out to be gone before anything
// was sent on it.
type lostConn struct{ error }

func (e *lostConn) Unwrap() error { return e.error }

func (db *DB) retry(ctx context.Context, attempt func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		err := attempt()
		if err == nil || !db.retryable(err) || n == max(maxAttempts, db.cfg.MaxConns+1) {
			return err
		}
		t := time.NewTimer(rand.N(pause)) //nolint:forbidigo // a pause, not a time of day
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return err
		}
		pause = min(2*pause, maxPause)
	}
}

// retryable reports whether the whole transaction may simply be run again. A
// PostgreSQL lock timeout has waited long enough already.
func (db *DB) retryable(err error) bool {
	if _, ok := errors.AsType[*lostConn](err); ok {
		return true
	}
	switch Classify(err) {
	case Serialization:
		return true
	case Busy:
		return db.engine == SQLite
	default:
		return false
	}
}
