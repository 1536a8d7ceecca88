package store

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// postgresChanges goes by transaction number first. It shows nothing of a transaction that is younger than the oldest
// one still open, so no change can appear behind a cursor that has passed.
const postgresChanges = `SELECT CAST(xid AS TEXT), id, appointment_id, kind, state, time_us, request_id, inquiry_id, actor,
	type_id, provider_id, start_us, end_us, overbook FROM changes WHERE (xid, id) > (CAST($1 AS xid8), $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
	ORDER BY changes.xid, changes.id LIMIT $3`

// sqliteChanges goes by id: there is one writer. $1 has no meaning there.
const sqliteChanges = `SELECT $1, id, appointment_id, kind, state, time_us, request_id, inquiry_id, actor,
	type_id, provider_id, start_us, end_us, overbook FROM changes WHERE id > $2 ORDER BY id LIMIT $3`

// Changes implements domain.Store.
func (s *Store) Changes(ctx context.Context, after string, limit int) ([]domain.Change, error) {
	xid, id, ok := parseCursor(after)
	if !ok {
		return nil, errs.Invalid(errs.Field("after", "is not a cursor of this feed"))
	}
	rows, err := s.db.Read().QueryContext(ctx, s.sql.changes, xid, id, limit)
	if err != nil {
		return nil, wrap("changes", err)
	}
	defer rows.Close()
	var out []domain.Change
	for rows.Next() {
		var c domain.Change
		if err := rows.Scan(&xid, &id, &c.AppointmentID, &c.Kind, &c.State, &c.Time, &c.RequestID, &c.InquiryID,
			&c.Actor, &c.TypeID, &c.ProviderID, &c.Start, &c.End, &c.Overbook); err != nil {
			return nil, wrap("changes", err)
		}
		c.Cursor = formatCursor(xid, id)
		out = append(out, c)
	}
	return out, wrap("changes", rows.Err())
}

func formatCursor(xid string, id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(xid + "." + strconv.FormatInt(id, 10)))
}

func parseCursor(cursor string) (xid string, id int64, ok bool) {
	if cursor == "" {
		return "0", 0, true
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return "", 0, false
	}
	xid, number, found := strings.Cut(string(raw), ".")
	if _, err := strconv.ParseUint(xid, 10, 64); err != nil || !found {
		return "", 0, false
	}
	id, err = strconv.ParseInt(number, 10, 64)
	return xid, id, err == nil && id >= 0 && formatCursor(xid, id) == cursor
}
