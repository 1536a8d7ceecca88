package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// defaultMaxConns is the size of a PostgreSQL pool. Four services of one
// deployment stay well under the server's default of 100 connections.
const defaultMaxConns = 16

// sessionDefaults are sent with the connection's start-up message, at no cost
// in round trips. What the URL sets itself wins.
var sessionDefaults = map[string]string{
	"application_name":                    "firstcall",
	"timezone":                            "UTC",
	"statement_timeout":                   "15s",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "30s",
	// Every frequent query has its index. A plan made while a table was small
	// would read all of it long after it has grown, so reading a whole table is
	// left to queries that cannot do otherwise; those look dear and would be
	// compiled, which takes longer than they do.
	"enable_seqscan": "off",
	"jit":            "off",
	// A statement has one plan, made once in a connection without looking at
	// its values: the one that tests look at. Otherwise what a table grows to
	// decides whether each call is planned anew, which takes longer than most.
	// So a condition that a partial index asks for is written out.
	"plan_cache_mode": "force_generic_plan",
	// Not knowing the values, the server expects a part of all rows and would
	// call for help with what is one row.
	"max_parallel_workers_per_gather": "0",
}

func openPostgres(ctx context.Context, cfg Config) (*DB, error) {
	conf, err := postgresConfig(cfg)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = cmp.Or(cfg.MaxConns, defaultMaxConns)
	pool := stdlib.OpenDB(*conf)
	pool.SetMaxOpenConns(cfg.MaxConns)
	pool.SetMaxIdleConns(cfg.MaxConns) // a pool that shrinks between bursts pays for new connections in each
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("sqldb: postgres: %w", err), pool.Close())
	}
	db := &DB{cfg: cfg, engine: Postgres, pool: pool, queries: newStatements()}
	db.group = &group{db: db}
	return db, nil
}

// postgresConfig parses the URL. The error of pgx hides the password.
func postgresConfig(cfg Config) (*pgx.ConnConfig, error) {
	if cfg.Schema == "" {
		return nil, errors.New("sqldb: postgres needs a schema")
	}
	conf, err := pgx.ParseConfig(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("sqldb: postgres: %w", err)
	}
	for name, value := range sessionDefaults {
		if _, set := conf.RuntimeParams[name]; !set {
			conf.RuntimeParams[name] = value
		}
	}
	// public comes second for the operator classes of extensions.
	conf.RuntimeParams["search_path"] = pgx.Identifier{cfg.Schema}.Sanitize() + ", public"
	conf.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	if conf.ConnectTimeout == 0 {
		conf.ConnectTimeout = 5 * time.Second
	}
	return conf, nil
}

// openForMigration returns a pool without time limits: a migration may rewrite
// a large table, or wait for one that does.
func openForMigration(cfg Config) (*sql.DB, error) {
	conf, err := postgresConfig(cfg)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		conf.RuntimeParams[name] = "0"
	}
	// A migration changes what statements mean, so none is remembered.
	conf.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec
	return stdlib.OpenDB(*conf), nil
}
