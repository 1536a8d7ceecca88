package domain

import (
	"context"
	"time"
)

// WaitlistState is what an entry of the waitlist is doing, named as in matching's API.
type WaitlistState string

// The states of an entry.
const (
	EntryWaiting WaitlistState = "WAITING"
	EntryOffered WaitlistState = "OFFERED"
	EntryLeft    WaitlistState = "LEFT"
)

// WaitlistEntry is what matching is told of a client who waits.
type WaitlistEntry struct {
	// Inquiry is the bare id.
	Inquiry  string
	State    WaitlistState
	Need     Need
	TimeZone string
	// Since is when the client began to wait.
	Since time.Time
	// Revision rises with every change of the inquiry: an older one never replaces a newer.
	Revision int64
}

// WaitlistInquiry puts a client on the waitlist. An open proposal is taken back.
func (in *Intake) WaitlistInquiry(ctx context.Context, o Order) (Inquiry, error) {
	return in.inOneStep(ctx, DoWaitlist, o, func(f *File) error {
		next, err := f.Inquiry.check(Waitlist)
		if err != nil {
			return err
		}
		in.letProposalGo(f)
		if f.Inquiry.WaitingSince.IsZero() {
			f.Inquiry.WaitingSince = f.By.Time
		}
		f.Inquiry.State = next
		f.Record(EventWaitlisted, nil)
		f.followWaitlist()
		return nil
	})
}

// followWaitlist ends the wait of a client who need not wait any more, and has matching told how it stands.
func (f *File) followWaitlist() {
	i := &f.Inquiry
	if i.WaitingSince.IsZero() {
		return
	}
	switch i.State {
	case Closed, Paired, FirstSessionBooked, InCare:
		i.WaitingSince = time.Time{}
	}
	f.Order(ChoreWaitlist, i.Name())
}

// tellWaitlist tells matching how it stands with the client now, whatever ordered it.
func (in *Intake) tellWaitlist(ctx context.Context, inquiry string) error {
	i, err := in.Store.Inquiry(ctx, inquiry)
	if err != nil {
		return err
	}
	e := WaitlistEntry{
		Inquiry: i.ID, State: EntryLeft, Need: i.asked(), TimeZone: i.TimeZone, Since: i.WaitingSince, Revision: i.Version,
	}
	switch {
	case i.WaitingSince.IsZero():
		e.Need = Need{}
	case i.State == Proposed:
		e.State = EntryOffered
	default:
		e.State = EntryWaiting
	}
	return in.Matching.TrackWaiting(ctx, e)
}
