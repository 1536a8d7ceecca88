package store_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

func exec(tb testing.TB, db *sqldb.DB, query string, args ...any) {
	tb.Helper()
	require.NoError(tb, db.Tx(tb.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(tb.Context(), query, args...)
		return err
	}))
}

// older is a decision and its body as it was when a need stood nowhere else.
func older(tb testing.TB) (d domain.Decision, body []byte) {
	tb.Helper()
	line, err := os.ReadFile("testdata/deflated.jsonl")
	require.NoError(tb, err)
	row := struct {
		Decision *domain.Decision `json:"decision"`
		Body     *[]byte          `json:"body"`
	}{&d, &body}
	require.NoError(tb, json.Unmarshal(line, &row))
	return d, body
}

// TestPastNeedsOfAllAges reads a need that stands beside the body, one that only the body has, and one of a row without a body; the whole
// decision is the same in all of them.
func TestPastNeedsOfAllAges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, store.Migrations(), func(t *testing.T, db *sqldb.DB) {
		s := store.New(db, nil)
		want, body := older(t)
		input, err := json.Marshal(want.Input)
		require.NoError(t, err)
		output, err := json.Marshal(want.Output)
		require.NoError(t, err)
		for i, age := range []func(id string){
			func(string) {},
			func(id string) { exec(t, db, `UPDATE decisions SET input = '', body = $2 WHERE id = $1`, id, body) },
			func(id string) {
				exec(t, db, `UPDATE decisions SET input = $2, output = $3, body = NULL WHERE id = $1`, id, string(input), string(output))
			},
		} {
			d := want
			d.ID, d.Inquiry, d.CreateTime = id.New(), id.New(), rosterNow.Add(time.Duration(i)*time.Hour)
			require.NoError(t, s.SaveDecision(t.Context(), &d))
			age(d.ID)
			read, err := s.Decision(t.Context(), d.ID)
			require.NoError(t, err)
			got, err := json.Marshal(read.Output)
			require.NoError(t, err)
			require.JSONEq(t, string(output), string(got))
		}
		past, err := s.PastNeeds(t.Context(), rosterNow, rosterNow.Add(24*time.Hour), 9)
		require.NoError(t, err)
		require.Len(t, past, 3)
		for i := range past {
			require.Equal(t, domain.PastNeed{Time: rosterNow.Add(time.Duration(2-i) * time.Hour), Need: want.Input.Need}, past[i])
		}
	})
}

// BenchmarkPastNeeds reads the needs of so many inquiries, each ranked with 32 therapists: of rows that have them beside the body, and of rows
// from before.
func BenchmarkPastNeeds(b *testing.B) {
	for _, engine := range dbtest.Engines {
		for _, n := range []int{1_000, 4_000, 16_000} {
			db := dbtest.Open(b, engine, store.Migrations())
			s := store.New(db, nil)
			d, body := older(b)
			d.CreateTime = rosterNow
			require.NoError(b, s.SaveDecision(b.Context(), &d))
			require.NoError(b, db.Tx(b.Context(), func(tx *sqldb.Tx) error {
				for i := range n - 1 {
					_, err := tx.ExecContext(b.Context(), `INSERT INTO decisions (id, inquiry, engine, risk, severe, input, output, body, create_us)
SELECT $1, $2, engine, risk, severe, input, output, body, create_us + $3 FROM decisions WHERE id = $4`, id.New(), id.New(), i, d.ID)
					if err != nil {
						return err
					}
				}
				return nil
			}))
			for _, rows := range []string{"beside", "body"} {
				b.Run(fmt.Sprintf("%s/%d/%s", engine, n, rows), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						past, err := s.PastNeeds(b.Context(), rosterNow, rosterNow.Add(time.Hour), n)
						require.NoError(b, err)
						require.Len(b, past, n)
					}
				})
				exec(b, db, `UPDATE decisions SET input = '', body = $1`, body)
			}
		}
	}
}
