package domain

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// lookedUp is what a ranking reads of the store before it looks for anybody.
type lookedUp struct {
	seen sight
	// own are the therapists with whom the inquiry has a place; true: for good.
	own     map[string]bool
	answers []Answer
	recent  Recent
}

// lookUp reads side by side what does not depend on one another: a round trip each, where the store is another process.
func (m *Matching) lookUp(ctx context.Context, inquiry string, now time.Time) (k lookedUp, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { k.seen, err = m.roster.look(ctx, now); return err })
	group.Go(func() (err error) { k.own, err = m.store.PlacesOf(ctx, inquiry, now); return err })
	group.Go(func() (err error) { k.answers, err = m.store.Answers(ctx, inquiry); return err })
	group.Go(func() (err error) { k.recent, err = m.recent(ctx, now); return err })
	err = group.Wait() // before k is returned
	return k, err
}
