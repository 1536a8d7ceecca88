package domain

import (
	"cmp"
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// SeriesMoving asks for an occurrence, or for it and all later ones, to be moved.
type SeriesMoving struct {
	Call
	ID string
	// AppointmentID is the occurrence; Alone says that only it is moved.
	AppointmentID string
	Alone         bool
	// StartDate and Minute are its new date and time by the provider's clock.
	StartDate string
	Minute    int
	// MaxExceptions is how many occurrences may stay where they are because their new time is not free.
	MaxExceptions int
	// ETag is the series' version read; "" means any.
	ETag string
}

// MoveSeries moves one occurrence as any appointment is moved, or gives it and all later ones that are booked a new
// weekly hour: all of them, or all but the exceptions allowed, which stay where they are, or none, in one transaction.
// New times are secured before old ones are let go; ids stay. A repeat changes nothing. Errors: ErrSeriesNotFree with
// Conflicts, ErrSlotTaken, ErrWrongState, ErrETagMismatch, ErrNotFound, ErrRequestIDReused, invalid fields.
func (s *Scheduler) MoveSeries(ctx context.Context, m SeriesMoving) (Series, error) {
	start, ok := ParseDate(m.StartDate)
	var wrong error
	if !ok {
		wrong = invalid("startDate", "must be a date, YYYY-MM-DD")
	}
	if m.Alone {
		return s.moveOccurrence(ctx, m, start, wrong)
	}
	one, err := write(ctx, s, func(tx Tx) (Series, error) {
		v, err := tx.Look(ctx, Look{Once: m.Once})
		if err != nil {
			return Series{}, err
		}
		var first Series
		if ok, err := m.replayed(v, &first); ok || err != nil {
			return first, err
		}
		if wrong != nil {
			return Series{}, wrong
		}
		one, err := lockSeries(ctx, tx, m.ID, m.ETag)
		if err != nil {
			return Series{}, err
		}
		return one, s.moveRest(ctx, tx, m, &one, start)
	})
	return s.doneSeries(ctx, one, err)
}

func lockSeries(ctx context.Context, tx Tx, id, tag string) (Series, error) {
	one, err := tx.LockSeries(ctx, id)
	if err == nil && tag != "" && tag != one.ETag() {
		err = ErrETagMismatch.With("resource", "series/"+id)
	}
	return one, err
}

// occurrence returns the row of the series with the id. Error: ErrNotFound.
func (s *Series) occurrence(id string) (Appointment, error) {
	i := slices.IndexFunc(s.Appointments, func(a Appointment) bool { return a.ID == id })
	if i < 0 {
		return Appointment{}, ErrNotFound
	}
	return s.Appointments[i], nil
}

// moveOccurrence moves one occurrence the way every appointment is moved; it stays in the series.
func (s *Scheduler) moveOccurrence(ctx context.Context, m SeriesMoving, start Date, wrong error) (Series, error) {
	one, err := s.store.Series(ctx, m.ID)
	if err != nil {
		return Series{}, err
	}
	a, err := one.occurrence(m.AppointmentID)
	switch {
	case err != nil:
		return Series{}, err
	case wrong != nil:
		return Series{}, wrong
	}
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Series{}, err
	}
	loc := s.practice
	if i, ok := c.index[one.ProviderID]; ok {
		loc = c.providers[i].zone
	}
	rule := Rule{First: a.SeriesIndex, Start: start, Minute: m.Minute, TimeZone: loc.String(), Interval: 1, Count: 1}
	at, exists := wall(rule.zone(loc, 1), rule.local(a.SeriesIndex))
	if !exists {
		o := Occurrence{Index: a.SeriesIndex, Date: start, Start: at, Reason: NonexistentTime}
		return Series{}, notFree(inTheWay([]Occurrence{o}, loc, m.Minute))
	}
	token := s.keys.Seal(Slot{TypeID: a.TypeID, ProviderID: a.ProviderID, Start: at, Mode: a.Mode, Wish: one.Wish})
	if _, err = s.Move(ctx, Moving{Call: m.Call, ID: a.ID, Slot: token, SeriesID: one.ID, SeriesETag: m.ETag}); err != nil {
		if errs.ReasonOf(err) == errs.ReasonInvalidFields {
			err = invalid("startDate", "lies in the past")
		}
		return Series{}, err
	}
	if one, err = s.store.Series(ctx, m.ID); err != nil {
		return Series{}, err
	}
	return s.namedSeries(ctx, one)
}

// moveRest gives the occurrence and all later ones that are booked the new weekly hour.
func (s *Scheduler) moveRest(ctx context.Context, tx Tx, m SeriesMoving, one *Series, start Date) error {
	here, err := one.occurrence(m.AppointmentID)
	if err != nil {
		return err
	}
	if here.State != Booked {
		return wrongState(here.State)
	}
	moving := slices.DeleteFunc(slices.Clone(one.Appointments), func(a Appointment) bool {
		return a.State != Booked || a.SeriesIndex < here.SeriesIndex
	})
	now := s.now()
	plan, err := s.planMove(ctx, tx, *one, m, start, moving, now)
	if err != nil {
		return err
	}
	one.cut(here.SeriesIndex)
	one.Rules = append(one.Rules, plan.rule)
	one.Exceptions = plan.exceptionsOf(one)
	one.Version++
	one.Updated = now
	for _, a := range plan.moves {
		i, _ := slices.BinarySearchFunc(one.Appointments, a.SeriesIndex, func(a Appointment, n int) int {
			return cmp.Compare(a.SeriesIndex, n)
		})
		r := Record{Change: m.event(KindRescheduled, &a), Freed: m.freed(&one.Appointments[i], &a), Now: now}
		one.Appointments[i] = a
		if ok, err := tx.Move(ctx, &a, r); err != nil {
			return err
		} else if !ok {
			return ErrRaced
		}
	}
	r, err := m.record(now, nil, one)
	if err != nil {
		return err
	}
	return tx.UpdateSeries(ctx, one, r)
}
