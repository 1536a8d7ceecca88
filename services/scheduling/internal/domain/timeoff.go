package domain

import (
	"context"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// Absence is time off and the booked appointments inside it, which somebody has to move or cancel.
type Absence struct {
	Exception Exception
	Affected  []Appointment
}

// TakeOff adds time off and answers the booked appointments it affects; it cancels none. No booking can slip in
// between: whoever books later is judged by the new schedule. Errors: ErrNotFound, ErrRequestIDReused, invalid fields.
func (s *Scheduler) TakeOff(ctx context.Context, call Call, v Viewer, providerID string, e Exception) (Absence, error) {
	if !v.sees(providerID) {
		return Absence{}, ErrNotFound
	}
	if e.Start >= e.End {
		return Absence{}, invalid("endTime", "must be later than startTime")
	}
	if wrong := s.knownTypes("appointmentTypes", e.Types); len(wrong) > 0 {
		return Absence{}, errs.Invalid(wrong...)
	}
	e.ID, e.Kind = id.New(), TimeOff
	absence, err := changeProvider(ctx, s, call, providerID, func(tx Tx, p *Provider) (Absence, error) {
		p.Schedule.Version++
		p.Schedule.Exceptions = normal(append(slices.Clone(p.Schedule.Exceptions), e))
		affected, err := tx.Affected(ctx, providerID, e.Start, e.End)
		affected = slices.DeleteFunc(affected, func(a Appointment) bool { return !e.concerns(a.TypeID) })
		return Absence{Exception: e, Affected: affected}, err
	})
	if err != nil {
		return Absence{}, err
	}
	absence.Affected, err = s.named(ctx, absence.Affected...)
	return absence, err
}
