package domain

import (
	"context"
	"errors"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/intake/internal/crisis"
)

// Submission is a filled-in booking form.
type Submission struct {
	RequestID string
	// Body is the request in a fixed form, to recognise a repeat by.
	Body []byte
	// When is the time to book; zero with a Callback.
	When     When
	Callback []CallbackWindow
	Person   Person
	Need     Need
	Consents []Consent
	Locale   string
	TimeZone string
	Origin   string
	// Staff says that the front desk fills it in for a caller; AnotherCall why that one may have more than one open call.
	Staff       bool
	AnotherCall string
}

// Submit books the free call, or asks for a call back. The intent is stored before scheduling is asked, so whatever
// happens in between, the sweeper or a repeat of the request finds out how it ended.
func (in *Intake) Submit(ctx context.Context, s Submission) (Answer, error) {
	hash := in.fingerprint(ActSubmit, s.Body)
	practice, err := in.Practice(ctx)
	if err != nil {
		return Answer{}, err
	}
	if err := checkSubmission(&s, practice); err != nil {
		if answer, known, replayErr := in.replay(ctx, s.RequestID, hash); known || replayErr != nil {
			return answer, replayErr
		}
		return Answer{}, err
	}
	for range 2 {
		f, act := in.open(ctx, s, hash)
		err := in.Store.File(ctx, f)
		switch {
		case err == nil && act == nil:
			return *f.Changes.Request.Answer, nil
		case err == nil:
			return in.book(ctx, f, act)
		case !errors.Is(err, ErrRequestKnown):
			return Answer{}, err
		}
		// Only a repeat pays for the look at what came before. One that is forgotten by now starts afresh.
		if answer, known, err := in.replay(ctx, s.RequestID, hash); known || err != nil {
			return answer, err
		}
	}
	return Answer{}, ErrTryAgain
}

// open makes the inquiry: pending under an act when there is a time to book, complete when there is none.
func (in *Intake) open(ctx context.Context, s Submission, hash string) (*File, *Act) {
	by := in.by(ctx)
	s.Person.Code = id.Code()
	for i := range s.Consents {
		s.Consents[i].Time = by.Time
	}
	f := &File{By: by, Inquiry: Inquiry{
		ID: id.New(), State: Pending, Person: s.Person, Origin: s.Origin,
		Details: Details{
			Need: s.Need, Consents: s.Consents, Callback: s.Callback, Locale: s.Locale, TimeZone: s.TimeZone,
		},
		CreateTime: by.Time, UpdateTime: by.Time,
	}}
	act := in.newAct(ActSubmit, s.RequestID, hash, f.Inquiry.ID, by, ActArgs{
		When: in.oneCall(s.When, s.Person, s.AnotherCall), Staff: s.Staff, AnotherCall: s.AnotherCall,
		Expanded: s.Need.speaksOfHarm() || crisis.Match(s.Locale, s.Person.Note),
	})
	if len(s.Callback) == 0 {
		f.Changes.Begin = act
		return f, act
	}
	f.Inquiry.State = New
	in.receive(f, act)
	act.Step, act.Answer = Done, in.confirm(f, act, in.issueLink(f, time.Time{}))
	f.Changes.Request = act
	return f, nil
}

// receive records that the inquiry came in, and asks for a licensed person when the note holds words of danger, or a concern is one.
func (in *Intake) receive(f *File, act *Act) {
	var facts map[string]string
	if f.Inquiry.Origin != "" {
		facts = map[string]string{"origin": f.Inquiry.Origin}
	}
	f.Record(EventReceived, facts)
	if act.Args.Expanded {
		f.Alert("NOTE")
	}
}

