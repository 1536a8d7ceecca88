package domain

import (
	"context"
	"strings"
	"time"
)

// How chores and messages are tried again: after a pause that doubles up to a limit.
const (
	choreLease = time.Minute
	firstPause = 5 * time.Second
	longPause  = 15 * time.Minute
)

// backoff is the pause after the given number of failures.
func backoff(failures int) time.Duration {
	pause := firstPause
	for range failures {
		if pause *= 2; pause >= longPause {
			return longPause
		}
	}
	return pause
}

// doChores tells other services at once what follows from a change that was stored just now. What fails is left to the
// worker, which does the same from the store.
func (in *Intake) doChores(ctx context.Context, chores []Chore) {
	if len(chores) == 0 {
		return
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	for _, c := range chores {
		if !c.Due.After(in.now()) {
			in.doChore(ctx, c)
		}
	}
}

func (in *Intake) doChore(ctx context.Context, c Chore) {
	err := in.tell(ctx, c)
	if err != nil && refused(err) {
		// Somebody else was there first: scheduling knows better what became of the appointment.
		err = in.recheck(ctx, c)
	}
	if err == nil {
		err = in.Store.FinishChore(ctx, c.ID)
	} else if delayErr := in.Store.DelayChore(ctx, c.ID, in.now().Add(backoff(c.Attempts))); delayErr != nil {
		in.Problem("chores", delayErr)
	}
	if err != nil {
		in.Problem("chores", err)
	}
}

func (in *Intake) tell(ctx context.Context, c Chore) error {
	var err error
	switch c.Kind {
	case ChoreSettle:
		_, err = in.Scheduling.Settle(ctx, c.Target, c.ID)
	case ChoreCallOff:
		_, err = in.Scheduling.CallOff(ctx, c.Target, c.ID)
	case ChoreWithdraw:
		if strings.HasPrefix(c.Target, "pairings/") {
			return in.Matching.End(ctx, c.Target)
		}
		if err = in.proposalOver(ctx, c); err == nil {
			err = in.Matching.Withdraw(ctx, c.Target)
		}
	case ChoreWaitlist:
		err = in.tellWaitlist(ctx, c.Inquiry)
	}
	return err
}

// proposalOver ends the proposal for the inquiry that still has it open: nobody chose from it in time. While the
// inquiry is held, perhaps by a client's choice from this very proposal, it waits.
func (in *Intake) proposalOver(ctx context.Context, c Chore) error {
	var chores []Chore
	err := in.Store.Update(ctx, c.Inquiry, in.as(self, ""), func(f *File) error {
		chores = nil
		switch {
		case f.Inquiry.Proposal != c.Target:
			return nil
		case f.UnderWay != nil:
			return ErrTryAgain
		}
		f.Inquiry.Proposal = ""
		in.moveOn(f, LoseProposal)
		if f.Inquiry.State == Consulted && !f.Inquiry.WaitingSince.IsZero() {
			f.Inquiry.State = Waitlisted
		}
		f.Record(EventProposalClosed, map[string]string{"proposal": c.Target, "reason": "EXPIRED"})
		f.followWaitlist()
		chores = f.Changes.Chores
		return nil
	})
	if err == nil {
		in.doChores(ctx, chores)
	}
	return err
}

// recheck reads what became of an appointment that would not do as it was told.
func (in *Intake) recheck(ctx context.Context, c Chore) error {
	if c.Kind == ChoreWithdraw || c.Kind == ChoreWaitlist {
		return nil
	}
	appointments, err := in.Scheduling.Appointments(asService(ctx), c.Inquiry)
	if err != nil {
		return err
	}
	return in.Store.Update(ctx, c.Inquiry, in.as(self, ""), func(f *File) error {
		for _, a := range appointments {
			if v := f.Inquiry.Visit(a.Kind); v.Appointment == a.Name && *v != VisitOf(a) {
				*v = VisitOf(a)
				f.Changes.Inquiry = true
			}
		}
		return nil
	})
}

// DoDueChores does what waits in the store. It reports whether there may be more.
func (in *Intake) DoDueChores(ctx context.Context) (more bool, err error) {
	now := in.now()
	chores, err := in.Store.TakeChores(ctx, now, now.Add(choreLease), batch)
	if err != nil {
		return false, err
	}
	for _, c := range chores {
		in.doChore(ctx, c)
	}
	return len(chores) == batch, nil
}

// batch is how much a worker takes at a time.
const batch = 50
