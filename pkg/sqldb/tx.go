package sqldb

import (
	"context"
	"database/sql"
	"errors"
)

// Tx is an open transaction, valid until the function it was given to returns.
// It is not safe for concurrent use. Rows must be closed before the next
// statement runs.
type Tx struct {
	engine  Engine
	conn    *sql.Conn
	queries Queryer
	open    []*sql.Rows // of the SQLite writer, to be closed with the transaction
}

// Engine returns the engine behind the transaction.
func (tx *Tx) Engine() Engine { return tx.engine }

// ExecContext runs a statement that returns no rows.
func (tx *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	return tx.queries.ExecContext(tx.context(ctx), query, args...)
}

// QueryContext runs a query.
func (tx *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	rows, err := tx.queries.QueryContext(tx.context(ctx), query, args...)
	if err == nil && tx.engine == SQLite {
		tx.open = append(tx.open, rows)
	}
	return rows, err
}

// QueryRowContext runs a query of which at most one row matters.
func (tx *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if ctx.Err() != nil {
		return tx.queries.QueryRowContext(ctx, query, args...) // reports the end of ctx
	}
	return tx.queries.QueryRowContext(tx.context(ctx), query, args...)
}

// context returns the context a statement runs under. In SQLite a statement
// takes microseconds, and watching a context for its sake takes longer.
func (tx *Tx) context(ctx context.Context) context.Context {
	if tx.engine == SQLite {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// closeRows closes what fn forgot to close.
func (tx *Tx) closeRows() error {
	var errs []error
	for _, rows := range tx.open {
		errs = append(errs, rows.Close())
	}
	return errors.Join(errs...)
}
