package intake

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/run"
)

// Pauses of the background work that nobody configures.
const (
	reconnectPause = time.Second
	forgetEvery    = 10 * time.Minute
)

// Run first finishes or undoes what a crash left behind, then does the background work until ctx ends. It returns nil
// then.
func (s *Service) Run(ctx context.Context) error {
	s.rounds(ctx, "recovery", s.intake.Sweep)
	group, _ := run.NewGroup(ctx)
	group.Go("sweeper", s.every(s.cfg.SweepEvery, "sweeper", s.intake.Sweep))
	group.Go("chores", s.every(s.cfg.PollEvery, "chores", s.intake.DoDueChores))
	group.Go("messages", s.every(s.cfg.PollEvery, "messages", s.intake.SendDue))
	group.Go("visits", s.every(s.cfg.PollEvery, "visits", s.intake.TakeOverQueued))
	group.Go("forgetting", s.every(forgetEvery, "forgetting", func(ctx context.Context) (bool, error) {
		return false, s.intake.Forget(ctx)
	}))
	group.Go("feed", s.follow)
	return group.Wait()
}

// every does rounds of work with a pause between them until ctx ends.
func (s *Service) every(
	pause time.Duration, name string, work func(context.Context) (more bool, err error),
) func(context.Context) error {
	return func(ctx context.Context) error {
		for clock.Sleep(ctx, s.deps.Clock, pause) == nil {
			s.rounds(ctx, name, work)
		}
		return nil
	}
}

// rounds works until there is nothing more, or it fails.
func (s *Service) rounds(ctx context.Context, name string, work func(context.Context) (more bool, err error)) {
	for ctx.Err() == nil {
		more, err := work(ctx)
		if err != nil && ctx.Err() == nil {
			s.problem(name, err)
		}
		if err != nil || !more {
			return
		}
	}
}

// follow reads scheduling's feed, again and again when it breaks.
func (s *Service) follow(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := s.intake.FollowScheduling(ctx); err != nil && ctx.Err() == nil {
			s.problem("feed", err)
		}
		if clock.Sleep(ctx, s.deps.Clock, reconnectPause) != nil {
			return nil
		}
	}
	return nil
}
