package domain

import (
	"context"
	"time"
)

// WaitingState is what an entry of the waitlist is doing.
type WaitingState string

// The states of an entry. One that has left is kept for a while, so that late news does not bring it back.
const (
	EntryWaiting WaitingState = "WAITING"
	EntryOffered WaitingState = "OFFERED"
	EntryLeft    WaitingState = "LEFT"
)

// Waiting is an entry of the waitlist: a need for which nobody who fits has capacity yet.
type Waiting struct {
	// Inquiry is the opaque id of who waits.
	Inquiry string
	State   WaitingState
	Need    Need
	// Zone is the IANA zone of the need's times.
	Zone string
	// Since is when the client began to wait; an offer that lapses does not change it.
	Since time.Time
	// Revision rises with every change of the inquiry.
	Revision int64
}

// hear takes into the need how badly the client is, where nobody said so, as a ranking does.
func (w *Waiting) hear(a Answered) {
	in := Input{Need: w.Need}
	in.hear(a)
	w.Need = in.Need
}

// WaitlistStore keeps who waits.
type WaitlistStore interface {
	// TrackWaiting stores the entry unless it is known in a newer revision.
	TrackWaiting(ctx context.Context, w *Waiting, now time.Time) error
	// ListWaiting reads at most limit entries that have not left after (since, inquiry), the longest waiting first;
	// limit 0 reads all.
	ListWaiting(ctx context.Context, since time.Time, inquiry string, limit int) ([]Waiting, error)
	// WaitingOf reads those of the inquiries' entries that have not left, in no order.
	WaitingOf(ctx context.Context, inquiries []string) ([]Waiting, error)
	// Care sums up the pairings there were, up to now.
	Care(ctx context.Context, now time.Time) (Care, error)
}

// TrackWaiting takes over how it stands with a client who waits.
func (m *Matching) TrackWaiting(ctx context.Context, w *Waiting) error {
	return m.store.TrackWaiting(ctx, w, m.now())
}

// ListWaiting pages through those who wait, the longest waiting first.
func (m *Matching) ListWaiting(ctx context.Context, since time.Time, inquiry string, limit int) ([]Waiting, error) {
	return m.store.ListWaiting(ctx, since, inquiry, limit)
}
