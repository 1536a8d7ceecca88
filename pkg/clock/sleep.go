package clock

import (
	"context"
	"time"
)

// Sleep waits for d on clock c, or until ctx ends, in which case it returns the
// cause. It returns at once when d is not positive.
func Sleep(ctx context.Context, c Clock, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := c.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C():
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
