package domain

import (
	"context"
	"time"
)

// BookConsultation books the free call for an inquiry that has no time ahead: one that came in without, was not
// reached, or lost its call; another says why, if the client may have a second open call. The intent is stored before scheduling is asked, as with every act.
func (in *Intake) BookConsultation(ctx context.Context, o Order, when When, another string) (Inquiry, error) {
	answer, err := in.inSteps(ctx, ActBook, o, func(f *File) (ActArgs, error) {
		_, err := f.Inquiry.check(BookCall)
		if err == nil && f.Inquiry.Consultation.Ahead(f.By.Time) {
			// It was tried before its time. Another call next to it would leave one that nobody knows of: this one is moved.
			err = ErrWrongState.With("state", string(f.Inquiry.State))
		}
		return ActArgs{When: in.oneCall(when, f.Inquiry.Person, another), AnotherCall: another}, err
	})
	if err != nil {
		return Inquiry{}, err
	}
	return *answer.Inquiry, nil
}

// carryOutCall secures the time, then stores it with a new link.
func (in *Intake) carryOutCall(ctx context.Context, act Act) (Answer, error) {
	if act.Args.Appointment == nil {
		a, err := in.Scheduling.Book(ctx, act.Inquiry, ConsultationVisit, act.Args.When, act.ID)
		if err != nil {
			return Answer{}, in.undoIfRefused(ctx, &act, err)
		}
		act.Args.Appointment = &a
	}
	return in.finish(ctx, act, func(f *File) error {
		in.giveCall(f, &act, *act.Args.Appointment)
		f.answer(act, Answer{Inquiry: snapshot(f)})
		return nil
	})
}

// giveCall stores a call for an inquiry that had none ahead, and tells the client, who gets a new link.
func (in *Intake) giveCall(f *File, act *Act, a Appointment) {
	lost := f.Inquiry.Consultation.State == VisitCancelled
	f.Inquiry.Consultation, f.Inquiry.Callback, f.Inquiry.NextAttempt = VisitOf(a), nil, time.Time{}
	in.moveOn(f, BookCall)
	f.Record(EventConsultationBooked, bookingFacts(act, a))
	f.Changes.KillLinks = true
	url := in.issueLink(f, a.Start)
	f.Write(LetterConsultationConfirmed, ConsultationVisit, url)
	if lost {
		// The confirmation code ends with the call that a client cancels; the link stands alone then.
		for i := range f.Changes.Messages {
			f.Changes.Messages[i].Letter.Code = ""
		}
	}
}
