// Package sqldb is everything the stores share about SQL: opening SQLite or
// PostgreSQL with the settings the product relies on, transactions that are
// retried when the engine asks for it, error kinds that mean the same on both
// engines, and migrations.
//
// One SQL text serves both engines: $1 placeholders, BIGINT microseconds for
// times, TEXT identifiers, BOOLEAN. What one engine does better (an exclusion
// constraint) belongs into its migration, not into a query.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Config says which database to open.
type Config struct {
	// URL is "sqlite:PATH" or a postgres:// URL.
	URL string
	// Schema is the PostgreSQL schema that holds the tables; SQLite ignores it.
	Schema string
	// MaxConns bounds the PostgreSQL connections, 16 when zero. In SQLite it
	// bounds the readers, 4 when zero; there is always one writer.
	MaxConns int
}

// Queryer runs single statements. [DB.Read] and [*Tx] provide it.
type Queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	cfg     Config
	engine  Engine
	pool    *sql.DB // PostgreSQL: everything; SQLite: the readers
	writer  *writer // SQLite only
	group   *group  // PostgreSQL only
	queries *statements
}

// Open opens the database and checks that it answers. It creates neither the
// PostgreSQL schema nor any table: see [Migrate].
func Open(ctx context.Context, cfg Config) (*DB, error) {
	switch {
	case strings.HasPrefix(cfg.URL, "sqlite:"):
		return openSQLite(ctx, cfg)
	case strings.HasPrefix(cfg.URL, "postgres://"), strings.HasPrefix(cfg.URL, "postgresql://"):
		return openPostgres(ctx, cfg)
	default:
		return nil, errors.New("sqldb: the URL must begin with sqlite: or postgres://")
	}
}

// Engine returns the engine behind the database.
func (db *DB) Engine() Engine { return db.engine }

// Read runs single statements outside a transaction. In SQLite it only reads.
func (db *DB) Read() Queryer {
	if db.engine == SQLite {
		return cached{db.pool, db.queries}
	}
	return steady{db}
}

// Ping checks that the database answers, for writing as well.
func (db *DB) Ping(ctx context.Context) error {
	if db.writer != nil {
		if err := db.writer.ping(ctx); err != nil {
			return err
		}
	}
	return db.pool.PingContext(ctx)
}

// Close waits for running statements and closes every connection.
func (db *DB) Close() error {
	errs := []error{db.queries.close()}
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	return errors.Join(append(errs, db.pool.Close())...)
}

// Micros returns t as microseconds since 1970 UTC: the form in which a *_us
// column holds a time. The zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the inverse of [Micros], in UTC; 0 is the zero time.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
