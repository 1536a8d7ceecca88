package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// settlement is how far a place may be taken against the therapist's limits.
type settlement int

const (
	// withinLimits takes a new place only from a therapist who accepts clients and has one.
	withinLimits settlement = iota
	// regardless takes it in any case: the first session is booked.
	regardless
)

// settle makes the place of the inquiry with the therapist what its proposals and pairings say: for good, until the
// last of them lapses, or none. It locks the therapist first, so that whoever counts places is alone.
func settle(ctx context.Context, tx *sqldb.Tx, therapist, inquiry string, now time.Time, how settlement) error {
	t, err := lockTherapist(ctx, tx, therapist, now)
	if err != nil {
		return err
	}
	// What lapsed no longer takes a place; neither does what this inquiry no longer claims.
	if _, err := tx.ExecContext(ctx, `DELETE FROM places WHERE therapist_id = $1 AND until_us <= $2`, therapist, sqldb.Micros(now)); err != nil {
		return err
	}
	until, claimed, err := claim(ctx, tx, therapist, inquiry, now)
	if err != nil {
		return err
	}
	if !claimed {
		_, err := tx.ExecContext(ctx, `DELETE FROM places WHERE therapist_id = $1 AND inquiry = $2`, therapist, inquiry)
		return err
	}
	result, err := tx.ExecContext(ctx, `UPDATE places SET until_us = $3 WHERE therapist_id = $1 AND inquiry = $2`, therapist, inquiry, until)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return take(ctx, tx, &t, inquiry, until, now, how)
}

// claim is until when the inquiry has a right to a place: NULL for good.
func claim(ctx context.Context, tx *sqldb.Tx, therapist, inquiry string, now time.Time) (until sql.NullInt64, claimed bool, err error) {
	var confirmed int64
	err = tx.QueryRowContext(ctx, `SELECT count(*) FROM pairings WHERE therapist_id = $1 AND inquiry = $2 AND state = 'CONFIRMED'`,
		therapist, inquiry).Scan(&confirmed)
	if err != nil || confirmed > 0 {
		return until, confirmed > 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT max(expire_us) FROM (
  SELECT expire_us FROM pairings WHERE therapist_id = $1 AND inquiry = $2 AND state = 'RESERVED'
  UNION ALL
  SELECT p.expire_us FROM proposals p JOIN proposal_therapists o ON o.proposal_id = p.id
  WHERE o.therapist_id = $1 AND p.inquiry = $2 AND p.state IN ('PENDING', 'OPEN')
) AS claims WHERE expire_us > $3`, therapist, inquiry, sqldb.Micros(now)).Scan(&until)
	return until, until.Valid, err
}

// take gives the inquiry the lowest free place.
func take(
	ctx context.Context, tx *sqldb.Tx, t *domain.Therapist, inquiry string, until sql.NullInt64, now time.Time, how settlement,
) error {
	rows, err := tx.QueryContext(ctx, `SELECT place FROM places WHERE therapist_id = $1 ORDER BY place`, t.ID)
	taken, err := collect(rows, err, func(row interface{ Scan(...any) error }) (place int64, err error) {
		return place, row.Scan(&place)
	})
	if err != nil {
		return err
	}
	severe, err := badlyOff(ctx, tx, inquiry)
	if err != nil {
		return err
	}
	if how == withinLimits && !t.Takes(severe) {
		return domain.ErrNoCapacity.With("therapist", "therapists/"+t.ID)
	}
	place := int64(1)
	for slices.Contains(taken, place) {
		place++
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO places (therapist_id, place, inquiry, until_us, taken_us, severe) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, place, inquiry, until, sqldb.Micros(now), severe)
	return err
}

// badlyOff reports whether the inquiry's newest need was of someone badly off.
func badlyOff(ctx context.Context, tx *sqldb.Tx, inquiry string) (severe bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT severe FROM decisions WHERE inquiry = $1 ORDER BY create_us DESC, id DESC LIMIT 1`, inquiry).Scan(&severe)
	return severe, notFound(err, domain.ErrDecisionNotFound)
}
