package domain

import "context"

// Viewer says what a staff member may see.
type Viewer struct {
	// All lets see everything.
	All bool
	// ProviderID is a clinician's own calendar, all that is seen without All.
	ProviderID string
}

func (v Viewer) sees(providerID string) bool {
	return v.All || v.ProviderID != "" && v.ProviderID == providerID
}

// Get reads one appointment. Error: ErrNotFound, also for a hold and for what the viewer may not see.
func (s *Scheduler) Get(ctx context.Context, v Viewer, id string) (Appointment, error) {
	a, err := s.store.Appointment(ctx, id)
	if err != nil {
		return Appointment{}, err
	}
	if a.State == Held || a.State == Released || !v.sees(a.ProviderID) {
		return Appointment{}, ErrNotFound
	}
	rows, err := s.named(ctx, a)
	if err != nil {
		return Appointment{}, err
	}
	return rows[0], nil
}

// List returns the appointments the viewer may see, by start; more says that there are further ones.
func (s *Scheduler) List(ctx context.Context, v Viewer, f Filter, limit int) (rows []Appointment, more bool, err error) {
	if !v.All {
		if v.ProviderID == "" || f.ProviderID != "" && f.ProviderID != v.ProviderID {
			return nil, false, nil
		}
		f.ProviderID = v.ProviderID
	}
	if f.From != 0 && f.To != 0 && f.From >= f.To {
		return nil, false, invalid("endTime", "must be later than startTime")
	}
	if rows, err = s.store.List(ctx, f, limit+1); err != nil {
		return nil, false, err
	}
	if len(rows) > limit {
		rows, more = rows[:limit], true
	}
	rows, err = s.named(ctx, rows...)
	return rows, more, err
}

// Unresolved returns the booked appointments the viewer may see whose time has passed, by start: what became of them is
// for people to say, never for a clock.
func (s *Scheduler) Unresolved(ctx context.Context, v Viewer, f Filter, limit int) (rows []Appointment, more bool, err error) {
	f.UnresolvedAt = s.now()
	return s.List(ctx, v, f, limit)
}

// OfInquiries returns the appointments of the inquiries, newest first; cancelled ones too.
func (s *Scheduler) OfInquiries(ctx context.Context, ids []string) ([]Appointment, error) {
	rows, err := s.store.OfInquiries(ctx, ids)
	if err != nil {
		return nil, err
	}
	return s.named(ctx, rows...)
}
