package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

func TestForgetKeepsWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		require.NoError(t, s.finish(f, act))
		s.inquiry()
		require.NoError(t, s.Forget(t.Context(), now()))
		require.Equal(t, 2, s.rows("requests"), "not yet")
		require.NoError(t, s.Forget(t.Context(), now().Add(time.Second)))
		require.Equal(t, 1, s.rows("requests"))
	})
}

// What has piled up goes in one call, however much it is.
func TestForgetALot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		require.NoError(t, s.finish(f, act))
		require.NoError(t, s.db.Tx(t.Context(), func(tx *sqldb.Tx) error {
			for _, copies := range []string{
				`INSERT INTO messages (id, inquiry_id, kind, topic, state, attempts, due_us, sealed, create_us)
				SELECT request_id || n, inquiry_id, '', '', 'SENT', 1, 0, sealed, create_us FROM requests, k`,
				`INSERT INTO requests (request_id, kind, body_hash, inquiry_id, act_id, actor, step, sealed, claim, lease_us, create_us)
				SELECT request_id || n, kind, body_hash, inquiry_id, act_id, actor, step, sealed, claim, lease_us, create_us FROM requests, k`,
			} {
				if _, err := tx.ExecContext(t.Context(),
					`WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 1100) `+copies); err != nil {
					return err
				}
			}
			return nil
		}))
		require.Equal(t, 1101, s.rows("requests"))
		require.Equal(t, 1100, s.rows("messages"))
		const month = 30 * 24 * time.Hour
		require.NoError(t, s.Forget(t.Context(), now().Add(month+time.Second)))
		require.Zero(t, s.rows("requests"))
		require.Zero(t, s.rows("messages"))
	})
}

// A message that needs no sending any more is forgotten a month after the requests of its day.
func TestForgetSentMessages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		f.Inquiry.Consultation = domain.Visit{Appointment: "appointments/x", Start: now(), End: now()}
		require.NoError(t, s.finish(f, act))
		for n := range 3 {
			require.NoError(t, s.Update(t.Context(), f.Inquiry.ID, f.By, func(f *domain.File) error {
				f.Write(domain.LetterConsultationMoved, domain.VisitKind(string(rune('a'+n))), "")
				return nil
			}))
		}
		for range 2 {
			taken, err := s.TakeMessages(t.Context(), now().Add(time.Minute), now().Add(time.Hour), 1)
			require.NoError(t, err)
			require.Len(t, taken, 1)
			require.NoError(t, s.MarkMessage(t.Context(), taken[0], true, f.By))
		}
		const month = 30 * 24 * time.Hour
		require.NoError(t, s.Forget(t.Context(), now().Add(month)))
		require.Equal(t, 3, s.rows("messages"), "not yet")
		require.NoError(t, s.Forget(t.Context(), now().Add(month+time.Second)))
		require.Equal(t, 1, s.rows("messages"), "what waits stays")
	})
}

// A history is in order of time, however the clocks go of those who write it.
func TestHistoryIsInOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *shelf) {
		f, act := s.inquiry()
		f.Inquiry.Consultation = domain.Visit{Appointment: "appointments/x", Start: now(), End: now()}
		require.NoError(t, s.finish(f, act))
		ahead := domain.By{Actor: "staff", Time: now().Add(time.Second)}
		for _, by := range []domain.By{ahead, f.By} {
			require.NoError(t, s.Update(t.Context(), f.Inquiry.ID, by, func(f *domain.File) error {
				f.Record(domain.EventCallRecorded, nil)
				f.Record(domain.EventMatched, nil)
				f.Write(domain.LetterConsultationMoved, domain.VisitKind(by.Actor), "")
				return nil
			}))
		}
		taken, err := s.TakeMessages(t.Context(), now().Add(time.Minute), now().Add(time.Hour), 1)
		require.NoError(t, err)
		require.NoError(t, s.MarkMessage(t.Context(), taken[0], true, f.By))
		history, err := s.History(t.Context(), f.Inquiry.ID)
		require.NoError(t, err)
		require.Len(t, history, 6)
		require.Equal(t, now(), history[0].Time)
		for _, e := range history[1:] {
			require.Equal(t, ahead.Time, e.Time)
		}
	})
}
