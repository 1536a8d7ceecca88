package domain

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// What a feed shows: appointments around now, and for a while those that were cancelled, so that whoever copied one
// takes it out again.
const (
	feedBehind    = 30 * 24 * time.Hour
	feedAhead     = 180 * 24 * time.Hour
	feedCancelled = 30 * 24 * time.Hour
	// maxFeedRows bounds one feed.
	maxFeedRows = 2_000
)

// ReadFeed returns the appointments of the feed with the secret, by start: a provider's own, or for the call desk
// everybody's free calls. Error: ErrNotFound for whatever does not work.
func (c *Calendars) ReadFeed(ctx context.Context, secret string) ([]Appointment, error) {
	f, err := c.store.FeedBySecret(ctx, id.SecretHash(secret))
	if err != nil {
		return nil, err
	}
	if f.Revoked != 0 {
		return nil, ErrNotFound
	}
	now := c.now()
	filter := Filter{
		From: now - feedBehind.Microseconds(), To: now + feedAhead.Microseconds(), ProviderID: f.ProviderID,
	}
	since := now - feedCancelled.Microseconds()
	if f.ProviderID != "" {
		return c.store.FeedRows(ctx, filter, since, maxFeedRows)
	}
	var out []Appointment
	for typeID, t := range c.types {
		if !t.AnyProvider {
			continue
		}
		filter.TypeID = typeID
		rows, err := c.store.FeedRows(ctx, filter, since, maxFeedRows)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	slices.SortFunc(out, func(a, b Appointment) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), maxFeedRows)], nil
}
