package domain

import (
	"context"
	"strconv"
	"time"
)

// Outcome says what came of a call, named as in the API.
type Outcome string

// The outcomes of a call.
const (
	Reached       Outcome = "REACHED"
	NoAnswer      Outcome = "NO_ANSWER"
	LeftVoicemail Outcome = "LEFT_VOICEMAIL"
	WrongNumber   Outcome = "WRONG_NUMBER"
	NotNow        Outcome = "NOT_NOW"
)

// verb returns what the outcome does to the inquiry.
func (o Outcome) verb() Verb {
	switch o {
	case Reached:
		return Reach
	case NotNow:
		return Postpone
	default:
		return Miss
	}
}

// CallRecord is what the front desk writes down after a call.
type CallRecord struct {
	Outcome Outcome
	// Need replaces what was known, but for an age it leaves out; nil leaves it.
	Need *Need
	// Note replaces what was noted before; an empty one clears it, nil leaves it.
	Note *string
	// NextAttempt is when to try again; zero: the next working day.
	NextAttempt time.Time
}

// RecordCall stores what came of a call. It may be recorded before the call's time.
func (in *Intake) RecordCall(ctx context.Context, o Order, c CallRecord) (Inquiry, error) {
	practice, err := in.Practice(ctx)
	if err != nil {
		return Inquiry{}, err
	}
	return in.inOneStep(ctx, DoRecordCall, o, func(f *File) error {
		next, err := f.Inquiry.check(c.Outcome.verb())
		if err != nil {
			return err
		}
		i := &f.Inquiry
		i.State = next
		facts := map[string]string{"outcome": string(c.Outcome)}
		if c.Note != nil && *c.Note != i.Person.CallNote {
			if *c.Note == "" {
				facts["note"] = "CLEARED"
			}
			i.Person.CallNote = *c.Note
			f.Changes.Person = true
		}
		alarm := i.Need.alarm()
		if c.Need != nil {
			i.know(*c.Need)
		}
		switch c.Outcome {
		case Reached:
			in.reached(f)
		case NotNow:
			i.CloseReason = ReasonNotNow
			i.NextAttempt = time.Time{}
		default:
			i.Attempts++
			i.NextAttempt = c.NextAttempt.UTC()
			if c.NextAttempt.IsZero() {
				i.NextAttempt = NextWorkingDay(f.By.Time, practice.Zone)
			}
			facts["attempts"] = strconv.Itoa(i.Attempts)
		}
		f.Record(EventCallRecorded, facts)
		if now := i.Need.alarm(); now > alarm || now > 0 && !i.RiskAlert { // it may have been known before it raised one
			f.Alert("STAFF")
		}
		if c.Outcome == NotNow {
			in.wrapUp(f)
		} else {
			f.followWaitlist()
		}
		return nil
	})
}

// know replaces what is known of the need. An age once said is not lost by leaving it out: the client would be nobody's minor.
func (i *Inquiry) know(n Need) {
	if n.AgeGroup == "" {
		n.AgeGroup = i.Need.AgeGroup
	}
	i.Need = n
}

// reached settles the call: the appointment took place, earlier or later than planned, and there is no other try.
func (in *Intake) reached(f *File) {
	i := &f.Inquiry
	i.ConsultedTime, i.NextAttempt, i.Callback = f.By.Time, time.Time{}, nil
	if i.Consultation.State == VisitBooked {
		i.Consultation.State = VisitCompleted
		f.Order(ChoreSettle, i.Consultation.Appointment)
		f.Changes.KillLinks = true
	}
}

// nextAttemptHour is when the front desk tries again, in the practice's own time.
const nextAttemptHour = 10

// NextWorkingDay returns ten o'clock on the first day from Monday to Friday after now, on the clocks of the zone.
func NextWorkingDay(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	day := 1
	for {
		next := time.Date(local.Year(), local.Month(), local.Day()+day, nextAttemptHour, 0, 0, 0, zone)
		if w := next.Weekday(); w != time.Saturday && w != time.Sunday {
			return next.UTC()
		}
		day++
	}
}
