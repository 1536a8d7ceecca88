package domain

import (
	"context"
	"time"
)

// Consultation is what the holder of a manage link is shown: nothing that identifies a person.
type Consultation struct {
	State    VisitState
	Start    time.Time
	End      time.Time
	TimeZone string
}

// LookupConsultation shows the call a key stands for. A wish to be called back has no state and no times.
func (in *Intake) LookupConsultation(ctx context.Context, k Key) (Consultation, error) {
	i, err := in.holder(ctx, k)
	if err != nil {
		return Consultation{}, err
	}
	v := i.Consultation
	return Consultation{State: v.State, Start: v.Start, End: v.End, TimeZone: i.TimeZone}, nil
}

// RescheduleConsultation moves the call a key stands for, or books one for a client who had asked to be called. The old
// time is let go only when the new one is secured; the old link is dead then.
func (in *Intake) RescheduleConsultation(
	ctx context.Context, k Key, when When, requestID string, body []byte,
) (Answer, error) {
	hash := in.fingerprint(ActMove, body)
	return in.once(ctx, requestID, hash, func() (Answer, error) {
		return in.asHolder(ctx, k, ActMove, requestID, hash, when)
	})
}

// CancelConsultation cancels the call a key stands for, or takes back the wish to be called.
func (in *Intake) CancelConsultation(ctx context.Context, k Key, requestID string, body []byte) (Answer, error) {
	hash := in.fingerprint(ActCancel, body)
	return in.once(ctx, requestID, hash, func() (Answer, error) {
		return in.asHolder(ctx, k, ActCancel, requestID, hash, When{})
	})
}

// asHolder begins an act for the holder of a key and sees it through.
func (in *Intake) asHolder(
	ctx context.Context, k Key, kind ActKind, requestID, hash string, when When,
) (Answer, error) {
	i, err := in.holder(ctx, k)
	if err != nil {
		return Answer{}, err
	}
	ctx = asService(ctx)
	by := in.as("clients/"+i.ID, in.by(ctx).CallID)
	var act *Act
	err = in.Store.Update(ctx, i.ID, by, func(f *File) error {
		switch {
		case f.UnderWay != nil:
			return ErrTryAgain
		case !f.Inquiry.usable():
			return ErrLinkNotFound
		}
		act = in.newAct(kind, requestID, hash, i.ID, by, ActArgs{When: when, Visit: f.Inquiry.Consultation.Appointment})
		f.Changes.Begin = act
		return nil
	})
	if err != nil {
		return Answer{}, in.busy(err, ErrTryAgain)
	}
	return in.carryOut(ctx, *act)
}

// carryOutMove secures the new time, then stores it with a new link.
func (in *Intake) carryOutMove(ctx context.Context, act Act) (Answer, error) {
	var a Appointment
	var err error
	if act.Args.Visit == "" {
		if a, err = in.Scheduling.Book(ctx, act.Inquiry, ConsultationVisit, act.Args.When, act.ID); err == nil {
			act.Args.Appointment = &a
		}
	} else {
		a, err = in.Scheduling.Move(ctx, act.Args.Visit, act.Args.When, act.ID)
	}
	if err != nil {
		return Answer{}, in.undoIfRefused(ctx, &act, err)
	}
	return in.finish(ctx, act, func(f *File) error {
		letter, event := LetterConsultationMoved, EventConsultationMoved
		if act.Args.Visit == "" {
			letter, event = LetterConsultationConfirmed, EventConsultationBooked
		}
		f.Inquiry.Consultation, f.Inquiry.Callback = VisitOf(a), nil
		if next, ok := Next(BookCall, f.Inquiry.State); ok {
			f.Inquiry.State = next
		}
		f.Record(event, visitFacts(f.Inquiry.Consultation))
		f.Changes.KillLinks = true
		url := in.issueLink(f, a.Start)
		f.Write(letter, ConsultationVisit, url)
		f.answer(act, Answer{Confirmation: &Confirmation{
			Start: a.Start, End: a.End, TimeZone: f.Inquiry.TimeZone, ManageURL: url,
		}})
		return nil
	})
}

// carryOutCancel calls the appointment off, then stores that.
func (in *Intake) carryOutCancel(ctx context.Context, act Act) (Answer, error) {
	var a Appointment
	if act.Args.Visit != "" {
		var err error
		if a, err = in.Scheduling.CallOff(ctx, act.Args.Visit, act.ID); err != nil {
			return Answer{}, in.undoIfRefused(ctx, &act, err)
		}
	}
	return in.finish(ctx, act, func(f *File) error {
		f.Changes.KillLinks, f.Changes.KillCode = true, true
		f.answer(act, Answer{})
		if act.Args.Visit == "" {
			return in.withdrawWish(f)
		}
		in.loseVisit(f, ConsultationVisit, a)
		return nil
	})
}

// withdrawWish closes an inquiry that came in without a time: the client does not want to be called any more.
func (in *Intake) withdrawWish(f *File) error {
	next, err := f.Inquiry.check(WithdrawWish)
	if err != nil {
		return err
	}
	f.Inquiry.State, f.Inquiry.CloseReason = next, ReasonDeclined
	f.Record(EventClosed, map[string]string{"reason": string(ReasonDeclined)})
	return nil
}
