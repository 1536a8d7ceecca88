package domain

import (
	"context"
	"errors"
)

// carryOut does what an act is for, for somebody who waits. The services that are asked answer a repeat with what they
// answered first, so it may run again from the beginning.
func (in *Intake) carryOut(ctx context.Context, act Act) (Answer, error) {
	switch act.Kind {
	case ActBook:
		return in.carryOutCall(ctx, act)
	case ActMove:
		return in.carryOutMove(ctx, act)
	case ActCancel:
		return in.carryOutCancel(ctx, act)
	case ActPropose:
		return in.carryOutProposal(ctx, act)
	case ActPair:
		return in.carryOutPairing(ctx, act)
	case ActSubmit:
		return in.carryOutBooking(ctx, act)
	default:
		return Answer{}, errors.New("an act of unknown kind: " + string(act.Kind))
	}
}

// resume takes up an act that somebody left. Before its point of no return it is undone, unless the one who asked for it
// waits for it again; after it, it goes forward.
func (in *Intake) resume(ctx context.Context, act Act, waiting bool) (Answer, error) {
	ctx = asService(ctx)
	// A hold that was used, a slot that is taken: taken by this act itself, perhaps. So the look comes first.
	booked, err := in.lookBack(ctx, &act)
	if err != nil {
		return Answer{}, err
	}
	if booked || waiting || act.Kind == ActCancel || act.Kind == ActPropose {
		return in.carryOut(ctx, act)
	}
	return Answer{}, in.giveUp(ctx, act)
}

// giveUp undoes an act that did not get to its point of no return.
func (in *Intake) giveUp(ctx context.Context, act Act) error {
	if act.Kind == ActPair {
		if err := in.Matching.Cancel(ctx, act.Inquiry, act.ID); err != nil && !refused(err) {
			return err
		}
	}
	_, err := in.Store.Undo(ctx, &act)
	return err
}

// lookBack asks scheduling whether the act has booked or moved anything yet, and notes it in the act.
func (in *Intake) lookBack(ctx context.Context, act *Act) (bool, error) {
	if act.Args.Appointment != nil {
		return true, nil
	}
	kind := ConsultationVisit
	switch act.Kind {
	case ActPair:
		kind = FirstSessionVisit
	case ActSubmit, ActBook, ActMove:
	default:
		return false, nil
	}
	found, err := in.Scheduling.Appointments(ctx, act.Inquiry)
	if err != nil {
		return false, err
	}
	known, err := in.visitBefore(ctx, act, kind)
	if err != nil {
		return false, err
	}
	for _, a := range found {
		if a.Kind != kind {
			continue
		}
		moved := a.Name == known.Appointment && act.Args.Visit != "" && a.Sequence > known.Sequence
		// An earlier one that nobody has settled yet is booked too, and lies behind.
		if moved || a.Name != known.Appointment && VisitOf(a).Ahead(act.CreateTime) {
			if act.Args.Visit == "" {
				act.Args.Appointment = &a
			}
			return true, nil
		}
	}
	return false, nil
}

// visitBefore is the visit as the inquiry knew it before the act.
func (in *Intake) visitBefore(ctx context.Context, act *Act, kind VisitKind) (Visit, error) {
	if act.Kind == ActSubmit {
		return Visit{}, nil
	}
	i, err := in.Store.Inquiry(ctx, act.Inquiry)
	return *i.Visit(kind), err
}

// carryOutBooking secures the time of a pending inquiry.
func (in *Intake) carryOutBooking(ctx context.Context, act Act) (Answer, error) {
	if act.Args.Appointment == nil {
		a, err := in.Scheduling.Book(ctx, act.Inquiry, ConsultationVisit, act.Args.When, act.Inquiry)
		if err != nil {
			return Answer{}, in.undoIfRefused(ctx, &act, err)
		}
		act.Args.Appointment = &a
	}
	return in.finish(ctx, act, func(f *File) error {
		in.complete(f, &act, *act.Args.Appointment)
		return nil
	})
}

// finish stores the end of an act, unless somebody else did, whose answer counts then.
func (in *Intake) finish(ctx context.Context, act Act, end func(f *File) error) (Answer, error) {
	ctx, cancel := finishing(ctx)
	defer cancel()
	over := false
	var chores []Chore
	err := in.Store.Update(ctx, act.Inquiry, in.as(act.Actor, act.Args.CallID), func(f *File) error {
		if over = f.UnderWay == nil || f.UnderWay.ID != act.ID; over {
			return nil
		}
		err := end(f)
		chores = f.Changes.Chores
		return err
	})
	if err == nil {
		in.doChores(ctx, chores)
	}
	switch {
	case (over || errors.Is(err, ErrOutdated)) && act.Args.Appointment != nil:
		return in.overtaken(ctx, &act, *act.Args.Appointment)
	case err != nil && !errors.Is(err, ErrOutdated):
		return Answer{}, err
	}
	return in.answerOf(ctx, act)
}

// answerOf reads what an act answered.
func (in *Intake) answerOf(ctx context.Context, act Act) (Answer, error) {
	found, err := in.Store.Request(ctx, act.RequestID)
	switch {
	case err != nil:
		return Answer{}, err
	case found == nil || found.ID != act.ID || found.Step != Done || found.Answer == nil:
		return Answer{}, ErrTryAgain
	}
	return *found.Answer, nil
}

// answer ends the act in f with its answer.
func (f *File) answer(act Act, a Answer) {
	act.Answer = &a
	f.Changes.Finish = &act
}

// busy translates the store's word for an inquiry that another act holds.
func (in *Intake) busy(err, translated error) error {
	if errors.Is(err, ErrActUnderWay) {
		return translated
	}
	return err
}
