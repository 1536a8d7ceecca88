package domain

import (
	"context"
	"time"
)

// CloseInquiry ends an inquiry. What is booked ahead is cancelled and what is held is let go.
func (in *Intake) CloseInquiry(ctx context.Context, o Order, reason CloseReason) (Inquiry, error) {
	return in.inOneStep(ctx, DoClose, o, func(f *File) error {
		next, err := f.Inquiry.check(Close)
		if err != nil {
			return err
		}
		f.Inquiry.State, f.Inquiry.CloseReason, f.Inquiry.NextAttempt = next, reason, time.Time{}
		in.wrapUp(f)
		return nil
	})
}

// wrapUp lets go what a closed inquiry still holds.
func (in *Intake) wrapUp(f *File) {
	f.Record(EventClosed, map[string]string{"reason": string(f.Inquiry.CloseReason)})
	in.dropVisit(f, ConsultationVisit)
	in.dropVisit(f, FirstSessionVisit)
	in.letProposalGo(f)
	if f.Inquiry.Pairing != "" {
		f.Order(ChoreWithdraw, f.Inquiry.Pairing)
	}
	f.Changes.KillLinks = true
	f.followWaitlist()
}

// letProposalGo takes an open proposal back.
func (in *Intake) letProposalGo(f *File) {
	if f.Inquiry.Proposal == "" {
		return
	}
	f.Order(ChoreWithdraw, f.Inquiry.Proposal)
	f.Record(EventProposalClosed, map[string]string{"proposal": f.Inquiry.Proposal})
	f.Inquiry.Proposal = ""
}

// ReopenInquiry begins again: with the need, when the call was made, and else from the start.
func (in *Intake) ReopenInquiry(ctx context.Context, o Order) (Inquiry, error) {
	return in.inOneStep(ctx, DoReopen, o, func(f *File) error {
		next, err := f.Inquiry.check(Reopen)
		if err != nil {
			return err
		}
		i := &f.Inquiry
		if !i.ConsultedTime.IsZero() {
			next = Consulted
		}
		i.State, i.CloseReason = next, ""
		i.Therapist, i.Pairing, i.FirstSession = "", "", Visit{}
		f.Record(EventReopened, nil)
		return nil
	})
}
