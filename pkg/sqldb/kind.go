package sqldb

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Kind says what a database error means, whatever the engine.
type Kind int

// The kinds.
const (
	// Other is any error the others do not name; nil too.
	Other Kind = iota
	// Unique is a violated primary key or unique index.
	Unique
	// Exclusion is a violated exclusion constraint; in SQLite a trigger that
	// raised, because there the same rules are triggers.
	Exclusion
	// ForeignKey is a reference to a row that does not exist, or the removal of
	// one that is referred to.
	ForeignKey
	// Check is a violated CHECK or NOT NULL.
	Check
	// Serialization is a transaction the engine gave up so that others could go
	// on; run again it may succeed. [DB.Tx] has done so already.
	Serialization
	// Busy is a lock that could not be had in time.
	Busy
)

// Classify returns the kind of err, which may be wrapped.
func Classify(err error) Kind {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classifyPostgres(pg)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return classifySQLite(lite.Code())
	}
	return Other
}

// Constraint returns the name of the violated constraint on PostgreSQL, and
// SQLite's own words (the columns, or what a trigger raised) on SQLite: enough
// to tell two unique indexes of one table apart. It is empty for other errors.
func Constraint(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.ConstraintName
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok && lite.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		return lite.Error()
	}
	return ""
}

// classifyPostgres goes by SQLSTATE (PostgreSQL manual, appendix A).
func classifyPostgres(err *pgconn.PgError) Kind {
	switch err.Code {
	case "23505":
		return Unique
	case "23P01":
		return Exclusion
	case "23503", "23001":
		return ForeignKey
	case "23514", "23502":
		return Check
	case "40001", "40P01":
		return Serialization
	case "55P03":
		return Busy
	case "0A000":
		// A migration changed a table under a prepared statement; the statement
		// is prepared anew in the next attempt.
		if strings.Contains(err.Message, "cached plan must not change result type") {
			return Serialization
		}
	}
	return Other
}

// classifySQLite goes by the extended result code (sqlite.org/rescode.html).
func classifySQLite(code int) Kind {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return Unique
	case sqlite3.SQLITE_CONSTRAINT_TRIGGER:
		return Exclusion
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ForeignKey
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL, sqlite3.SQLITE_CONSTRAINT_DATATYPE:
		return Check
	case sqlite3.SQLITE_BUSY_SNAPSHOT:
		return Serialization
	}
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return Busy
	}
	return Other
}
