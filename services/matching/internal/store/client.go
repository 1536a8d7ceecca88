package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// The kinds of rows of [clientRows], and the one that says how far the roster is.
const (
	rowPlace = iota + 1
	rowAnswer
	rowMark
)

// clientRows are the rows of what is known of clients, newest answers first: all that ask for a licensed person whom nobody licensed
// has looked at, and the newest of each instrument in the time in which it says how badly the client is. $1 is now, the begin of that time has
// the number given; of says whose inquiries.
func clientRows(of string, since int) string {
	return fmt.Sprintf(`SELECT %[3]d AS kind, therapist_id, '' AS band, CASE WHEN severe THEN 1 ELSE 0 END AS take_us, until_us IS NULL, inquiry FROM places
  WHERE inquiry %[1]s AND (until_us IS NULL OR until_us > $1)
UNION ALL SELECT * FROM (
  SELECT %[4]d, instrument, band, take_us, TRUE, inquiry FROM measures WHERE inquiry %[1]s AND needs_human AND seen_us = 0
  UNION SELECT %[4]d, instrument, band, take_us, unseen, inquiry FROM (
    SELECT instrument, band, take_us, needs_human AND seen_us = 0 AS unseen, inquiry,
      rank() OVER (PARTITION BY inquiry, instrument ORDER BY take_us DESC) AS age FROM measures
    WHERE inquiry %[1]s AND take_us >= $%[2]d) AS lately WHERE age = 1) AS answers`, of, since, rowPlace, rowAnswer)
}

// inOrder is how they are read.
const inOrder = ` ORDER BY kind, take_us DESC`

// The statements for one client; the numbers are those of parameters, by definition.
var (
	selectClient = clientRows("= $2", 3) + inOrder
	selectLook   = `, ` + anyTouched + `, '' AS inquiry UNION ALL ` + clientRows("= $4", 5) + inOrder
)

func answersSince(now time.Time) int64 { return sqldb.Micros(now.Add(-domain.AnsweredWithin)) }

// ClientRecord implements domain.DecisionStore, in one statement: a round trip, where the database is another process.
func (s *Store) ClientRecord(ctx context.Context, inquiry string, now time.Time) (domain.ClientRecord, error) {
	rows, err := s.db.Read().QueryContext(ctx, selectClient, sqldb.Micros(now), inquiry, answersSince(now))
	_, found, err := scanLook(rows, err)
	return found[inquiry], wrap("read what is known of a client", err)
}

// ClientRecords implements domain.DecisionStore.
func (s *Store) ClientRecords(ctx context.Context, inquiries []string, now time.Time) (map[string]domain.ClientRecord, error) {
	out := make(map[string]domain.ClientRecord, len(inquiries))
	_, err := inParts(inquiries, func(in string, args []any) (none []struct{}, _ error) {
		rows, err := s.db.Read().QueryContext(ctx, clientRows("IN "+in, 2)+inOrder, args...)
		_, found, err := scanLook(rows, err)
		maps.Copy(out, found)
		return none, err
	}, sqldb.Micros(now), answersSince(now))
	return out, wrap("read what is known of clients", err)
}

// Look implements domain.DecisionStore, in one statement as well.
func (s *Store) Look(ctx context.Context, after domain.RosterMark, inquiry string, now time.Time) (domain.Look, error) {
	rows, err := s.db.Read().QueryContext(ctx, fmt.Sprintf(`SELECT %d AS kind, '' AS therapist_id, '' AS band, %s AS take_us`, rowMark, s.mark())+selectLook,
		sqldb.Micros(now), after.Write, sqldb.Micros(after.At), inquiry, answersSince(now))
	look, found, err := scanLook(rows, err)
	look.Mark.At, look.Client = now, found[inquiry]
	return look, wrap("look at roster and client", err)
}

// scanLook reads the rows, what is known of clients by inquiry.
func scanLook(rows *sql.Rows, err error) (look domain.Look, found map[string]domain.ClientRecord, _ error) {
	found = map[string]domain.ClientRecord{}
	_, err = collect(rows, err, func(row interface{ Scan(...any) error }) (none struct{}, err error) {
		var kind int
		var what, band, inquiry string
		var n int64
		var is bool
		if err := row.Scan(&kind, &what, &band, &n, &is, &inquiry); err != nil {
			return none, err
		}
		c := found[inquiry]
		switch kind {
		case rowMark:
			look.Mark.Write, look.Changed = n, is
			return none, nil
		case rowPlace:
			if c.Places == nil {
				c.Places = map[string]domain.Place{}
			}
			c.Places[what] = domain.Place{Agreed: is, Severe: n == 1}
		case rowAnswer:
			c.Answers = append(c.Answers, domain.Answer{Instrument: what, Band: band, TakeTime: sqldb.Time(n), Human: is})
		}
		found[inquiry] = c
		return none, nil
	})
	return look, found, err
}
