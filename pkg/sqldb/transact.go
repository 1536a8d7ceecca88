package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"
)

// Retries of a transaction: at most maxAttempts in all, with a pause that
// doubles from firstPause and is drawn at random up to that length.
const (
	maxAttempts = 10
	firstPause  = 2 * time.Millisecond
	maxPause    = 100 * time.Millisecond
)

// endTimeout bounds a COMMIT, which runs on when the caller has gone, so that
// its outcome is known.
const endTimeout = 5 * time.Second

// Tx runs fn in a write transaction: BEGIN IMMEDIATE in SQLite, READ COMMITTED
// in PostgreSQL, where invariants are constraints. When fn fails everything is
// undone and its error returned. fn runs again, some times and after a short
// pause, when the engine gives the transaction up (see [Serialization]); it
// must therefore have no effect but through tx.
//
// An INSERT that may lose to an exclusion constraint should say ON CONFLICT DO
// NOTHING and look at the rows affected: two plain ones that meet in PostgreSQL
// wait for each other until the deadlock is detected, a second later.
func (db *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	if db.writer != nil {
		return db.retry(ctx, func() error { return db.writer.transact(ctx, fn) })
	}
	return db.retry(ctx, func() error {
		return db.pooled(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, fn)
	})
}

// ReadTx runs fn on one snapshot of the database. Writing through tx fails.
func (db *DB) ReadTx(ctx context.Context, fn func(tx *Tx) error) error {
	options := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	if db.engine == SQLite {
		options = nil // every transaction reads a snapshot, and the readers are read-only
	}
	return db.retry(ctx, func() error { return db.pooled(ctx, options, fn) })
}

// pooled runs fn in a transaction on a connection of the pool.
func (db *DB) pooled(ctx context.Context, options *sql.TxOptions, fn func(tx *Tx) error) error {
	conn, err := db.lease(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // hands the connection back
	// The end of ctx ends the transaction, but not its COMMIT.
	txCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	unwatch := context.AfterFunc(ctx, cancel)
	defer unwatch()
	tx, err := conn.BeginTx(txCtx, options)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return &lostConn{err} // BEGIN has no other reason to fail
	}
	defer tx.Rollback() //nolint:errcheck // without effect after COMMIT; a connection in doubt is dropped
	if err := fn(&Tx{engine: db.engine, conn: conn, queries: tx}); err != nil {
		return err
	}
	if !unwatch() {
		return context.Cause(ctx)
	}
	defer time.AfterFunc(endTimeout, cancel).Stop()
	return tx.Commit()
}

// lostConn is an idle connection that turned out to be gone before the
// transaction had begun.
type lostConn struct{ error }

func (e *lostConn) Unwrap() error { return e.error }

// retry runs attempt again while its error allows. A lost connection is
// replaced at once and not counted, up to a whole pool of them.
func (db *DB) retry(ctx context.Context, attempt func() error) error {
	pause, limit := firstPause, maxAttempts
	for n := 1; ; n++ {
		err := attempt()
		if _, lost := errors.AsType[*lostConn](err); lost && limit < maxAttempts+db.cfg.MaxConns {
			limit++
			continue
		}
		if err == nil || !db.retryable(err) || n >= limit {
			return err
		}
		t := time.NewTimer(rand.N(pause))
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
