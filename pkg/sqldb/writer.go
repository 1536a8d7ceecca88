package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// writer is SQLite's one writing connection. Taking turns inside the process
// costs less than meeting at the lock of the file, and is fair.
type writer struct {
	pool       *sql.DB
	conn       *sql.Conn
	statements *statements
	turn       chan struct{} // holds one token
	// checkpoints is nil until readers can be opened.
	checkpoints *checkpointer
}

func openWriter(ctx context.Context, cfg Config) (*writer, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(cfg, "immediate"))
	if err != nil {
		return nil, fmt.Errorf("sqldb: sqlite: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		path := strings.TrimPrefix(cfg.URL, "sqlite:")
		return nil, errors.Join(fmt.Errorf("sqldb: cannot open %s: is its folder there, and may it be written? %w", path, err), pool.Close())
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

// transact runs fn between BEGIN and COMMIT. They are statements like any
// other here: the transactions of database/sql would prepare each text anew.
func (w *writer) transact(ctx context.Context, fn func(tx *Tx) error) (err error) {
	if err := w.take(ctx); err != nil {
		return err
	}
	defer w.give()
	tx := &Tx{engine: SQLite, conn: w.conn, queries: cached{w.conn, w.statements}}
	if _, err := tx.ExecContext(ctx, "begin immediate"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed { // fn failed or panicked, or COMMIT found the file locked
			closed := tx.closeRows()
			_, rollback := tx.queries.ExecContext(tx.context(ctx), "rollback")
			err = errors.Join(err, closed, rollback)
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.closeRows(); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "commit"); err != nil {
		return err
	}
	committed = true
	w.checkpoints.wrote()
	return nil
}

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
	if w.checkpoints != nil {
		w.checkpoints.close()
	}
	return errors.Join(w.statements.close(), w.conn.Close(), w.pool.Close())
}
