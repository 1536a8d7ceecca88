package domain

import (
	"cmp"
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Closure is a stretch of dates, both inclusive and read in the practice's zone, on which the practice is closed.
type Closure struct {
	ID          string
	First, Last Date
	// Label says why, for staff.
	Label string
}

// maxClosure bounds a closure, in days.
const maxClosure = 366

// check returns what is wrong with the closure.
func (c Closure) check() error {
	switch {
	case c.Last < c.First:
		return invalid("closure.endDate", "must not be before startDate")
	case c.Last-c.First >= maxClosure:
		return invalid("closure.endDate", "must be within a year of startDate")
	default:
		return nil
	}
}

// WithClosures says when the practice is closed. It is called once, before the catalog is shared.
func (c *Catalog) WithClosures(closures []Closure) *Catalog {
	c.closures = slices.Clone(closures)
	slices.SortFunc(c.closures, func(a, b Closure) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID))
	})
	spans := make([]Span, len(closures))
	for i, one := range closures {
		spans[i].Start, spans[i].End = Bounds(c.Practice, one.First, one.Last)
	}
	c.closed = nil
	for _, s := range Merge(spans) {
		c.closed = append(c.closed, block{from: s.Start, to: s.End, start: s.Start, end: s.End})
	}
	return c
}

// shut reports whether the practice is closed during some of [from, to).
func (c *Catalog) shut(from, to int64) bool {
	return len(c.closed) > 0 && len(touching(c.closed, from, to)) > 0
}

// Closing is a closure and the booked appointments inside it, which somebody has to move or cancel.
type Closing struct {
	Closure  Closure
	Affected []Appointment
}

// Close closes the practice and answers the booked appointments it affects; it cancels none. A repeat gives the same
// answer. Errors: ErrRequestIDReused, invalid fields.
func (s *Scheduler) Close(ctx context.Context, call Call, c Closure) (Closing, error) {
	if err := c.check(); err != nil {
		return Closing{}, err
	}
	c.ID = id.New()
	closing, err := write(ctx, s, func(tx Tx) (Closing, error) {
		v, err := tx.LockCatalog(ctx, call.Once)
		if err != nil {
			return Closing{}, err
		}
		var out Closing
		if ok, err := call.replayed(v, &out); ok || err != nil {
			return out, err
		}
		from, to := Bounds(s.practice, c.First, c.Last)
		out.Closure = c
		if out.Affected, err = tx.Affected(ctx, "", from, to); err != nil {
			return out, err
		}
		r, err := call.record(s.now(), nil, out)
		if err != nil {
			return out, err
		}
		return out, tx.SaveClosure(ctx, c, r)
	})
	if err != nil {
		return Closing{}, err
	}
	closing.Affected, err = s.named(ctx, closing.Affected...)
	return closing, err
}

// Closures lists the closures that end after a year ago, by date.
func (s *Scheduler) Closures(ctx context.Context) ([]Closure, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return nil, err
	}
	since := DateIn(s.practice, s.now()) - maxClosure
	return slices.DeleteFunc(slices.Clone(c.closures), func(one Closure) bool { return one.Last < since }), nil
}

// Reopen forgets a closure. Error: ErrNotFound.
func (s *Scheduler) Reopen(ctx context.Context, closureID string) error {
	return s.store.Write(ctx, func(tx Tx) error {
		v, err := tx.LockCatalog(ctx, Once{})
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(v.Catalog.closures, func(c Closure) bool { return c.ID == closureID }) {
			return ErrNotFound
		}
		return tx.DeleteClosure(ctx, closureID)
	})
}

// knownTypes returns what is wrong with a list of types that something is limited to.
func (s *Scheduler) knownTypes(field string, types []string) []errs.Violation {
	for _, t := range types {
		if s.types[t] == nil {
			return []errs.Violation{errs.Field(field, "must be appointment types")}
		}
	}
	return nil
}