// book secures the time and makes the pending inquiry real.
func (in *Intake) book(ctx context.Context, f *File, act *Act) (Answer, error) {
	appointment, err := in.Scheduling.Book(ctx, f.Inquiry.ID, ConsultationVisit, act.Args.When, f.Inquiry.ID)
	if err != nil {
		return Answer{}, in.undoIfRefused(ctx, act, err)
	}
	act.Args.Appointment = &appointment
	ctx, cancel := finishing(ctx)
	defer cancel()
	in.complete(f, act, appointment)
	err = in.Store.Save(ctx, f)
	if errors.Is(err, ErrOutdated) {
		return in.overtaken(ctx, act, appointment)
	}
	return *act.Answer, err
}

// complete turns a pending inquiry into one with a booked call.
func (in *Intake) complete(f *File, act *Act, a Appointment) {
	f.Changes = Changes{}
	f.Inquiry.State = ConsultationBooked
	f.Inquiry.Consultation = VisitOf(a)
	in.receive(f, act)
	f.Record(EventConsultationBooked, bookingFacts(act, a))
	url := in.issueLink(f, a.Start)
	f.Write(LetterConsultationConfirmed, ConsultationVisit, url)
	act.Answer = in.confirm(f, act, url)
	f.Changes.Finish = act
}

// overtaken finds out who was faster. If the intent was given up meanwhile, so is the booking.
func (in *Intake) overtaken(ctx context.Context, act *Act, a Appointment) (Answer, error) {
	found, err := in.Store.Request(ctx, act.RequestID)
	switch {
	case err != nil:
		return Answer{}, err
	case found != nil && found.ID == act.ID && found.Step == Done && found.Answer != nil:
		return *found.Answer, nil
	case found != nil && found.ID == act.ID:
		return Answer{}, ErrTryAgain
	}
	// finishing has given this its own time, whatever became of the caller's.
	if _, err := in.Scheduling.CallOff(asService(ctx), a.Name, act.ID); err != nil && !refused(err) {
		return Answer{}, err
	}
	return Answer{}, ErrTryAgain
}

// undoIfRefused gives the act up when another service said no, and leaves it to the sweeper when nobody knows.
func (in *Intake) undoIfRefused(ctx context.Context, act *Act, cause error) error {
	if !refused(cause) {
		return cause
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	if _, err := in.Store.Undo(ctx, act); err != nil {
		in.Problem("undo", err)
	}
	return cause
}

// confirm is the answer to a booking or a wish to be called.
func (in *Intake) confirm(f *File, act *Act, url string) *Answer {
	c := &Confirmation{
		Code: f.Inquiry.Person.Code, ManageURL: url, Expanded: act.Args.Expanded, TimeZone: f.Inquiry.TimeZone,
		Callback: f.Inquiry.Callback,
	}
	if len(f.Inquiry.Callback) == 0 {
		c.Start, c.End = f.Inquiry.Consultation.Start, f.Inquiry.Consultation.End
	}
	answer := &Answer{Confirmation: c}
	if act.Args.Staff {
		answer.Inquiry = snapshot(f)
	}
	return answer
}

// snapshot is the inquiry as it will be once f is stored.
func snapshot(f *File) *Inquiry {
	i := f.Inquiry
	i.Version, i.UpdateTime = i.Version+1, f.By.Time
	return &i
}

// bookingFacts are those of a call that was booked, with the rules staff went over for it.
func bookingFacts(act *Act, a Appointment) map[string]string {
	facts := visitFacts(VisitOf(a))
	for name, value := range map[string]string{
		"anotherCall": act.Args.AnotherCall, "overbook": a.Overbook, "overbookReason": a.OverbookReason,
	} {
		if value != "" {
			facts[name] = value
		}
	}
	return facts
}

// oneCall adds to the time to book who is called, by a hash that is made for this and joined with nothing else: of one
// telephone number one call may be open, unless staff says why there may be another.
func (in *Intake) oneCall(when When, p Person, another string) When {
	if another == "" {
		when.Contact = in.Index.Index("one open call", p.Contact.E164)
	}
	return when
}

func visitFacts(v Visit) map[string]string {
	return map[string]string{
		"appointment": v.Appointment, "startTime": v.Start.UTC().Format(time.RFC3339), "provider": v.Provider,
	}
}
