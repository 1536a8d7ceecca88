package domain

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// ClientRecord is what is known of a client beside the need.
type ClientRecord struct {
	// Places are the therapists with whom the client has a place; true: for good.
	Places map[string]bool
	// Answers are the newest questionnaires, newest first.
	Answers []Answer
}

// lookedUp is what a ranking reads of the store before it looks for anybody.
type lookedUp struct {
	ClientRecord

	seen   sight
	recent Recent
}

// lookUp reads side by side what does not depend on one another: a round trip each, where the store is another process.
func (m *Matching) lookUp(ctx context.Context, inquiry string, now time.Time) (k lookedUp, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { k.seen, err = m.roster.look(ctx, now); return err })
	group.Go(func() (err error) { k.ClientRecord, err = m.store.ClientRecord(ctx, inquiry, now); return err })
	group.Go(func() (err error) { k.recent, err = m.recent(ctx, now); return err })
	err = group.Wait() // before k is returned
	return k, err
}
