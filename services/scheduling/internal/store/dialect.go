package store

import "github.com/firstcall-health/firstcall/pkg/sqldb"

// dialect holds the few places where the engines' SQL differs.
type dialect struct {
	// shareCatalog and lockCatalog are expressions of a SELECT that take the catalog's lock until the end of the
	// transaction: bookings share it, changes to hours have it alone. SQLite has one writer, who needs no lock.
	shareCatalog, lockCatalog string
	// lockLimits is the expression of a SELECT that takes the lock of the provider $1's limits; "" where there is one
	// writer.
	lockLimits string
	// forUpdate locks the rows of a SELECT.
	forUpdate string
	// skipLocked locks those that nobody else has locked.
	skipLocked string
	// orSkip makes an INSERT that would break a constraint insert nothing. On PostgreSQL it waits for the other
	// transaction to end and leaves this one usable; in SQLite the trigger fails only the statement.
	orSkip string
	// savepoint says that a refused UPDATE spoils the transaction unless a savepoint is set before.
	savepoint bool
	// mark is the least number that a write not yet seen may have, as an expression: everything below it is over.
	mark string
	// changes reads the feed from $1, $2 on, at most $3.
	changes string
	// keepsChanges asks whether nothing behind $1, $2 was trimmed; trimChanges trims the oldest, a batch at most, if older than $1.
	keepsChanges, trimChanges string
}

func dialectOf(engine sqldb.Engine) dialect {
	if engine == sqldb.SQLite {
		return dialect{
			shareCatalog: "''", lockCatalog: "''", mark: "(SELECT n + 1 FROM writes)", changes: sqliteChanges,
			keepsChanges: sqliteKeepsChanges, trimChanges: sqliteTrimChanges,
		}
	}
	const key = "hashtextextended('firstcall.scheduling.catalog.' || current_schema(), 0)"
	return dialect{
		shareCatalog: "pg_advisory_xact_lock_shared(" + key + ")::text",
		lockCatalog:  "pg_advisory_xact_lock(" + key + ")::text",
		lockLimits:   "pg_advisory_xact_lock(hashtextextended('firstcall.scheduling.limits.' || current_schema() || '.' || $1, 0))::text",
		forUpdate:    " FOR UPDATE",
		skipLocked:   " FOR UPDATE SKIP LOCKED",
		orSkip:       " ON CONFLICT DO NOTHING",
		savepoint:    true,
		mark:         "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
		changes:      postgresChanges,
		keepsChanges: postgresKeepsChanges,
		trimChanges:  postgresTrimChanges,
	}
}
