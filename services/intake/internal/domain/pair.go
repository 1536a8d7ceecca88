package domain

import (
	"context"
	"errors"
	"strings"
)

// PairInquiry pairs client and therapist and books the first session in one act over three services: capacity is set
// aside in matching, the time is booked in scheduling, which is the point of no return, the pairing is confirmed, and
// the inquiry goes on. Before the booking it is undone when something fails, after it it goes forward, also after a
// crash.
func (in *Intake) PairInquiry(ctx context.Context, o Order, p PairingOrder) (Inquiry, error) {
	answer, err := in.inSteps(ctx, ActPair, o, func(f *File) (ActArgs, error) {
		_, err := f.Inquiry.check(Pair)
		return ActArgs{Pairing: p}, err
	})
	if err != nil {
		return Inquiry{}, err
	}
	return *answer.Inquiry, nil
}

func (in *Intake) carryOutPairing(ctx context.Context, act Act) (Answer, error) {
	if act.Step == Started {
		err := in.bookFirstSession(ctx, &act)
		if errors.Is(err, ErrOutdated) {
			return in.overtaken(ctx, &act, *act.Args.Appointment)
		}
		if err != nil {
			return Answer{}, err
		}
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	// From here on the first session is booked: whatever fails is tried again until it is done.
	if err := in.Matching.Confirm(ctx, act.Args.PairingName, act.Args.Appointment.Start); err != nil {
		return Answer{}, ErrTryAgain.Wrap(err)
	}
	return in.finish(ctx, act, func(f *File) error {
		in.paired(f, act)
		return nil
	})
}

// bookFirstSession sets capacity aside and books. The act is at BOOKED when it returns without an error.
// ErrOutdated says that it booked and that somebody else has finished the act, or given it up, meanwhile.
func (in *Intake) bookFirstSession(ctx context.Context, act *Act) error {
	// What is booked asks for no place again: a reservation that has lapsed since could be refused.
	if act.Args.Appointment == nil || act.Args.PairingName == "" {
		when, err := in.reserve(ctx, act)
		if err != nil {
			return err
		}
		if act.Args.Appointment == nil {
			a, err := in.Scheduling.Book(ctx, act.Inquiry, FirstSessionVisit, when, act.ID)
			if err != nil {
				return in.abandonIfRefused(ctx, act, err)
			}
			act.Args.Appointment = &a
		}
	}
	act.Step = Booked
	ctx, cancel := finishing(ctx)
	defer cancel()
	return in.Store.Update(ctx, act.Inquiry, in.as(act.Actor, act.Args.CallID), func(f *File) error {
		if f.UnderWay == nil || f.UnderWay.ID != act.ID {
			return ErrOutdated
		}
		f.Changes.Step = act
		return nil
	})
}

// reserve sets capacity aside, notes the pairing in the act, so that it is known after the booking, and returns what to book.
func (in *Intake) reserve(ctx context.Context, act *Act) (When, error) {
	order := act.Args.Pairing
	order.Inquiry = act.Inquiry
	wanted, err := in.wanted(ctx, act.Inquiry)
	if err != nil {
		return When{}, err
	}
	reserved, err := in.Matching.Reserve(ctx, order, wanted, act.ID)
	if err != nil {
		return When{}, in.abandonIfRefused(ctx, act, err)
	}
	act.Args.PairingName = reserved.Pairing
	err = in.Store.Update(ctx, act.Inquiry, in.as(act.Actor, act.Args.CallID), func(f *File) error {
		if f.UnderWay == nil || f.UnderWay.ID != act.ID {
			return ErrOutdated
		}
		if f.UnderWay.Step == Started { // somebody else may be further
			f.Changes.Step = act
		}
		return nil
	})
	if errors.Is(err, ErrOutdated) && act.Args.Appointment == nil {
		err = ErrTryAgain
	}
	when := When{Slot: order.Slot}
	if reserved.Hold != "" {
		when = When{Hold: reserved.Hold, SlotOfHold: order.Slot}
	}
	when.Provider = providerOf(order.Therapist)
	return when, err
}

// abandonIfRefused gives capacity back and removes the act when another service said no. If even that cannot be done
// now, the sweeper does it.
func (in *Intake) abandonIfRefused(ctx context.Context, act *Act, cause error) error {
	if !refused(cause) {
		return cause
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	if err := in.giveUp(ctx, *act); err != nil {
		in.Problem("undo", err)
	}
	return cause
}

// paired stores the end of a pairing: two steps of the history, one transaction.
func (in *Intake) paired(f *File, act Act) {
	i, order := &f.Inquiry, act.Args.Pairing
	// What the client chose from is used up; an open proposal that was not chosen from is let go.
	if i.Proposal != "" && i.Proposal == order.Proposal {
		i.Proposal = ""
	} else {
		in.letProposalGo(f)
	}
	// A client who lost the first session keeps the pairing and gets another session.
	again := i.Pairing == act.Args.PairingName
	i.State, i.Therapist, i.Pairing = Paired, order.Therapist, act.Args.PairingName
	if order.Decision != "" {
		i.Decision = order.Decision
	}
	if !again {
		f.Record(EventPaired, map[string]string{"therapist": i.Therapist, "pairing": i.Pairing})
	}
	i.State = FirstSessionBooked
	i.FirstSession = VisitOf(*act.Args.Appointment)
	f.Record(EventFirstSessionBooked, visitFacts(i.FirstSession))
	f.Write(LetterSessionConfirmed, FirstSessionVisit, "")
	f.followWaitlist()
	f.answer(act, Answer{Inquiry: snapshot(f)})
}

// providerOf names the provider with the id of the therapist.
func providerOf(therapist string) string {
	return "providers/" + strings.TrimPrefix(therapist, "therapists/")
}
