package domain

import (
	"context"
	"errors"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Refresh has the index of therapists ready before somebody asks, and again after each midnight.
func (m *Matching) Refresh(ctx context.Context) error { return m.roster.refresh(ctx, m.now()) }

// Sweep tidies up: what has lapsed is written down, holds of closed proposals are let go, and proposals whose maker died
// half-way are undone. Nothing depends on when it runs: readers see expiry at its instant.
func (m *Matching) Sweep(ctx context.Context) error {
	now := m.now()
	err := m.store.Sweep(ctx, now, now.Add(-rememberRequests))
	return errors.Join(err, m.undoPending(ctx), m.releaseDue(ctx))
}

func (m *Matching) releaseDue(ctx context.Context) error {
	due, err := m.store.DueReleases(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range due {
		failed = errors.Join(failed, m.release(ctx, p))
	}
	return failed
}

// undoPending clears proposals that were never opened. Whether their openings are held is not known; asking for the
// same hold again tells, and lets it be released.
func (m *Matching) undoPending(ctx context.Context) error {
	now := m.now()
	pending, err := m.store.PendingProposals(ctx, now.Add(-pendingGrace))
	if err != nil {
		return err
	}
	var failed error
	for _, p := range pending {
		hold, _, err := m.calendar.HoldSlots(ctx, p.Slots(), p.Inquiry, p.ExpireTime.Sub(p.CreateTime), p.ID)
		switch {
		case err == nil:
			err = m.calendar.ReleaseSlots(ctx, hold)
		case !errs.CodeOf(err).Ours() && errs.CodeOf(err) != errs.Canceled:
			err = nil
		}
		if err == nil {
			err = m.store.AbandonProposal(ctx, p.ID, now)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}
