package sqldb

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/stdlib"
)

// Statement is one entry of [Tx.Batch].
type Statement struct {
	Query string
	Args  []any
}

// Batch runs statements in order, in one round trip on PostgreSQL, and returns
// how many rows each affected. It stops at the first error, of which the
// transaction can only be rolled back.
func (tx *Tx) Batch(ctx context.Context, statements ...Statement) ([]int64, error) {
	if len(statements) == 0 {
		return nil, nil
	}
	if tx.engine == Postgres {
		return tx.pipeline(ctx, statements)
	}
	affected := make([]int64, len(statements))
	for i, s := range statements {
		result, err := tx.ExecContext(ctx, s.Query, s.Args...)
		if err != nil {
			return nil, err
		}
		if affected[i], err = result.RowsAffected(); err != nil {
			return nil, err
		}
	}
	return affected, nil
}

func (tx *Tx) pipeline(ctx context.Context, statements []Statement) (affected []int64, err error) {
	var failed error // kept apart: database/sql would see a lost connection in some of them
	err = tx.conn.Raw(func(c any) error {
		affected, failed = send(ctx, c.(*stdlib.Conn).Conn(), statements)
		return nil
	})
	return affected, errors.Join(failed, err)
}

// ignoreSame returns other unless it only repeats err.
func ignoreSame(err, other error) error {
	if other == nil || other.Error() == err.Error() {
		return nil
	}
	return other
}
