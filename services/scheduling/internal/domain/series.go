package domain

import (
	"context"
	"slices"
	"time"
)

// Series is the weekly hour of a client: appointments that are booked, moved and ended as one.
type Series struct {
	ID, TypeID, ProviderID, InquiryID string
	Mode                              Mode
	// Wish is what every occurrence asks of its room, and the one site of all.
	Wish RoomWish
	// Rules are the weekly hours, by index; one more for each time that the rest was moved.
	Rules []Rule
	// Exceptions are the occurrences that are not where the rules say because that time was not free.
	Exceptions []Occurrence
	// Version rises when it is moved or ended.
	Version          int64
	Created, Updated int64

	// Appointments are the rows, by index.
	Appointments []Appointment
	// ProviderName is for staff screens; it is not stored.
	ProviderName string `json:"-"`
}

// ETag is the version as callers see it.
func (s *Series) ETag() string { return etag(s.Version) }

// SeriesFilter says which series to list.
type SeriesFilter struct {
	// InquiryID and ProviderID narrow it; "" means all.
	InquiryID, ProviderID string
	// BeforeCreated and BeforeID are the position of the last series seen; 0 means from the newest.
	BeforeCreated int64
	BeforeID      string
}

// SeriesStore keeps the series; their occurrences are appointments.
type SeriesStore interface {
	// Series reads one with its appointments; ErrNotFound.
	Series(ctx context.Context, id string) (Series, error)
	// ListSeries returns series with their appointments, newest first, at most limit.
	ListSeries(ctx context.Context, f SeriesFilter, limit int) ([]Series, error)
}

// SeriesTx is what a write transaction can do with series.
type SeriesTx interface {
	// LockSeries reads one with its appointments and keeps all of them from changing until the end of the transaction;
	// ErrNotFound.
	LockSeries(ctx context.Context, id string) (Series, error)
	// InsertSeries adds the series, without its appointments, with its record.
	InsertSeries(ctx context.Context, s *Series, r Record) error
	// UpdateSeries writes rules and exceptions with the record. s.Version is the new one.
	UpdateSeries(ctx context.Context, s *Series, r Record) error
}

// GetSeries reads a series. Error: ErrNotFound, also for what the viewer may not see.
func (s *Scheduler) GetSeries(ctx context.Context, v Viewer, id string) (Series, error) {
	got, err := s.store.Series(ctx, id)
	if err != nil {
		return Series{}, err
	}
	if !v.sees(got.ProviderID) {
		return Series{}, ErrNotFound
	}
	return s.namedSeries(ctx, got)
}

// ListSeries returns the series that the viewer may see, newest first; more says that there are further ones.
func (s *Scheduler) ListSeries(ctx context.Context, v Viewer, f SeriesFilter, limit int) (out []Series, more bool, err error) {
	if !v.All {
		if v.ProviderID == "" || f.ProviderID != "" && f.ProviderID != v.ProviderID {
			return nil, false, nil
		}
		f.ProviderID = v.ProviderID
	}
	if out, err = s.store.ListSeries(ctx, f, limit+1); err != nil {
		return nil, false, err
	}
	if len(out) > limit {
		out, more = out[:limit], true
	}
	for i := range out {
		if out[i], err = s.namedSeries(ctx, out[i]); err != nil {
			return nil, false, err
		}
	}
	return out, more, nil
}

// namedSeries returns the series as staff see it.
func (s *Scheduler) namedSeries(ctx context.Context, one Series) (Series, error) {
	c, err := s.store.Catalog(ctx)
	if err != nil {
		return Series{}, err
	}
	if p := c.Provider(one.ProviderID); p != nil {
		one.ProviderName = p.DisplayName
	}
	for i := range one.Appointments {
		c.name(&one.Appointments[i])
	}
	return one, nil
}

// Lines returns a rule of the series in lines of RFC 5545. All rules together give exactly the starts of the
// appointments that are not cancelled.
func (s *Series) Lines(rule int) []string {
	r := s.Rules[rule]
	loc, err := Zone(r.TimeZone)
	if err != nil {
		return nil
	}
	var starts []int64
	for _, a := range s.Appointments {
		if a.State != Cancelled && s.ruleOf(a.SeriesIndex) == rule {
			starts = append(starts, a.Start)
		}
	}
	return r.Lines(loc, starts)
}

// ruleOf returns which rule an occurrence belongs to: the last that begins at or before it.
func (s *Series) ruleOf(index int) int {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.First > index })
	if i < 0 {
		i = len(s.Rules)
	}
	return max(i-1, 0)
}

// zoneOf returns the zone of a rule, the practice's when the rule has none that is known.
func (s *Scheduler) zoneOf(r Rule) *time.Location {
	if loc, err := Zone(r.TimeZone); err == nil {
		return loc
	}
	return s.practice
}
