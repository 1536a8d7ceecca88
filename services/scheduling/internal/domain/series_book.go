package domain

import (
	"context"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// SeriesBooking asks for a weekly hour to be booked.
type SeriesBooking struct {
	Call
	ProviderID, TypeID, InquiryID string
	// Mode is how; ModeNone is the first way of the provider that is possible.
	Mode Mode
	// StartDate is the date of the first occurrence, YYYY-MM-DD, and Minute the minute of the day of all of them, by
	// the provider's clock.
	StartDate string
	Minute    int
	// Recurrence is an RRULE.
	Recurrence string
	// Wish is what is asked of the rooms.
	Wish RoomWish
	// MaxExceptions is how many occurrences may be left out because they are not free.
	MaxExceptions int
}

// BookSeries books every occurrence of a weekly hour, or all but the exceptions allowed, or none, in one transaction. A
// repeat gives the same series. Errors: ErrSeriesNotFree with Conflicts, ErrNotFound, ErrRequestIDReused, invalid
// fields.
func (s *Scheduler) BookSeries(ctx context.Context, b SeriesBooking) (Series, error) {
	recurrence, what := ParseRecurrence(b.Recurrence)
	start, ok := ParseDate(b.StartDate)
	var wrong error
	switch {
	case !ok:
		wrong = invalid("startDate", "must be a date, YYYY-MM-DD")
	case what != "":
		wrong = invalid("recurrence", what)
	}
	one, err := write(ctx, s, func(tx Tx) (Series, error) {
		v, err := tx.Look(ctx, Look{Once: b.Once})
		if err != nil {
			return Series{}, err
		}
		var first Series
		if ok, err := b.replayed(v, &first); ok || err != nil {
			return first, err
		}
		if wrong != nil {
			return Series{}, wrong
		}
		t := v.Catalog.Type(b.TypeID)
		i, ok := v.Catalog.index[b.ProviderID]
		if t == nil || !ok {
			return Series{}, ErrNotFound
		}
		rule, what := recurrence.Rule(start, b.Minute, v.Catalog.providers[i].zone)
		if what != "" {
			return Series{}, invalid("recurrence", what)
		}
		return s.bookSeries(ctx, tx, b, t, i, rule)
	})
	return s.doneSeries(ctx, one, err)
}

// bookSeries judges and inserts. The catalog does not change since the transaction's first look.
func (s *Scheduler) bookSeries(ctx context.Context, tx Tx, b SeriesBooking, t *Type, provider int, rule Rule) (Series, error) {
	now := s.now()
	from, to := rule.Span()
	v, err := tx.Look(ctx, Look{From: from, To: to})
	if err != nil {
		return Series{}, err
	}
	cal := NewCalendar(v.Catalog, now, from, to, v.Rows).Wishing(b.Wish)
	p := v.Catalog.providers[provider]
	modes := []Mode{b.Mode}
	if b.Mode == ModeNone {
		modes = modesOf(t, p.Provider)
	}
	how, all, exceptions, ok := cal.everyWeek(t, p, rule, modes, b.MaxExceptions)
	if !ok {
		return Series{}, notFree(exceptions)
	}
	cal = cal.Wishing(how.wish)
	one := Series{
		ID: id.New(), TypeID: t.ID, ProviderID: p.ID, InquiryID: b.InquiryID, Mode: how.mode, Wish: how.wish, Rules: []Rule{rule},
		Exceptions: exceptions, Version: 1, Created: now, Updated: now,
	}
	last := Claim{}
	for _, o := range all {
		if o.Reason != Offered {
			continue
		}
		claims, _ := cal.Claims(t, p.ID, o.Start, how.mode, last)
		last = claims[0]
		a := Appointment{
			ID: id.New(), TypeID: t.ID, State: Booked, InquiryID: b.InquiryID, SeriesID: one.ID, SeriesIndex: o.Index,
			Wish: how.wish, Version: 1, Created: now, Updated: now,
		}
		a.at(t, o.Start, last)
		a.Guards = cal.guards(p.ID, t, o.Start)
		one.Appointments = append(one.Appointments, a)
	}
	if err := releaseLapsed(ctx, tx, v.Rows, from, to, now); err != nil {
		return Series{}, err
	}
	return one, s.insertSeries(ctx, tx, b, &one)
}

// insertSeries writes the series and its rows by start: one order for everybody, so that two who want the same hour do
// not wait for each other.
func (s *Scheduler) insertSeries(ctx context.Context, tx Tx, b SeriesBooking, one *Series) error {
	r, err := b.record(one.Created, nil, one)
	if err != nil {
		return err
	}
	if err := tx.InsertSeries(ctx, one, r); err != nil {
		return err
	}
	for i := range one.Appointments {
		a := &one.Appointments[i]
		if ok, err := tx.Insert(ctx, a, Record{Change: b.event(KindBooked, a), Now: one.Created}); err != nil {
			return err
		} else if !ok {
			return ErrRaced
		}
	}
	return nil
}

// doneSeries rings the bell for a series that changed and returns it as staff see it.
func (s *Scheduler) doneSeries(ctx context.Context, one Series, err error) (Series, error) {
	if err != nil {
		return Series{}, err
	}
	s.bell.Ring()
	return s.namedSeries(ctx, one)
}
