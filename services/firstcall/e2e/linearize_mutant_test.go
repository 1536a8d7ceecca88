package e2e

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// TestDoubleBookingIsSeen takes the rules out of the schema, all else being equal: the histories must show it.
//
// On PostgreSQL the three processes then race for real. SQLite has one writer, who judges and writes in one
// transaction; there a second way in, which asks nobody, stands for the race. With the rules in place that way in does no
// harm, which shows that it is the schema that keeps bookings apart.
func TestDoubleBookingIsSeen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		engine   string
		replicas int
		direct   bool
		board    int
		sabotage []string
		want     linear.Verdict
	}{
		"postgres without its constraints": {
			engine: "postgres", replicas: 3, board: 2, want: linear.Violated,
			sabotage: []string{
				"ALTER TABLE appointments DROP CONSTRAINT appointments_provider_overlap",
				"ALTER TABLE appointments DROP CONSTRAINT appointments_room_overlap",
			},
		},
		"sqlite without its triggers": {
			engine: "sqlite", replicas: 1, direct: true, board: 2, want: linear.Violated,
			sabotage: []string{"DROP TRIGGER appointments_overlap_insert", "DROP TRIGGER appointments_overlap_update"},
		},
		"sqlite with a second way in": {engine: "sqlite", replicas: 1, direct: true, board: 2, want: linear.Linearizable},
		"postgres without its index of contacts": {
			engine: "postgres", replicas: 3, board: 0, want: linear.Violated,
			sabotage: []string{"DROP INDEX appointments_open_contact"},
		},
		"postgres without limits of days": {engine: "postgres", replicas: 3, board: 4, want: linear.Violated, sabotage: unlimited()},
		"sqlite without limits of weeks":  {engine: "sqlite", replicas: 1, board: 5, want: linear.Violated, sabotage: unlimited()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startCluster(t, test.engine, test.replicas)
			db, l := c.database(t), record(t, c)
			l.kinds = []int{test.board}
			for _, statement := range test.sabotage {
				require.NoError(t, db.Tx(t.Context(), func(tx *sqldb.Tx) error {
					_, err := tx.ExecContext(t.Context(), statement)
					return err
				}))
			}
			if test.direct {
				l.direct = func(ctx context.Context, b *board, slot int, inquiry string) (*schedulingv1.Appointment, error) {
					return insertDirectly(ctx, db, b, slot, inquiry)
				}
			}
			all := l.start()
			l.until(test.want)
			close(l.done)
			all.Wait()
			l.report(t)
			require.Positive(t, l.verdicts[test.want], "of %v", l.verdicts)
			if test.want == linear.Linearizable {
				require.Empty(t, l.accounts)
			} else {
				require.Contains(t, l.accounts[0], "OK")
			}
		})
	}
}

// unlimited takes the limits of the providers away, for every process.
func unlimited() []string {
	return []string{"UPDATE providers SET limits = '{}'", "UPDATE catalog SET version = version + 1"}
}

// until waits for a violation, which comes soon if it is wanted at all, or for some histories without one.
func (l *recording) until(want linear.Verdict) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for range 1200 {
		l.mu.Lock()
		enough := l.verdicts[linear.Violated] > 0 || want == linear.Linearizable && l.verdicts[want] >= 10
		l.mu.Unlock()
		if enough {
			return
		}
		<-ticker.C
	}
}

// database opens the database the cluster works on.
func (c *cluster) database(t *testing.T) *sqldb.DB {
	t.Helper()
	cfg := sqldb.Config{URL: "sqlite:" + filepath.Join(c.dir, "scheduling.db")}
	if c.engine == "postgres" {
		cfg = sqldb.Config{URL: c.envOf("DATABASE_URL"), Schema: "scheduling", MaxConns: 2}
	}
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// insertDirectly books a session without judging it; only the schema can refuse.
func insertDirectly(ctx context.Context, db *sqldb.DB, b *board, slot int, inquiry string) (*schedulingv1.Appointment, error) {
	s, name, now := b.slots[slot], id.New(), time.Now()
	const hour = int64(time.Hour / time.Microsecond)
	start := s.start.UnixMicro()
	err := db.Tx(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE appointments SET state = 'RELEASED', hold_expire_us = 0, version = version + 1
			WHERE state = 'HELD' AND hold_expire_us <= $1`, now.UnixMicro()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO appointments (id, type_id, state, provider_id, room_id, mode, start_us, end_us,
			blocked_start_us, blocked_end_us, inquiry_id, hold_hash, hold_expire_us, hold_extensions, version, sequence,
			create_us, update_us) VALUES ($1, $2, 'BOOKED', $3, NULL, $4, $5, $6, $5, $7, $8, '', 0, 0, 1, 0, $9, $9)`,
			name, b.appointmentType, s.provider[len("providers/"):], int64(b.mode), start, start+hour*5/6, start+hour,
			inquiry[len("inquiries/"):], now.UnixMicro())
		return err
	})
	switch {
	case sqldb.Classify(err) == sqldb.Exclusion:
		return nil, wire.ToStatus(errs.New(errs.Aborted, errs.Reason(linear.Taken), "the schema refused it")).Err()
	case err != nil:
		return nil, status.Error(codes.Unavailable, err.Error())
	}
	return &schedulingv1.Appointment{
		Name: "appointments/" + name, State: schedulingv1.Appointment_BOOKED, Provider: s.provider, Etag: "1",
		StartTime: timestamppb.New(s.start), UpdateTime: timestamppb.New(now), Inquiry: inquiry,
	}, nil
}
