package store

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// A trim takes a batch at most: 501 is sweepBatch and one. The newest change that is old enough stays. So the cursor of a reader who has seen all that was trimmed never lies
// before the first change there is, and the cursor of one who has not always does.
const (
	postgresTrimChanges = `DELETE FROM changes WHERE (xid, id) < (SELECT xid, id FROM
		(SELECT xid, id, time_us FROM changes ORDER BY changes.xid, changes.id LIMIT 501) AS oldest
		WHERE time_us <= $1 ORDER BY oldest.xid DESC, oldest.id DESC LIMIT 1)`
	sqliteTrimChanges = `DELETE FROM changes WHERE id < (SELECT max(id) FROM
		(SELECT id, time_us FROM changes ORDER BY id LIMIT 501) WHERE time_us <= $1)`

	postgresKeepsChanges = `SELECT coalesce((SELECT (xid, id) <= (CAST($1 AS xid8), CAST($2 AS BIGINT)) FROM changes
		ORDER BY changes.xid, changes.id LIMIT 1), TRUE)`
	// $1 has no meaning here.
	sqliteKeepsChanges = `SELECT coalesce((SELECT id <= $2 FROM changes WHERE $1 = $1 ORDER BY id LIMIT 1), TRUE)`
)

// KeepsChanges implements domain.Store.
func (s *Store) KeepsChanges(ctx context.Context, after string) (kept bool, err error) {
	xid, id, ok := parseCursor(after)
	if !ok {
		return false, errs.Invalid(errs.Field("after", "is not a cursor of this feed"))
	}
	if after == "" {
		return true, nil
	}
	err = s.db.Read().QueryRowContext(ctx, s.sql.keepsChanges, xid, id).Scan(&kept)
	return kept, wrap("changes", err)
}
