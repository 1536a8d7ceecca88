package domain

import (
	"context"
	"errors"
)

// Sweep takes up acts that nobody sees through any more: after a crash, after a time-out. It reports whether there may
// be more. What cannot be finished now stays for the next time.
func (in *Intake) Sweep(ctx context.Context) (more bool, err error) {
	acts, err := in.Store.Abandoned(ctx, in.now(), batch)
	if err != nil {
		return false, err
	}
	for _, act := range acts {
		taken, err := in.Store.Claim(ctx, &act, in.now().Add(leaseTime))
		if err != nil {
			return false, err
		}
		if !taken {
			continue
		}
		if _, err := in.resume(ctx, act, false); err != nil && !errors.Is(err, ErrTryAgain) {
			in.Problem("sweeper", err)
		}
	}
	return len(acts) == batch, nil
}

// Forget removes the answers that need not be repeated any more.
func (in *Intake) Forget(ctx context.Context) error {
	return in.Store.Forget(ctx, in.now().Add(-replayTime))
}
