package domain

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// changesPerRead bounds one read of the feed.
const changesPerRead = 200

// readEvery is the least time from a read that found all there was to the next: when many changes are made, one read
// finds several.
const readEvery = 5 * time.Millisecond

// afterRing is how soon a reader looks again that heard the bell and found nothing: on PostgreSQL a change shows only
// when every older transaction has ended.
const afterRing = 10 * time.Millisecond

// Watch calls send with every change after the cursor, in order, and goes on as changes are made until ctx ends or
// send fails. Errors: invalid fields for a damaged cursor, or one so old that changes after it are gone.
func (s *Scheduler) Watch(ctx context.Context, after string, send func(Change) error) error {
	switch kept, err := s.store.KeepsChanges(ctx, after); {
	case err != nil:
		return err
	case !kept:
		return invalid("after", "is too old: changes after it are not kept any more")
	}
	rung, err := s.bell.Listen(ctx)
	if err != nil {
		rung = nil // the bell only saves time
	}
	pause := s.rules.Poll
	for {
		changes, err := s.store.Changes(ctx, after, changesPerRead)
		if err != nil {
			return err
		}
		for _, c := range changes {
			if err := send(c); err != nil {
				return err
			}
			after = c.Cursor
		}
		if len(changes) == changesPerRead {
			continue
		}
		if len(changes) > 0 {
			pause = s.rules.Poll
			if err := clock.Sleep(ctx, s.clock, readEvery); err != nil {
				return err
			}
			continue
		}
		if rung, pause, err = s.wait(ctx, rung, pause); err != nil {
			return err
		}
	}
}

// wait returns when it is time to look again, with the bell and the next pause.
func (s *Scheduler) wait(ctx context.Context, rung <-chan string, pause time.Duration) (<-chan string, time.Duration, error) {
	timer := s.clock.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil, 0, context.Cause(ctx)
	case _, open := <-rung:
		if !open {
			rung = nil
		}
		return rung, afterRing, nil
	case <-timer.C():
		return rung, min(2*pause, s.rules.Poll), nil
	}
}
