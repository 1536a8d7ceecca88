package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// settlement is how a place is taken.
type settlement struct {
	// regardless of the therapist's limits: the first session is booked. Otherwise a new place is taken only from a therapist who
	// accepts clients and has one, and one of those for clients who are badly off only while there is one.
	regardless bool
	// severe is whether the client is badly off; nil: as it was when the place was taken.
	severe *bool
}

// settle makes the place of the inquiry with the therapist what its proposals and pairings say: for good, until the
// last of them lapses, or none. It locks the therapist first, so that whoever counts places is alone.
func settle(ctx context.Context, tx *sqldb.Tx, therapist, inquiry string, now time.Time, how settlement) error {
	t, err := lockTherapist(ctx, tx, therapist, now)
	if err != nil {
		return err
	}
	was, err := placeOf(ctx, tx, therapist, inquiry, now)
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
	severe, err := badlyOff(ctx, tx, inquiry, was, how)
	if err != nil {
		return err
	}
	if !was.held {
		return take(ctx, tx, &t, inquiry, until, now, severe, how)
	}
	if !how.regardless && severe && !was.severe && !t.TakesSevere() {
		return domain.ErrNoCapacity.With("therapist", "therapists/"+t.ID)
	}
	_, err = tx.ExecContext(ctx, `UPDATE places SET until_us = $3, severe = $4 WHERE therapist_id = $1 AND inquiry = $2`, therapist, inquiry, until, severe)
	return err
}

// place is what is known of the one an inquiry had with a therapist: whether there was one, it has not lapsed, and whether it is of
// those for clients who are badly off.
type place struct{ known, held, severe bool }

func placeOf(ctx context.Context, tx *sqldb.Tx, therapist, inquiry string, now time.Time) (p place, err error) {
	err = tx.QueryRowContext(ctx, `SELECT TRUE, until_us IS NULL OR until_us > $3, severe FROM places WHERE therapist_id = $1 AND inquiry = $2`,
		therapist, inquiry, sqldb.Micros(now)).Scan(&p.known, &p.held, &p.severe)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return p, err
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
	ctx context.Context, tx *sqldb.Tx, t *domain.Therapist, inquiry string, until sql.NullInt64, now time.Time, severe bool, how settlement,
) error {
	rows, err := tx.QueryContext(ctx, `SELECT place FROM places WHERE therapist_id = $1 ORDER BY place`, t.ID)
	taken, err := collect(rows, err, func(row interface{ Scan(...any) error }) (place int64, err error) {
		return place, row.Scan(&place)
	})
	if err != nil {
		return err
	}
	if !how.regardless && !t.Takes(severe) {
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

// badlyOff reports whether the client is: as is known now, else when the place was taken, else by the newest need that was ranked.
func badlyOff(ctx context.Context, tx *sqldb.Tx, inquiry string, was place, how settlement) (severe bool, err error) {
	switch {
	case how.severe != nil:
		return *how.severe, nil
	case was.known:
		return was.severe, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT severe FROM decisions WHERE inquiry = $1 ORDER BY create_us DESC, id DESC LIMIT 1`, inquiry).Scan(&severe)
	return severe, notFound(err, domain.ErrDecisionNotFound)
}
