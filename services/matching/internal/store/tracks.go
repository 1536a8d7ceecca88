package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// tracksAtOnce is how many tracks one transaction writes: others wait for it some tens of milliseconds at most. Policy.
const tracksAtOnce = 1000

// SaveEvidence implements outcome.Store. Tracks are written a part at a time, each says what it is learnt from, and the snapshot comes last:
// when a process dies in between, the next one finds the snapshot before, learns the same and writes what is missing. Where two learn at
// once, what was learnt later stays, whoever is done first.
func (s *Store) SaveEvidence(ctx context.Context, e *outcome.Evidence, tracks map[string]domain.Track) error {
	encoded := make(map[string]string, len(tracks))
	for therapist, t := range tracks {
		text, err := json.Marshal(t)
		if err != nil {
			return wrap("save evidence", err)
		}
		encoded[therapist] = string(text)
	}
	rows, err := s.db.Read().QueryContext(ctx, `SELECT therapist_id FROM tracks WHERE track <> ''`)
	known, err := collect(rows, err, scanID)
	if err != nil {
		return wrap("save evidence", err)
	}
	for _, therapist := range known {
		if _, still := encoded[therapist]; !still {
			encoded[therapist] = ""
		}
	}
	us := sqldb.Micros(e.CreateTime)
	for part := range slices.Chunk(slices.Sorted(maps.Keys(encoded)), tracksAtOnce) {
		err := s.write(ctx, "save tracks", func(tx *sqldb.Tx) error { return saveTracks(ctx, tx, part, encoded, us) })
		if err != nil {
			return err
		}
	}
	return s.write(ctx, "save evidence", func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO evidence (version, basis, tau2, rho, courses, create_us) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (version) DO UPDATE SET create_us = excluded.create_us`, e.Version, e.Basis, e.Tau2, e.Rho, e.Courses, us)
		return err
	})
}

// putTrack takes the place of what was learnt before; rows that stay the same are not written.
const putTrack = ` ON CONFLICT (therapist_id) DO UPDATE SET track = excluded.track, learn_us = excluded.learn_us, changed = excluded.changed
WHERE tracks.learn_us <= excluded.learn_us AND tracks.track <> excluded.track`

// saveTracks writes the tracks of some therapists, in the order of their ids; whoever is not there any more has none.
func saveTracks(ctx context.Context, tx *sqldb.Tx, therapists []string, encoded map[string]string, us int64) error {
	if tx.Engine() == sqldb.Postgres {
		texts := make([]string, len(therapists))
		for i, therapist := range therapists {
			texts[i] = encoded[therapist]
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO tracks (therapist_id, track, learn_us, changed)
SELECT d.id, d.track, $3::bigint, pg_current_xact_id()::text::bigint FROM unnest($1::text[], $2::text[]) AS d(id, track)
WHERE EXISTS (SELECT 1 FROM therapists t WHERE t.id = d.id) ORDER BY d.id`+putTrack, therapists, texts, us)
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE roster_writes SET n = n + 1`); err != nil {
		return err
	}
	for _, therapist := range therapists {
		_, err := tx.ExecContext(ctx, `INSERT INTO tracks (therapist_id, track, learn_us, changed)
SELECT id, $2, $3, (SELECT n FROM roster_writes) FROM therapists WHERE id = $1`+putTrack, therapist, encoded[therapist], us)
		if err != nil {
			return err
		}
	}
	return nil
}
