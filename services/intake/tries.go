package intake

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/ephemeral"
)

// lookups is how often a code, or a phone number, may be tried.
var lookups = ephemeral.Per(5, 15*time.Minute)

// tries counts lookups by code, also while the shared store is down.
type tries struct{ limiter ephemeral.Taker }

func newTries(shared ephemeral.Store, c clock.Clock) tries {
	own := ephemeral.Memory(c)
	if shared == nil {
		return tries{own}
	}
	return tries{ephemeral.NewLimiter(shared, own)}
}

// Try implements domain.Tries.
func (t tries) Try(ctx context.Context, key string) (bool, time.Duration, error) {
	d, err := t.limiter.Take(ctx, key, lookups)
	return d.Allowed, d.RetryAfter, err
}
