package sqldb

import (
	"context"
	"database/sql"
	"time"
)

// checkpointPause is how long what was committed stays in SQLite's log before it is moved into the file. The log grows by some MiB
// meanwhile when all write as fast as they can.
const checkpointPause = 250 * time.Millisecond

// checkpointer moves what was committed from SQLite's log into its file, beside the writer. Left to itself SQLite does that within the
// commit that finds the log long, and whoever commits then waits ten times as long as others.
type checkpointer struct {
	pool  *sql.DB
	dirty chan struct{} // holds a token when something was committed since
	stop  context.CancelFunc
	done  chan struct{}
}

func startCheckpointer(pool *sql.DB) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{pool: pool, dirty: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	go c.run(ctx)
	return c
}

// wrote notes that something was committed.
func (c *checkpointer) wrote() {
	select {
	case c.dirty <- struct{}{}:
	default:
	}
}

func (c *checkpointer) run(ctx context.Context) {
	defer close(c.done)
	timer := time.NewTimer(checkpointPause)
	defer timer.Stop()
	for {
		select {
		case <-c.dirty:
		case <-ctx.Done():
			return
		}
		timer.Reset(checkpointPause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		// What fails here, or has to wait for a reader, is made up for by the next, by the writer when the log is long, or by the
		// next start.
		_, _ = c.pool.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	}
}

func (c *checkpointer) close() {
	c.stop()
	<-c.done
}
