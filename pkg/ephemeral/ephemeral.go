// Package ephemeral holds what may be lost at any moment: rate limits, hints
// that something is being held, doorbells. Nothing here is the only copy of
// anything, and no key or value holds a personal value.
package ephemeral

import (
	"context"
	"time"
)

// Store is a store of short-lived values, shared by every process that uses the
// same Redis, or private to one process. An error never means that a write was
// not applied.
type Store interface {
	// Get returns the value of key; ok is false when there is none.
	Get(ctx context.Context, key string) (value string, ok bool, err error)
	// Set gives key a value for ttl, which must be positive.
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	// SetNX is Set unless key has a value; it reports whether it was set.
	SetNX(ctx context.Context, key, value string, ttl time.Duration) (bool, error)
	// DeleteIfEqual deletes key if it has this value; it reports whether it did.
	DeleteIfEqual(ctx context.Context, key, value string) (bool, error)
	// Take asks to do one thing under the limit that key counts.
	Take(ctx context.Context, key string, limit Rate) (Decision, error)
	// Publish sends message to whoever is subscribed to channel now.
	Publish(ctx context.Context, channel, message string) error
	// Subscribe receives the messages of channel from when it returns until ctx
	// ends, when the returned channel is closed. Messages are dropped while the
	// receiver is slow or the connection lost.
	Subscribe(ctx context.Context, channel string) (<-chan string, error)
	// Ping checks that the store answers.
	Ping(ctx context.Context) error
	// Close ends every subscription and connection.
	Close() error
}

// Rate allows Count things per Period on average, and up to Burst at once.
type Rate struct {
	Count  int
	Period time.Duration
	Burst  int
}

// Per returns the rate of count things per period, of which all may come at
// once.
func Per(count int, period time.Duration) Rate {
	return Rate{Count: count, Period: period, Burst: count}
}

// Decision is the answer to a Take.
type Decision struct {
	// Allowed says whether the thing may be done. If not, nothing was counted.
	Allowed bool
	// Remaining is how many more may be done at once.
	Remaining int
	// RetryAfter is how long to wait until one is allowed; zero if this one is.
	RetryAfter time.Duration
	// ResetAfter is how long until the whole burst is available again.
	ResetAfter time.Duration
}

// Taker is the part of a [Store] that limits rates.
type Taker interface {
	Take(ctx context.Context, key string, limit Rate) (Decision, error)
}
