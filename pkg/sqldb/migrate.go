package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
)

// migrationLock is the advisory lock that lets one migration at a time run on a
// PostgreSQL database, whichever schema it is for.
const migrationLock = 0x66697273746361 // "firstca"

// Migrate brings the database to the newest version. files holds the folders
// sqlite and postgres, with goose files NNNN_name.sql in each. On PostgreSQL it
// creates the schema first, and concurrent calls wait for one another. An
// extension must be created WITH SCHEMA public, where every schema finds it.
func Migrate(ctx context.Context, db *DB, files fs.FS) (err error) {
	pool, unlock, err := db.migrationPool(ctx)
	if err != nil {
		return fmt.Errorf("sqldb: migrate: %w", err)
	}
	defer func() { err = errors.Join(err, unlock(), pool.Close()) }()
	provider, err := db.provider(pool, files)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("sqldb: migrate: %w", err)
	}
	return nil
}

// migrationPool opens connections for a migration alone and takes the lock.
func (db *DB) migrationPool(ctx context.Context) (*sql.DB, func() error, error) {
	if db.engine == SQLite {
		pool, err := sql.Open("sqlite", sqliteDSN(db.cfg, "immediate"))
		if err != nil {
			return nil, nil, err
		}
		pool.SetMaxOpenConns(1)
		return pool, func() error { return nil }, nil
	}
	pool, err := openForMigration(db.cfg)
	if err != nil {
		return nil, nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	_, err = conn.ExecContext(ctx, "select pg_advisory_lock($1)", int64(migrationLock))
	if err == nil {
		_, err = conn.ExecContext(ctx, "create schema if not exists "+pgx.Identifier{db.cfg.Schema}.Sanitize())
	}
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close(), pool.Close())
	}
	return pool, conn.Close, nil // closing the pool ends the session, and with it the lock
}

func (db *DB) provider(pool *sql.DB, files fs.FS) (*goose.Provider, error) {
	sub, err := fs.Sub(files, string(db.engine))
	if err != nil {
		return nil, fmt.Errorf("sqldb: migrations: %w", err)
	}
	dialect := goose.DialectPostgres
	if db.engine == SQLite {
		dialect = goose.DialectSQLite3
	}
	provider, err := goose.NewProvider(dialect, pool, sub, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("sqldb: migrations: %w", err)
	}
	return provider, nil
}

// Behind reports whether files holds a migration the database has not had. It
// changes nothing.
func Behind(ctx context.Context, db *DB, files fs.FS) (bool, error) {
	provider, err := db.provider(db.pool, files)
	if err != nil {
		return false, err
	}
	sources := provider.ListSources()
	exists := "select count(*) from sqlite_master where type = 'table' and name = 'goose_db_version'"
	if db.engine == Postgres {
		exists = "select count(*) from pg_tables where schemaname = $1 and tablename = 'goose_db_version'"
	}
	var args []any
	if db.engine == Postgres {
		args = append(args, db.cfg.Schema)
	}
	var tables int
	if err := db.Read().QueryRowContext(ctx, exists, args...).Scan(&tables); err != nil {
		return false, fmt.Errorf("sqldb: version: %w", err)
	}
	var version int64
	if tables > 0 {
		const newest = "select coalesce(max(version_id), 0) from goose_db_version"
		if err := db.Read().QueryRowContext(ctx, newest).Scan(&version); err != nil {
			return false, fmt.Errorf("sqldb: version: %w", err)
		}
	}
	return len(sources) > 0 && sources[len(sources)-1].Version > version, nil
}
