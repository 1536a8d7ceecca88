package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// writer is SQLite's one writing connection. Taking turns inside the process
// costs less than meeting at the lock of the file, and is fair.
type writer struct {
	pool       *sql.DB
	conn       *sql.Conn
	statements *statements
	turn       chan struct{} // holds one token
}

func openWriter(ctx context.Context, cfg Config) (*writer, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(cfg, "immediate"))
	if err != nil {
		return nil, fmt.Errorf("sqldb: sqlite: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqldb: sqlite: %w", err), pool.Close())
	}
	w := &writer{pool: pool, conn: conn, statements: newStatements(), turn: make(chan struct{}, 1)}
	w.turn <- struct{}{}
	return w, nil
}

// take waits for the turn to write.
func (w *writer) take(ctx context.Context) error {
	select {
	case <-w.turn:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (w *writer) give() { w.turn <- struct{}{} }

func (w *writer) ping(ctx context.Context) error {
	if err := w.take(ctx); err != nil {
		return err
	}
	defer w.give()
	return w.conn.PingContext(ctx)
}

// close waits for the transaction that has the turn, and keeps the turn.
func (w *writer) close() error {
	<-w.turn
	return errors.Join(w.statements.close(), w.conn.Close(), w.pool.Close())
}
