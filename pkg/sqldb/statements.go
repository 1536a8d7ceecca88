package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// maxStatements bounds a statement cache. The stores have a few dozen texts;
// what does not fit any more is run unprepared.
const maxStatements = 256

// preparer is a *sql.DB or a *sql.Conn.
type preparer interface {
	Queryer
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// statements remembers the prepared statements of one preparer by their text.
// SQLite needs it because its driver compiles the text of every unprepared
// call; pgx keeps such a cache itself.
type statements struct {
	mu     sync.Mutex
	byText map[string]*sql.Stmt
}

func newStatements() *statements { return &statements{byText: map[string]*sql.Stmt{}} }

// get returns the prepared statement, or nil when query is better run as it is.
func (s *statements) get(ctx context.Context, p preparer, query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, ok := s.byText[query]; ok {
		return stmt
	}
	if len(s.byText) >= maxStatements {
		return nil
	}
	stmt, err := p.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until close
	if err != nil {
		return nil // the unprepared call reports the same error
	}
	s.byText[query] = stmt
	return stmt
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.byText {
		errs = append(errs, stmt.Close())
	}
	clear(s.byText)
	return errors.Join(errs...)
}

// cached is a Queryer that prepares each text once.
type cached struct {
	preparer
	statements *statements
}

func (c cached) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := c.statements.get(ctx, c.preparer, query); stmt != nil { //nolint:sqlclosecheck // kept until close
		return stmt.ExecContext(ctx, args...)
	}
	return c.preparer.ExecContext(ctx, query, args...)
}

func (c cached) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := c.statements.get(ctx, c.preparer, query); stmt != nil { //nolint:sqlclosecheck // kept until close
		return stmt.QueryContext(ctx, args...)
	}
	return c.preparer.QueryContext(ctx, query, args...)
}

func (c cached) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := c.statements.get(ctx, c.preparer, query); stmt != nil { //nolint:sqlclosecheck // kept until close
		return stmt.QueryRowContext(ctx, args...)
	}
	return c.preparer.QueryRowContext(ctx, query, args...)
}
