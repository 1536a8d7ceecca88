package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// selectWaits reads inquiries by their first ranking, with the newest decision, the first session that was agreed and the facts
// of its case, and how the waitlist knows them.
const selectWaits = `SELECT r.inquiry, r.since_us, r.last_us,
  (SELECT max(d.id) FROM decisions d WHERE d.inquiry = r.inquiry AND d.create_us = r.last_us),
  coalesce((SELECT min(p.first_session_us) FROM pairings p WHERE p.inquiry = r.inquiry AND ` + agreed + `), 0),
  (SELECT min(c.facts) FROM pairings p JOIN cases c ON c.pairing_id = p.id WHERE p.inquiry = r.inquiry AND ` + agreed + `),
  coalesce(w.state, ''), coalesce(w.update_us, 0)
FROM (SELECT inquiry, min(create_us) AS since_us, max(create_us) AS last_us FROM decisions GROUP BY inquiry) r
  LEFT JOIN waitlist w ON w.inquiry = r.inquiry
WHERE r.since_us >= $1 AND r.since_us < $2 ORDER BY r.inquiry`

// waitRow is a wait whose facts may still have to be read from its newest decision.
type waitRow struct {
	outcome.Wait

	decision string
	facts    sql.NullString
}

// Waits implements outcome.Store.
func (s *Store) Waits(ctx context.Context, from, to, now time.Time) ([]outcome.Wait, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectWaits, sqldb.Micros(from), sqldb.Micros(to))
	found, err := collect(rows, err, func(row interface{ Scan(...any) error }) (waitRow, error) { return scanWait(row, now) })
	if err != nil {
		return nil, wrap("read waits", err)
	}
	out := make([]outcome.Wait, len(found))
	for i := range found {
		f := &found[i]
		if f.facts.Valid {
			err = json.Unmarshal([]byte(f.facts.String), &f.Facts)
		} else {
			var d domain.Decision
			d, err = s.Decision(ctx, f.decision)
			f.Facts = outcome.FactsOf(&d, "")
		}
		if err != nil {
			return nil, wrap("read waits", err)
		}
		out[i] = f.Wait
	}
	return out, nil
}

func scanWait(row interface{ Scan(...any) error }, now time.Time) (waitRow, error) {
	var w waitRow
	var since, last, session, updated int64
	var state domain.WaitingState
	if err := row.Scan(&w.Inquiry, &since, &last, &w.decision, &session, &w.facts, &state, &updated); err != nil {
		return w, err
	}
	w.Since = sqldb.Time(since)
	switch {
	case session > 0 && session <= sqldb.Micros(now):
		w.Until, w.Began = sqldb.Time(session), true
	case session > 0, state == domain.EntryWaiting, state == domain.EntryOffered:
		w.Until = now
	case state == domain.EntryLeft:
		w.Until = sqldb.Time(updated)
	default:
		w.Until = sqldb.Time(last)
	}
	return w, nil
}
