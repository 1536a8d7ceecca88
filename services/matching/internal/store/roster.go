package store

import (
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// touched are the therapists of writes that were not over at the mark $2, and those whom the time since $3 has changed: by
// a place that lapsed, one that is not new any more, or a price that is too old.
const touched = `SELECT id FROM therapists WHERE changed >= $2
  UNION SELECT therapist_id FROM tracks WHERE changed >= $2
  UNION SELECT therapist_id FROM places WHERE until_us > $3 AND until_us <= $1
  UNION SELECT therapist_id FROM places WHERE taken_us > $3 - ` + sevenDays + ` AND taken_us <= $1 - ` + sevenDays + `
  UNION SELECT id FROM therapists WHERE price_us > 0 AND price_us > $3 - ` + sevenDays + ` AND price_us <= $1 - ` + sevenDays

// anyTouched reports whether there are any, from the ends of the indexes: what it costs does not depend on what the engine
// guesses of the numbers.
const anyTouched = `coalesce((SELECT max(changed) FROM therapists) >= $2, FALSE)
  OR coalesce((SELECT max(changed) FROM tracks) >= $2, FALSE)
  OR coalesce((SELECT min(until_us) FROM places WHERE until_us > $3) <= $1, FALSE)
  OR coalesce((SELECT min(taken_us) FROM places WHERE taken_us > $3 - ` + sevenDays + `) <= $1 - ` + sevenDays + `, FALSE)
  OR coalesce((SELECT min(price_us) FROM therapists WHERE price_us > 0 AND price_us > $3 - ` + sevenDays + `) <= $1 - ` + sevenDays + `, FALSE)`

// mark is the least number that a write not yet seen may have, as an expression: everything below it is over.
func (s *Store) mark() string {
	if s.db.Engine() == sqldb.Postgres {
		return "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
	}
	return "(SELECT n + 1 FROM roster_writes)"
}

// Roster implements domain.TherapistStore. The mark is read before the therapists are: what is written in between is
// found again by the next look.
func (s *Store) Roster(ctx context.Context, after domain.RosterMark, now time.Time) (domain.RosterMark, []domain.Therapist, error) {
	next := domain.RosterMark{At: now}
	last := sqldb.Micros(after.At)
	if after.At.IsZero() {
		if err := s.db.Read().QueryRowContext(ctx, "SELECT "+s.mark()).Scan(&next.Write); err != nil {
			return next, nil, wrap("mark roster", err)
		}
		all, err := s.ListTherapists(ctx, now, "", "", 0, false)
		return next, all, err
	}
	var some bool
	err := s.db.Read().QueryRowContext(ctx, "SELECT "+s.mark()+", "+anyTouched, sqldb.Micros(now), after.Write, last).Scan(&next.Write, &some)
	if err != nil || !some {
		return next, nil, wrap("look at roster", err)
	}
	rows, err := s.db.Read().QueryContext(ctx, touched, sqldb.Micros(now), after.Write, last)
	ids, err := collect(rows, err, scanID)
	if err != nil {
		return next, nil, wrap("look at roster", err)
	}
	changed, err := s.byID(ctx, ids, now)
	return next, changed, wrap("read roster", err)
}

// Therapists implements domain.TherapistStore.
func (s *Store) Therapists(ctx context.Context, ids []string, now time.Time) ([]domain.Therapist, error) {
	found, err := s.byID(ctx, ids, now)
	return slices.DeleteFunc(found, func(t domain.Therapist) bool { return t.Deleted() }), wrap("read therapists", err)
}

// CountTherapists implements domain.TherapistStore.
func (s *Store) CountTherapists(ctx context.Context, ids []string) (int, error) {
	known, err := inParts(ids, func(in string, args []any) ([]string, error) {
		rows, err := s.db.Read().QueryContext(ctx, `SELECT id FROM therapists WHERE id IN `+in, args...)
		return collect(rows, err, scanID)
	})
	return len(known), wrap("count therapists", err)
}

// byID reads those of the ids that exist.
func (s *Store) byID(ctx context.Context, ids []string, now time.Time) ([]domain.Therapist, error) {
	return inParts(ids, func(in string, args []any) ([]domain.Therapist, error) {
		rows, err := s.db.Read().QueryContext(ctx, selectTherapists+` WHERE t.id IN `+in, args...)
		return collect(rows, err, scanTherapist)
	}, sqldb.Micros(now))
}
