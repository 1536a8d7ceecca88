package domain

import (
	"context"
	"time"
)

// ClientRecord is what is known of a client beside the need.
type ClientRecord struct {
	// Places are the therapists with whom the client has a place; true: for good.
	Places map[string]bool
	// Answers are the newest questionnaires, newest first.
	Answers []Answer
}

// Look is what a ranking asks the store first.
type Look struct {
	Client ClientRecord
	// Mark is how far the therapists are seen if nothing has Changed about them.
	Mark    RosterMark
	Changed bool
}

// lookedUp is what a ranking reads of the store before it looks for anybody.
type lookedUp struct {
	ClientRecord

	seen   sight
	recent Recent
}

// lookUp asks the store once, where it is another process: new clients are counted only now and then.
func (m *Matching) lookUp(ctx context.Context, inquiry string, now time.Time) (k lookedUp, err error) {
	if k.seen, k.ClientRecord, err = m.roster.lookFor(ctx, inquiry, now); err != nil {
		return k, err
	}
	k.recent, err = m.recent(ctx, now)
	return k, err
}
