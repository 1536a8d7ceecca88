package domain

import (
	"context"
	"time"
)

// ClientRecord is what is known of a client beside the need.
type ClientRecord struct {
	// Places are those the client has, by therapist.
	Places map[string]Place
	// Answers are the newest questionnaires, newest first.
	Answers []Answer
}

// Place is one a client has with a therapist: Agreed for good, or set aside for now; Severe is one of those for clients who are badly off.
type Place struct{ Agreed, Severe bool }

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
