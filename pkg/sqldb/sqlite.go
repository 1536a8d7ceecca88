package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite", pure Go
)

// defaultReaders is the number of SQLite connections that read next to the
// writer.
const defaultReaders = 4

// pragmas hold for every SQLite connection. FULL makes a commit survive a power
// loss; secure_delete overwrites what is deleted.
var pragmas = []string{
	"busy_timeout(5000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"secure_delete(ON)",
	"temp_store(MEMORY)",
	"cache_size(-16000)",
	"wal_autocheckpoint(10000)", // pages; the checkpointer comes before that, unless it cannot keep up
}

func openSQLite(ctx context.Context, cfg Config) (*DB, error) {
	db := &DB{cfg: cfg, engine: SQLite, queries: newStatements()}
	var err error
	// The writer comes first: it creates the file and turns the WAL on.
	if db.writer, err = openWriter(ctx, cfg); err != nil {
		return nil, err
	}
	if db.pool, err = sql.Open("sqlite", sqliteDSN(cfg, "deferred", "query_only(ON)")); err != nil {
		return nil, errors.Join(fmt.Errorf("sqldb: sqlite: %w", err), db.writer.close())
	}
	readers := cmp.Or(cfg.MaxConns, defaultReaders)
	db.pool.SetMaxOpenConns(readers)
	db.pool.SetMaxIdleConns(readers)
	db.writer.checkpoints = startCheckpointer(db.pool)
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("sqldb: sqlite: %w", err), db.Close())
	}
	return db, nil
}

// sqliteDSN returns the data source name of a file. The path is escaped, so
// that a ? or # in it is not taken for an option.
func sqliteDSN(cfg Config, txlock string, extra ...string) string {
	path := (&url.URL{Path: strings.TrimPrefix(cfg.URL, "sqlite:")}).EscapedPath()
	options := url.Values{"_txlock": {txlock}, "_pragma": append(pragmas[:len(pragmas):len(pragmas)], extra...)}
	return "file:" + path + "?" + options.Encode()
}
