package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// A call that is given up closes its connection. When the pool is full,
// database/sql hands such a connection to whoever waits for one, and gives up
// with driver.ErrBadConn after the third; nothing was sent then. Each of them
// is gone from the pool, so asking again ends.

// lost reports whether a connection was gone before anything was sent on it,
// and it is worth asking for another.
func (db *DB) lost(ctx context.Context, err error, n int) bool {
	return errors.Is(err, driver.ErrBadConn) && ctx.Err() == nil && n < maxAttempts+db.cfg.MaxConns
}

// lease takes a connection from the pool.
func (db *DB) lease(ctx context.Context) (*sql.Conn, error) {
	for n := 1; ; n++ {
		conn, err := db.pool.Conn(ctx)
		if !db.lost(ctx, err, n) {
			return conn, err
		}
	}
}

// steady is the pool as a Queryer.
type steady struct{ db *DB }

// ExecContext implements Queryer.
func (s steady) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	for n := 1; ; n++ {
		result, err := s.db.pool.ExecContext(ctx, query, args...)
		if !s.db.lost(ctx, err, n) {
			return result, err
		}
	}
}

// QueryContext implements Queryer.
func (s steady) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	for n := 1; ; n++ {
		rows, err := s.db.pool.QueryContext(ctx, query, args...)
		if !s.db.lost(ctx, err, n) {
			return rows, err
		}
	}
}

// QueryRowContext implements Queryer.
func (s steady) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	for n := 1; ; n++ {
		row := s.db.pool.QueryRowContext(ctx, query, args...)
		if !s.db.lost(ctx, row.Err(), n) {
			return row
		}
	}
}
