package domain

import (
	"context"
	"time"
)

// Calendar is what matching asks of scheduling.
type Calendar interface {
	// FindOpenings answers by therapist; one without openings is absent.
	FindOpenings(ctx context.Context, q OpeningQuery) (map[string][]Opening, error)
	// FindWindows answers by therapist, a bit for each of the windows: whether the query would find openings if it were preferred
	// as well and only what is preferred were looked for.
	FindWindows(ctx context.Context, q OpeningQuery, windows []Window) (map[string]uint64, error)
	// FindWeekly answers by therapist with every hour that is free in one of the weeks ahead at least.
	FindWeekly(ctx context.Context, q WeeklyQuery) (map[string][]WeeklyHour, error)
	// ReadSlots says of which therapist and when the slots are, open or not, in the order asked. INVALID_FIELDS on field slots[i] for
	// what is none.
	ReadSlots(ctx context.Context, slots []string) ([]ReadSlot, error)
	// CheckSlots says which of the slots could be held now, each alone, in the order asked.
	CheckSlots(ctx context.Context, slots []string) ([]bool, error)
	// HoldSlots holds all slots or none and returns the capability and when it lapses. Repeating it with the same
	// request gives the same hold.
	HoldSlots(ctx context.Context, slots []string, inquiry string, ttl time.Duration, request string) (hold string, expire time.Time, err error)
	// ReleaseSlots lets a hold go; one that is gone is fine.
	ReleaseSlots(ctx context.Context, hold string) error
	// EnsureProvider makes or updates the therapist's provider.
	EnsureProvider(ctx context.Context, t *Therapist) error
}

// ReadSlot is an opening as its slot says, and whose it is.
type ReadSlot struct {
	Opening

	Therapist string
}
