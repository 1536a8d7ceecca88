package domain

import (
	"context"
	"errors"
)

// errHeld says that an act holds the inquiry, which knows itself what it does to a visit, or that the feed has not
// brought everything yet that happened to one.
var errHeld = errors.New("an act holds the inquiry")

// FollowScheduling reads scheduling's change feed from where it was left, until ctx ends or the feed breaks.
func (in *Intake) FollowScheduling(ctx context.Context) error {
	cursor, err := in.Store.Cursor(ctx)
	if err != nil {
		return err
	}
	return in.Scheduling.Watch(ctx, cursor, func(c VisitChange) error {
		// Bookings are only made from here, and stored by whoever makes them. What became free is for others.
		if c.Kind == VisitWasBooked || c.Kind == VisitTimeFreed || c.Inquiry == "" {
			return nil
		}
		if err := in.Store.Queue(ctx, []VisitChange{c}, c.Cursor, in.now()); err != nil {
			return err
		}
		// It is stored: what cannot be taken over now is taken over later.
		if err := in.TakeOver(ctx, c.Inquiry); err != nil && ctx.Err() == nil {
			in.Problem("feed", err)
		}
		return nil
	})
}

// TakeOverQueued takes over changes that had to wait. It reports whether there may be more.
func (in *Intake) TakeOverQueued(ctx context.Context) (more bool, err error) {
	inquiries, err := in.Store.Queued(ctx, batch)
	if err != nil {
		return false, err
	}
	for _, inquiry := range inquiries {
		if err := in.TakeOver(ctx, inquiry); err != nil {
			in.Problem("feed", err)
		}
	}
	return false, nil
}

// TakeOver brings the visits of an inquiry in line with scheduling. While an act holds the inquiry its changes wait, and
// while the feed is behind what scheduling says of a visit.
func (in *Intake) TakeOver(ctx context.Context, inquiry string) error {
	changes, err := in.Store.ChangesOf(ctx, inquiry)
	if err != nil || len(changes) == 0 {
		return err
	}
	appointments, err := in.Scheduling.Appointments(asService(ctx), inquiry)
	if err != nil {
		return err
	}
	err = in.Store.Update(ctx, inquiry, in.as(self, ""), func(f *File) error {
		if f.UnderWay != nil {
			return errHeld
		}
		for _, kind := range []VisitKind{ConsultationVisit, FirstSessionVisit} {
			for _, a := range appointments {
				if name := f.Inquiry.Visit(kind).Appointment; name != "" && a.Name == name {
					if !in.takeOver(f, kind, a, about(changes, name)) {
						return errHeld
					}
				}
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, errHeld):
		return nil
	case errors.Is(err, ErrInquiryNotFound), err == nil:
		return in.Store.DropChanges(ctx, changes)
	default:
		return err
	}
}

func about(changes []VisitChange, appointment string) []VisitChange {
	var of []VisitChange
	for _, c := range changes {
		if c.Appointment == appointment {
			of = append(of, c)
		}
	}
	return of
}
