package store

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// answersRead bounds how many questionnaires of one client are read for a ranking: of seven kinds, more than the weeks in which they
// count hold.
const answersRead = 50

// ClientRecord implements domain.DecisionStore, in one statement: a round trip, where the database is another process.
func (s *Store) ClientRecord(ctx context.Context, inquiry string, now time.Time) (domain.ClientRecord, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT therapist_id, '' AS instrument, '' AS band, 0 AS take_us, until_us IS NULL FROM places
  WHERE inquiry = $1 AND (until_us IS NULL OR until_us > $2)
UNION ALL SELECT * FROM (SELECT '', instrument, band, take_us, needs_human AND seen_us = 0 FROM measures
  WHERE inquiry = $1 ORDER BY take_us DESC LIMIT $3) AS answers
ORDER BY take_us DESC`, inquiry, sqldb.Micros(now), answersRead)
	var out domain.ClientRecord
	_, err = collect(rows, err, func(row interface{ Scan(...any) error }) (none struct{}, err error) {
		var therapist string
		var answer domain.Answer
		var take int64
		var is bool
		if err := row.Scan(&therapist, &answer.Instrument, &answer.Band, &take, &is); err != nil {
			return none, err
		}
		if therapist != "" {
			if out.Places == nil {
				out.Places = map[string]bool{}
			}
			out.Places[therapist] = is
			return none, nil
		}
		answer.TakeTime, answer.Human = sqldb.Time(take), is
		out.Answers = append(out.Answers, answer)
		return none, nil
	})
	return out, wrap("read what is known of a client", err)
}
