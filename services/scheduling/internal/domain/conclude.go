package domain

import "context"

// Concluding asks for the end of an appointment to be recorded.
type Concluding struct {
	Call
	ID string
	// ETag is the version read; "" means any.
	ETag string
	// NeverLate says that a cancellation is not the client's doing.
	NeverLate bool
}

// Cancel calls a booked appointment off; the row stays. Later than its type allows, it says so. A repeat gives the first answer. Errors: ErrWrongState,
// ErrETagMismatch, ErrNotFound, ErrRequestIDReused.
func (s *Scheduler) Cancel(ctx context.Context, c Concluding) (Appointment, error) {
	return s.conclude(ctx, c, KindCancelled, Cancelled, func(a *Appointment, now int64) (bool, error) {
		a.Sequence++
		if t := s.types[a.TypeID]; t != nil && a.State == Booked && !c.NeverLate {
			a.LateCancel = t.LateCancel > 0 && now > a.Start-t.LateCancel.Microseconds()
		}
		return true, nil
	})
}

// Complete records that a booked appointment took place. Errors: as Cancel, and ErrNotStarted before its start.
func (s *Scheduler) Complete(ctx context.Context, c Concluding) (Appointment, error) {
	return s.conclude(ctx, c, KindCompleted, Completed, begun)
}

// NoShow records that the client did not come; no clock ever concludes it. Errors: as Complete.
func (s *Scheduler) NoShow(ctx context.Context, c Concluding) (Appointment, error) {
	return s.conclude(ctx, c, KindNoShow, NoShow, begun)
}

// Settle is Complete for a call that may have been made early: it may come before the start, and once more.
func (s *Scheduler) Settle(ctx context.Context, c Concluding) (Appointment, error) {
	return s.conclude(ctx, c, KindCompleted, Completed, func(a *Appointment, _ int64) (bool, error) {
		return a.State != Completed, nil
	})
}

func begun(a *Appointment, now int64) (bool, error) {
	if a.State == Booked && now < a.Start {
		return false, ErrNotStarted
	}
	return true, nil
}

// conclude brings a booked appointment into its last state. allowed may change the row, refuse, or say that there is
// nothing to do.
func (s *Scheduler) conclude(ctx context.Context, c Concluding, kind Kind, to State,
	allowed func(a *Appointment, now int64) (bool, error),
) (Appointment, error) {
	a, err := write(ctx, s, func(tx Tx) (Appointment, error) {
		now := s.now()
		v, err := tx.Look(ctx, Look{Once: c.Once})
		if err != nil {
			return Appointment{}, err
		}
		var first Appointment
		if ok, err := c.replayed(v, &first); ok || err != nil {
			return first, err
		}
		a, err := s.lock(ctx, tx, c.ID, c.ETag)
		if err != nil {
			return a, err
		}
		if change, err := allowed(&a, now); !change || err != nil {
			return a, err
		}
		if a.State != Booked {
			return a, wrongState(a.State)
		}
		a.State, a.Updated = to, now
		a.Version++
		r, err := c.record(now, c.event(kind, &a), &a)
		if err != nil {
			return a, err
		}
		if to == Cancelled {
			r.Freed = c.freed(&a, &a)
		}
		return a, tx.Update(ctx, &a, r)
	})
	return s.done(a, err)
}
